package io.assay.aggregate;

import java.util.Arrays;

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
    add(0, 0, zeros);
  }

  private void add(int page, int place, long count) {
    if (count > 0) {
      widenFor(total + count);
      plus(start(page) + place, count);
      total += count;
    }
  }

  /** Adds what others counted. */
  void merge(BucketCounts other) {
    widenFor(total + other.total);
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
    switch (width) {
      case SMALL -> small = Arrays.copyOf(small, held * pageSize);
      case MEDIUM -> medium = Arrays.copyOf(medium, held * pageSize);
      case LARGE -> large = Arrays.copyOf(large, held * pageSize);
    }
    return held;
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

  /** Writes the buckets that hold values, in their order: how far on each is, and its count. */
  void write(StateWriter out) {
    out.writeVarint(occupied());
    int before = -1;
    for (int page = 0; page < pages.length; page++) {
      for (int place = 0; place < pageSize && has(page); place++) {
        long count = count(page, place);
        if (count > 0) {
          out.writeVarint(page * pageSize + place - before);
          out.writeVarint(count);
          before = page * pageSize + place;
        }
      }
    }
  }

  /** Adds what {@link #write} wrote. */
  void merge(StateReader in) {
    long buckets = in.readVarint();
    int page = 0;
    int place = -1;
    for (long bucket = 0; bucket < buckets; bucket++) {
      long distance = in.readVarint();
      in.require(distance >= 1 && distance <= (long) pages.length * pageSize, "bucket", distance);
      place += (int) distance;
      while (place >= pageSize) {
        place -= pageSize;
        page++;
      }
      in.require(page < pages.length && resolution.isFinite(page, place), "page", page);
      long count = in.readVarint();
      in.require(count >= 1 && count <= Long.MAX_VALUE - total, "count", count);
      add(page, place, count);
    }
  }
}
