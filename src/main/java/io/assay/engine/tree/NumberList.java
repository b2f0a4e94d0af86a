package io.assay.engine.tree;

import java.util.Arrays;

/**
 * Numbers of a file: whole ones of 32 bits as long as all of them are, else float32. Grows as it is
 * filled.
 */
final class NumberList {
  private static final int FIRST_ROOM = 16;

  private int[] whole;
  private float[] single;
  private boolean isWhole = true;
  private int size;

  /** Creates an empty list. */
  NumberList() {
    this(FIRST_ROOM);
  }

  /**
   * Creates an empty list.
   *
   * @param room how many numbers will come; a guess
   */
  NumberList(int room) {
    whole = new int[room];
    single = new float[0];
  }

  /** Returns how many numbers there are. */
  int size() {
    return size;
  }

  /** Returns whether all numbers so far are whole. */
  boolean isWhole() {
    return isWhole;
  }

  /** Adds a whole number. */
  void add(int number) {
    if (!isWhole) {
      add((float) number);
      return;
    }
    if (size == whole.length) {
      whole = Arrays.copyOf(whole, grown());
    }
    whole[size++] = number;
  }

  /** Adds a number; from here on none is taken for whole. */
  void add(float number) {
    if (isWhole) {
      single = new float[whole.length];
      for (int at = 0; at < size; at++) {
        single[at] = whole[at];
      }
      whole = new int[0];
      isWhole = false;
    }
    if (size == single.length) {
      single = Arrays.copyOf(single, grown());
    }
    single[size++] = number;
  }

  private int grown() {
    return Math.max(FIRST_ROOM, size + (size >> 1));
  }

  /** Gives back room that no number came to. */
  NumberList trimmed() {
    whole = whole.length > size ? Arrays.copyOf(whole, size) : whole;
    single = single.length > size ? Arrays.copyOf(single, size) : single;
    return this;
  }

  /**
   * Returns a whole number.
   *
   * @throws IllegalArgumentException if the list holds others too
   */
  int whole(int at) {
    if (!isWhole) {
      throw new IllegalArgumentException(
          "a list of whole numbers holds others, such as " + single(firstBroken()));
    }
    return whole[at];
  }

  private int firstBroken() {
    int at = 0;
    while (at < size - 1 && single[at] == Math.rint(single[at])) {
      at++;
    }
    return at;
  }

  /** Returns a number in single precision. */
  float single(int at) {
    return isWhole ? whole[at] : single[at];
  }
}
