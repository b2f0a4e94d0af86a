package io.assay.global.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Tensor;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSearchTest {
  private static final double QUERY_WEIGHT = 0.5;

  /** Values of few kinds, some missing: no question does better than the one that is found. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theQuestionIsTheBestOfAll(long seed) {
    NodeRows rows = random(seed);

    Split split = SplitSearch.best(rows, 3, QUERY_WEIGHT).orElseThrow();

    double most = 0;
    for (int feature = 0; feature < rows.width(); feature++) {
      for (float threshold = -4.5f; threshold < 5; threshold++) {
        for (boolean left : new boolean[] {true, false}) {
          most = Math.max(most, lowered(rows, new Split(feature, threshold, left, true, 0), 3));
        }
      }
      Split known = new Split(feature, Float.POSITIVE_INFINITY, false, true, 0);
      most = Math.max(most, lowered(rows, known, 3));
    }
    assertThat(split.reduction()).isEqualTo(most, within(1e-9));
    assertThat(lowered(rows, split, 3)).isEqualTo(most, within(1e-9));
    assertThat(most).isGreaterThan(0.01);
  }

  @Test
  void bothSidesHaveRowsOfTheDataEnough() {
    NodeRows rows = random(3);

    Optional<Split> split = SplitSearch.best(rows, rows.known().rows() / 2, QUERY_WEIGHT);
    Optional<Split> none = SplitSearch.best(rows, rows.known().rows() / 2 + 1, QUERY_WEIGHT);

    split.ifPresent(found -> assertThat(sides(rows, found)).isEqualTo(rows.known().rows() / 2));
    assertThat(none).isEmpty();
  }

  @Test
  void missingValuesGoWhereTheyFit() {
    float nan = Float.NaN;
    Tensor input = Tensor.of(new float[] {1, 2, 3, 4, nan, nan}, 6, 1);

    Split high = best(input, 0, 0, 9, 9, 9, 9);
    Split low = best(input, 0, 0, 9, 9, 0, 0);
    Split alone = best(input, 0, 0, 0, 0, 9, 9);
    Split unmet = best(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 6, 1), 0, 0, 9, 9, 9, 9);

    assertThat(high.sendsLeft(nan)).isFalse();
    assertThat(low.sendsLeft(nan)).isTrue();
    assertThat(alone.sendsLeft(4)).isTrue();
    assertThat(alone.sendsLeft(nan)).isFalse();
    assertThat(alone.threshold()).isInfinite();
    assertThat(unmet.sendsLeft(nan)).isFalse(); // four of six rows are on the right
  }

  @Test
  void nothingIsAskedWhereScoresAreAlike() {
    Answered rows = Asked.answered(Asked.normal(6, 2, 1), 3, 3, 3, 3, 3, 3);

    assertThat(SplitSearch.best(NodeRows.of(rows), 1, 1)).isEmpty();
  }

  private static Split best(Tensor input, double... scores) {
    return SplitSearch.best(NodeRows.of(Asked.answered(input, scores)), 1, 1).orElseThrow();
  }

  private static NodeRows random(long seed) {
    return new NodeRows(kinds(40, seed), kinds(25, seed + 100));
  }

  /** Whole values from -4 to 4, an eighth of them missing. */
  private static Answered kinds(int rows, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * 3];
    double[] scores = new double[rows];
    for (int at = 0; at < values.length; at++) {
      values[at] = random.nextInt(8) == 0 ? Float.NaN : random.nextInt(9) - 4;
    }
    for (int row = 0; row < rows; row++) {
      boolean isHigh = !(values[row * 3 + 1] <= 1);
      scores[row] = random.nextGaussian() + (isHigh ? 2 : 0);
    }
    return Asked.answered(Tensor.of(values, rows, 3), scores);
  }

  /** The variance of all rows less that within the two sides, by hand. */
  private static double lowered(NodeRows rows, Split split, int leastRows) {
    double[] weights = new double[2];
    double[] sums = new double[2];
    double[] squares = new double[2];
    for (int row = 0; row < rows.rows(); row++) {
      int side = split.sendsLeft(rows.value(row, split.feature())) ? 0 : 1;
      double weight = row < rows.known().rows() ? 1 : QUERY_WEIGHT;
      weights[side] += weight;
      sums[side] += weight * rows.score(row);
      squares[side] += weight * rows.score(row) * rows.score(row);
    }
    int least = sides(rows, split);
    if (least < leastRows) {
      return 0;
    }
    double all = weights[0] + weights[1];
    double total = sums[0] + sums[1];
    double whole = squares[0] + squares[1] - total * total / all;
    double within =
        squares[0] - sums[0] * sums[0] / weights[0] + squares[1] - sums[1] * sums[1] / weights[1];
    return (whole - within) / all;
  }

  /** Returns the rows of the data on the smaller side. */
  private static int sides(NodeRows rows, Split split) {
    int left = 0;
    for (int row = 0; row < rows.known().rows(); row++) {
      left += split.sendsLeft(rows.value(row, split.feature())) ? 1 : 0;
    }
    return Math.min(left, rows.known().rows() - left);
  }
}
