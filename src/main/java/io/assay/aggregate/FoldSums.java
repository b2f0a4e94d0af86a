package io.assay.aggregate;

/**
 * Sums of the magnitudes of rows by fold: what importance is in each fold alone. Folds are parts of
 * the rows, or the same rows explained in several ways. Sums are float64 in the order of rows; they
 * merge. One thread at a time.
 */
public final class FoldSums {
  private final int groups;
  private final long[] rows;
  private final double[] sums; // [folds, groups]

  private FoldSums(int folds, int groups) {
    this.groups = groups;
    rows = new long[folds];
    sums = new double[Math.multiplyExact(folds, groups)];
  }

  /**
   * Returns the sums of no rows.
   *
   * @param folds 1 or more
   * @param groups attributions a row, 1 or more
   * @throws IllegalArgumentException if either is less
   */
  public static FoldSums empty(int folds, int groups) {
    if (folds < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "folds is " + folds + " and groups is " + groups + "; need 1 or more of each");
    }
    return new FoldSums(folds, groups);
  }

  /**
   * Adds a row to a fold.
   *
   * @param values attributions, score units, all finite
   * @param offset where the row begins; it is {@link #groups} long
   */
  public void add(int fold, float[] values, int offset) {
    int to = fold * groups;
    for (int group = 0; group < groups; group++) {
      sums[to + group] += Math.abs(values[offset + group]);
    }
    rows[fold]++;
  }

  /**
   * Adds the rows of others.
   *
   * @throws IllegalArgumentException if they have other folds or groups
   */
  public void merge(FoldSums other) {
    if (other.rows.length != rows.length || other.groups != groups) {
      throw new IllegalArgumentException(
          "cannot merge sums of %d folds, %d groups into those of %d folds, %d groups"
              .formatted(other.rows.length, other.groups, rows.length, groups));
    }
    for (int fold = 0; fold < rows.length; fold++) {
      rows[fold] += other.rows[fold];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
  }

  /** Returns how many folds there are. */
  public int folds() {
    return rows.length;
  }

  /** Returns how many attributions a row has. */
  public int groups() {
    return groups;
  }

  /** Returns how many rows a fold has. */
  public long rows(int fold) {
    return rows[fold];
  }

  /** Returns the sum of a group's magnitudes over a fold's rows. */
  public double sum(int fold, int group) {
    return sums[fold * groups + group];
  }

  /** Returns the sums as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.FOLD_SUMS);
    out.writeInt(rows.length);
    out.writeInt(groups);
    out.writeLongs(rows);
    out.writeDoubles(sums);
    return out.seal();
  }

  /**
   * Returns the sums that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such sums
   */
  public static FoldSums fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.FOLD_SUMS, bytes);
    int folds = in.readSize(Long.BYTES);
    int groups = in.readSize(Double.BYTES);
    in.require(folds >= 1, "folds", folds);
    in.require(groups >= 1, "groups", groups);
    in.require((long) folds * groups <= bytes.length / Double.BYTES, "groups", groups);
    FoldSums read = new FoldSums(folds, groups);
    in.readLongs(read.rows);
    in.readDoubles(read.sums);
    in.end();
    return read;
  }
}
