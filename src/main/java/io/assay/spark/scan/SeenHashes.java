package io.assay.spark.scan;

/**
 * Evenly spread 64-bit hashes that were seen so far, in a table of which up to three quarters are
 * taken: a hash begins to look for its place where its low bits say, and takes the next free one.
 * One thread at a time.
 */
final class SeenHashes {
  private static final int LEAST = 1 << 10;
  private static final long FREE = 0;

  private long[] table = new long[LEAST];
  private int size;
  private boolean hasFree; // a hash may be 0, too

  /** Adds a hash; whether it is new. */
  boolean add(long hash) {
    if (hash == FREE) {
      boolean isNew = !hasFree;
      hasFree = true;
      return isNew;
    }
    if (!put(table, hash)) {
      return false;
    }
    size++;
    if (4L * size > 3L * table.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(2, table.length)];
    for (long hash : table) {
      if (hash != FREE) {
        put(larger, hash);
      }
    }
    table = larger;
  }

  private static boolean put(long[] table, long hash) {
    int last = table.length - 1;
    int at = (int) hash & last;
    while (table[at] != FREE) {
      if (table[at] == hash) {
        return false;
      }
      at = (at + 1) & last;
    }
    table[at] = hash;
    return true;
  }
}
