package io.assay.spark.parquet;

import java.util.Arrays;

/** The values that a column repeats, numbered in the order in which they came. */
final class Dictionary {
  private static final int LEAST = 64;

  private final Bytes entries = new Bytes();
  private int[] starts = new int[LEAST];
  private int[] slots = new int[2 * LEAST]; // number + 1 of the entry, or 0
  private int count;
  private int last;

  /** Returns how many values there are. */
  int count() {
    return count;
  }

  /** Returns the values as a dictionary page has them: each with its length before it. */
  Bytes entries() {
    return entries;
  }

  /** Returns where a value's length stands in {@link #entries}. */
  int start(int number) {
    return starts[number];
  }

  /** Returns the number of a value, which may be new. */
  int numberOf(byte[] from, int at, int length) {
    if (count > 0 && isEntry(last, from, at, length)) {
      return last;
    }
    int mask = slots.length - 1;
    int slot = hash(from, at, length) & mask;
    while (slots[slot] != 0 && !isEntry(slots[slot] - 1, from, at, length)) {
      slot = (slot + 1) & mask;
    }
    last = slots[slot] == 0 ? put(slot, from, at, length) : slots[slot] - 1;
    return last;
  }

  private boolean isEntry(int number, byte[] from, int at, int length) {
    int start = starts[number];
    return entries.intAt(start) == length
        && Arrays.equals(
            entries.array(),
            start + Integer.BYTES,
            start + Integer.BYTES + length,
            from,
            at,
            at + length);
  }

  private int put(int slot, byte[] from, int at, int length) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count] = entries.size();
    entries.addInt(length);
    entries.add(from, at, length);
    slots[slot] = ++count;
    if (2 * count == slots.length) {
      spread();
    }
    return count - 1;
  }

  private void spread() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int number = 0; number < count; number++) {
      int start = starts[number];
      int slot = hash(entries.array(), start + Integer.BYTES, entries.intAt(start)) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  private static int hash(byte[] from, int at, int length) {
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + from[i];
    }
    return hash ^ (hash >>> 15);
  }

  void clear() {
    entries.clear();
    Arrays.fill(slots, 0);
    count = 0;
  }
}
