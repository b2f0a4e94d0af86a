package io.assay.baseline;

import io.assay.tensor.Rng;

/**
 * Sets of coalitions that rows share. Each row belongs to one bank, by the hash of its id, so that
 * the errors of rows in different banks are independent and their mean is less wrong than each.
 *
 * @param size how many banks, at least 1
 */
public record Banks(int size) {
  /** Checks the number. */
  public Banks {
    if (size < 1) {
      throw new IllegalArgumentException("there are " + size + " banks; need at least 1");
    }
  }

  /** Returns the bank of a row, 0 to size - 1. */
  public int of(long seed, String rowId) {
    return size == 1 ? 0 : Math.floorMod(Rng.key(seed, "coalitions/bank", rowId), size);
  }
}
