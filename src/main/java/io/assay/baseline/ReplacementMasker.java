package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.BitSet;
import java.util.Optional;

/**
 * The features of players that are present come from an explained row, the others from a reference
 * row of the baseline. Players are feature groups.
 */
public final class ReplacementMasker implements Masker {
  private final Tensor input;
  private final Baseline baseline;
  private final int players;
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
  public ReplacementMasker(Tensor input, Baseline baseline, FeatureGroups groups) {
    int width = groups.features();
    if (input.rowLength() != width || baseline.rows().rowLength() != width) {
      throw new IllegalArgumentException(
          "rows have %d values, the baseline %d, the groups %d"
              .formatted(input.rowLength(), baseline.rows().rowLength(), width));
    }
    this.input = input;
    this.baseline = baseline;
    this.players = groups.size();
    this.present = input.values();
    this.absent = baseline.rows().values();
    this.playerOf = new int[width];
    for (int feature = 0; feature < width; feature++) {
      playerOf[feature] = groups.groupOf(feature);
    }
  }

  @Override
  public int players() {
    return players;
  }

  @Override
  public int length() {
    return playerOf.length;
  }

  @Override
  public int references() {
    return baseline.size();
  }

  @Override
  public double weight(int reference) {
    return baseline.weight(reference);
  }

  @Override
  public Optional<Tensor> empty() {
    return Optional.of(baseline.rows());
  }

  /** Returns the explained rows, [rows, ...]. */
  public Tensor input() {
    return input;
  }

  /** Returns the player that a feature belongs to. */
  public int playerOf(int feature) {
    return playerOf[feature];
  }

  @Override
  public BitSet active(int row, int reference) {
    BitSet active = new BitSet(players);
    for (int feature = 0; feature < playerOf.length; feature++) {
      float one = present[row * playerOf.length + feature];
      float other = absent[reference * playerOf.length + feature];
      if (one != other) { // NaN differs from everything
        active.set(playerOf[feature]);
      }
    }
    return active;
  }

  @Override
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
