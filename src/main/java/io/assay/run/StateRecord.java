package io.assay.run;

/** One mergeable state, as it lies in the states table. */
public final class StateRecord {
  private final StateKey key;
  private final byte[] bytes;

  /**
   * Pairs a key with a state.
   *
   * @param key what it summarises
   * @param bytes the state itself; not to be written to afterwards
   */
  public StateRecord(StateKey key, byte[] bytes) {
    this.key = key;
    this.bytes = bytes;
  }

  /** Returns what the state summarises. */
  public StateKey key() {
    return key;
  }

  /** Returns the state itself, for reading only. */
  public byte[] bytes() {
    return bytes;
  }
}
