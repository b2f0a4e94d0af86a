package io.assay.baseline;

import io.assay.tensor.Tensor;

/**
 * Composes the inputs at which coalitions are valued: the features of players that are present come
 * from an explained row, the others from a reference row of the baseline. Players are feature
 * groups.
 */
public final class Masker {
  private final float[] present;
  private final float[] absent;
  private final int[] playerOf;

  /**
   * Creates a masker of a batch.
   *
   * @param input [rows, ...] the explained rows
   * @param baseline the reference rows
   * @param groups which features are one player
   * @throws IllegalArgumentException if the three have not the same width
   */
  public Masker(Tensor input, Baseline baseline, FeatureGroups groups) {
    int width = groups.features();
    if (input.rowLength() != width || baseline.rows().rowLength() != width) {
      throw new IllegalArgumentException(
          "rows have %d values, the baseline %d, the groups %d"
              .formatted(input.rowLength(), baseline.rows().rowLength(), width));
    }
    this.present = input.values();
    this.absent = baseline.rows().values();
    this.playerOf = new int[width];
    for (int feature = 0; feature < width; feature++) {
      playerOf[feature] = groups.groupOf(feature);
    }
  }

  /** Returns how many values a composed input holds. */
  public int length() {
    return playerOf.length;
  }

  /**
   * Writes one composed input.
   *
   * @param row the explained row
   * @param coalitions over the groups as players
   * @param coalition which of them is present
   * @param reference the row of the baseline that stands for the absent
   * @param into takes {@link #length} values
   * @param offset where the first one goes
   */
  public void write(
      int row, Coalitions coalitions, int coalition, int reference, float[] into, int offset) {
    int presentFrom = row * playerOf.length;
    int absentFrom = reference * playerOf.length;
    for (int feature = 0; feature < playerOf.length; feature++) {
      into[offset + feature] =
          coalitions.contains(coalition, playerOf[feature])
              ? present[presentFrom + feature]
              : absent[absentFrom + feature];
    }
  }
}
