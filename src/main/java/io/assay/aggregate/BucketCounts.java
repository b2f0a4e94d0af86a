package io.assay.aggregate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * How many values lie in each bucket of a {@link Resolution}. Pages of two octaves are there where
 * values are; a count takes 2 bytes while there are up to 65,535 values, then 4, and 8 from 2^31
 * on. What is counted depends on the values alone: neither on their order nor on how they were
 * split.
 */
final class BucketCounts {
  private static final int MOST_SMALL = Character.MAX_VALUE;
  private static final int MOST_MEDIUM = Integer.MAX_VALUE;

  /** How many bytes a count takes. */
  private enum Width {
    SMALL,
    MEDIUM,
    LARGE
  }

  private final Resolution resolution;
  private final int pageSize;
  private final char[] pages = new char[Resolution.PAGES]; // 0 where there is none
  private Width width = Width.SMALL;
  private int held;
  private char[] small = {};
  private int[] medium = {};
  private long[] large = {};
  private long total;

  BucketCounts(Resolution resolution) {
    this.resolution = resolution;
    pageSize = resolution.pageSize();
  }

  /** Adds values {@code from} (inclusive) to {@code to} (exclusive), finite and none of them -0. */
  void add(float[] values, int from, int to) {
    widenFor(total + (to - from));
    switch (width) {
      case SMALL -> addSmall(values, from, to);
      case MEDIUM -> addMedium(values, from, to);
      case LARGE -> addLarge(values, from, to);
    }
    total += to - from;
  }

  private void addSmall(float[] values, int from, int to) {
    char[] places = resolution.places();
    char[] counts = small;
    for (int i = from; i < to; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int page = pages[bits >>> Resolution.PAGE_SHIFT];
      if (page == 0) {
        page = open(bits >>> Resolution.PAGE_SHIFT);
        counts = small;
      }
      counts[(page - 1) * pageSize + places[Resolution.unit(bits)]]++;
    }
  }

  private void addMedium(float[] values, int from, int to) {
    char[] places = resolution.places();
    int[] counts = medium;
    for (int i = from; i < to; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int page = pages[bits >>> Resolution.PAGE_SHIFT];
      if (page == 0) {
        page = open(bits >>> Resolution.PAGE_SHIFT);
        counts = medium;
      }
      counts[(page - 1) * pageSize + places[Resolution.unit(bits)]]++;
    }
  }

