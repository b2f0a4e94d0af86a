package io.assay.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Adds the stored states of many shards to those of a run, many shards at a time: first all shards'
 * states of one key, then those of the next, on all cores. A thousand slices of thirty features
 * take far more memory than a processor has near by, and so each is fetched once for many shards,
 * not once a shard. States of a key are merged in the order of the shards, so the result is that of
 * {@link ShardStates#merge}, to the last bit.
 */
public final class StateMerge {
  /** How many bytes of states wait at most, but for those of the last shard. */
  private static final long BLOCK_BYTES = 128L << 20;

  private final ShardStates states;
  private final long blockBytes;
  private final Map<StateKey, List<byte[]>> waiting = new LinkedHashMap<>();
  private long bytes;

  /** Begins to add to states. */
  public StateMerge(ShardStates states) {
    this(states, BLOCK_BYTES);
  }

  StateMerge(ShardStates states, long blockBytes) {
    this.states = states;
    this.blockBytes = blockBytes;
  }

  /**
   * Adds the states of the next shard, now or later.
   *
   * @throws io.assay.AssayException INTERNAL if a state cannot be read
   */
  public void add(List<StateRecord> shard) {
    for (StateRecord record : shard) {
      waiting.computeIfAbsent(record.key(), none -> new ArrayList<>()).add(record.bytes());
      bytes += record.bytes().length;
    }
    if (bytes >= blockBytes) {
      finish();
    }
  }

  /**
   * Adds all that still waits.
   *
   * @throws io.assay.AssayException INTERNAL if a state cannot be read
   */
  public void finish() {
    List<Runnable> merges = new ArrayList<>();
    waiting.forEach(
        (key, stored) -> {
          Consumer<byte[]> into = states.into(key); // here, for keys are met one after the other
          merges.add(() -> stored.forEach(into));
        });
    merges.parallelStream().forEach(Runnable::run);
    waiting.clear();
    bytes = 0;
  }
}
