package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Runs runs;
  private final int[] twins;

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
    this.runs = new Runs(playerOf, players);
    this.twins = twins();
  }

  /** Finds the first of equal reference rows. */
  private int[] twins() {
    int[] found = new int[baseline.size()];
    Map<Integer, List<Integer>> byHash = new HashMap<>();
    for (int reference = 0; reference < found.length; reference++) {
      List<Integer> others = byHash.computeIfAbsent(hash(reference), key -> new ArrayList<>());
      int self = reference;
      found[reference] =
          others.stream().filter(other -> areEqual(other, self)).findFirst().orElse(self);
      if (found[reference] == self) {
        others.add(self);
      }
    }
    return found;
  }

  private int hash(int reference) {
    int length = playerOf.length;
    int hash = 1;
    for (int at = reference * length; at < (reference + 1) * length; at++) {
      hash = 31 * hash + Float.floatToIntBits(absent[at]);
    }
    return hash;
  }

  private boolean areEqual(int one, int other) {
    int length = playerOf.length;
    return Arrays.equals(
        absent, one * length, (one + 1) * length, absent, other * length, (other + 1) * length);
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
  public int twin(int reference) {
    return twins[reference];
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

  /**
   * {@inheritDoc} What there is more of, the row or the reference, is copied whole, and the other
   * laid over it.
   */
  @Override
  public void write(
      int row, Coalitions coalitions, int coalition, int reference, float[] into, int offset) {
    int length = playerOf.length;
    int present = 0;
    int wordsEach = coalitions.wordsEach();
    for (int word = 0; word < wordsEach; word++) {
      present += Long.bitCount(coalitions.word(coalition, word));
    }
    boolean laysAbsentOver = 2 * present > players;
    float[] under = laysAbsentOver ? this.present : absent;
    float[] over = laysAbsentOver ? absent : this.present;
    int underFrom = (laysAbsentOver ? row : reference) * length;
    int overFrom = (laysAbsentOver ? reference : row) * length;
    System.arraycopy(under, underFrom, into, offset, length);
    long flip = laysAbsentOver ? -1 : 0;
    for (int word = 0; word < wordsEach; word++) {
      long bits = coalitions.word(coalition, word) ^ flip;
      if (word == wordsEach - 1) {
        bits &= -1L >>> (-players & 63);
      }
      runs.copy(bits, word << 6, over, overFrom, into, offset);
    }
  }
}