  private void addLarge(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int start = start(bits >>> Resolution.PAGE_SHIFT);
      large[start + resolution.places()[Resolution.unit(bits)]]++;
    }
  }

  /** Adds so many zeros. */
  void addZeros(long zeros) {
    if (zeros > 0) {
      widenFor(total + zeros);
      plus(start(0), zeros); // a zero has no bit set: the first bucket of the first page
      total += zeros;
    }
  }

  /** Adds what others counted. */
  void merge(BucketCounts other) {
    widenFor(total + other.total);
    reserve(page -> other.pages[page] != 0);
    for (int page = 0; page < pages.length; page++) {
      if (other.pages[page] != 0) {
        int to = start(page);
        int from = other.start(page);
        for (int place = 0; place < pageSize; place++) {
          plus(to + place, other.at(from + place));
        }
      }
    }
    total += other.total;
  }

  private void plus(int at, long count) {
    switch (width) {
      case SMALL -> small[at] = (char) (small[at] + count);
      case MEDIUM -> medium[at] = (int) (medium[at] + count);
      case LARGE -> large[at] += count;
    }
  }

  private long at(int at) {
    return switch (width) {
      case SMALL -> small[at];
      case MEDIUM -> medium[at];
      case LARGE -> large[at];
    };
  }

  /** Returns where the counts of a page begin; there are such from now on. */
  private int start(int page) {
    int number = pages[page] == 0 ? open(page) : pages[page];
    return (number - 1) * pageSize;
  }

  private int open(int page) {
    held++;
    pages[page] = (char) held;
    resize();
    return held;
  }

  private void resize() {
    switch (width) {
      case SMALL -> small = Arrays.copyOf(small, held * pageSize);
      case MEDIUM -> medium = Arrays.copyOf(medium, held * pageSize);
      case LARGE -> large = Arrays.copyOf(large, held * pageSize);
    }
  }

  /** Makes room for pages at once, in place of one after the other. */
  private void reserve(IntPredicate wanted) {
    int more = 0;
    for (int page = 0; page < pages.length; page++) {
      if (pages[page] == 0 && wanted.test(page)) {
        more++;
        pages[page] = (char) (held + more);
      }
    }
    if (more > 0) {
      held += more;
      resize();
    }
  }

  private void widenFor(long sum) {
    if (width == Width.SMALL && sum > MOST_SMALL) {
      medium = new int[small.length];
      Arrays.setAll(medium, at -> small[at]);
      small = new char[0];
      width = Width.MEDIUM;
    }
    if (width == Width.MEDIUM && sum > MOST_MEDIUM) {
      large = new long[medium.length];
      Arrays.setAll(large, at -> medium[at]);
      medium = new int[0];
      width = Width.LARGE;
    }
  }

  /** Returns how many values were counted. */
  long total() {
    return total;
  }

  /** Returns whether a page may hold values. */
  boolean has(int page) {
    return pages[page] != 0;
  }

  /** Returns how many values lie in a bucket of a page that {@link #has} values. */
  long count(int page, int place) {
    return at((pages[page] - 1) * pageSize + place);
  }

  /** Returns how many buckets hold a value. */
  int occupied() {
    int occupied = 0;
    for (int at = 0; at < held * pageSize; at++) {
      occupied += at(at) == 0 ? 0 : 1;
    }
    return occupied;
  }

  BucketCounts copy() {
    BucketCounts copy = new BucketCounts(resolution);
    System.arraycopy(pages, 0, copy.pages, 0, pages.length);
    copy.width = width;
    copy.held = held;
    copy.small = small.clone();
    copy.medium = medium.clone();
    copy.large = large.clone();
    copy.total = total;
    return copy;
  }

  /**
   * Writes which pages there are, and the buckets that hold values, in their order: how far on each
   * is, and its count.
   */
  void write(StateWriter out) {
    for (int word = 0; word < pages.length; word += Long.SIZE) {
      long bits = 0;
      for (int page = 0; page < Long.SIZE; page++) {
        bits |= has(word + page) ? 1L << page : 0;
      }
      out.writeLong(bits);
    }
    out.writeVarint(occupied());
    int skipped = 0;
    for (int page = 0; page < pages.length; page++) {
      for (int place = 0; place < pageSize && has(page); place++) {
        long count = count(page, place);
        skipped++;
        if (count > 0) {
          out.writeVarint(skipped);
          out.writeVarint(count);
          skipped = 0;
        }
      }
    }
  }

  /**
   * Adds what {@link #write} wrote.
   *
   * @param count how many values that is
   */
  void merge(StateReader in, long count) {
    in.require(count >= 0 && count <= Long.MAX_VALUE - total, "quantile count", count);
    widenFor(total + count);
    long[] held = new long[pages.length / Long.SIZE];
    in.readLongs(held);
    reserve(page -> (held[page / Long.SIZE] >>> page & 1) == 1);
    int[] order = BitSet.valueOf(held).stream().toArray();
    long left = count;
    long place = -1;
    int page = 0;
    int start = order.length == 0 ? 0 : start(order[0]);
    for (long buckets = in.readVarint(); buckets > 0; buckets--) {
      place += in.readVarint();
      while (place >= pageSize && page + 1 < order.length) {
        place -= pageSize;
        page++;
        start = start(order[page]);
      }
      long each = in.readVarint();
      if (page >= order.length || !resolution.holds(order[page], place) || each > left) {
        throw in.unreadable("bucket", place + " of page " + page + " with " + each + " values");
      }
      plus(start + (int) place, each);
      left -= each;
    }
    in.require(left == 0, "quantile count", count);
    total += count;
  }
}
