package io.assay.aggregate.sampled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A sample that stops when a precision is reached is as precise as it says. */
class SampleSizeTest {
  private static final double[] SIZES = {1, 0.97, 0.6, 0.3, 0.1};

  /** Of log-normal magnitudes exp(0.8 z), whose mean is exp(0.32). */
  private static final double SPREAD = 0.8;

  private static void add(ImportanceState state, Random random, long rows) {
    float[] row = new float[SIZES.length];
    for (long i = 0; i < rows; i++) {
      for (int group = 0; group < row.length; group++) {
        row[group] = (float) (SIZES[group] * Math.exp(SPREAD * random.nextGaussian()));
      }
      state.add(row, 0);
    }
  }

  /** Four rows of magnitudes 1, 3, 1, 3 and half as much: mean 2, standard error sqrt(4/3)/2. */
  @Test
  void precisionIsTheWidestHalfIntervalOverTheLargestImportance() {
    ImportanceState state = ImportanceState.empty(2);
    for (float size : new float[] {1, 3, -1, -3}) {
      state.add(new float[] {size, size / 2}, 0);
    }

    double precision = SampleSize.precision(state.importances(0.9), 0.95);

    // t of 3 degrees at 0.05 / 4 is 4.1765
    assertThat(precision).isCloseTo(4.1765 * Math.sqrt(4.0 / 3) / 2 / 2, within(1e-4));
  }

  @Test
  void nothingIsKnownOfOneRowAndAllIsKnownOfZeros() {
    ImportanceState one = ImportanceState.empty(1);
    one.add(new float[] {1}, 0);
    ImportanceState zeros = ImportanceState.empty(1);
    IntStream.range(0, 3).forEach(row -> zeros.add(new float[] {0}, 0));

    assertThat(SampleSize.precision(one.importances(0.95), 0.95)).isInfinite();
    assertThat(SampleSize.precision(zeros.importances(0.95), 0.95)).isZero();
    assertThat(SampleSize.precision(List.of(), 0.95)).isInfinite();
  }

  @Test
  void halfTheWidthTakesFourTimesTheRows() {
    assertThat(SampleSize.rows(1000, 0.04, 0.02)).isEqualTo(4000);
    assertThat(SampleSize.rows(1000, 0.01, 0.02)).isEqualTo(250);
    assertThat(SampleSize.rows(10, 1e-9, 0.02)).isEqualTo(2);
  }

  /**
   * The rounds of a run: 1 / precision^2 rows first, then what the spread so far says and 5 % more,
   * until it is reached. All groups must lie within the precision of the truth, together, in 95 %
   * of 1,000 samples or more (less three standard errors, 0.7 %), and single intervals must cover
   * in 93 to 97 %, for stopping early must not favour samples of small spread. A sample without the
   * second round would be too wide: it must take more rows than the first round has.
   */
  @Test
  void aSampleThatStopsWhenItIsPreciseCoversAsItSays() {
    int trials = 1_000;
    double wanted = 0.06;
    double truth = Math.exp(SPREAD * SPREAD / 2);
    Random random = new Random(43);
    double together = 0;
    double[] covered = new double[SIZES.length];
    double rows = 0;

    for (int trial = 0; trial < trials; trial++) {
      ImportanceState state = ImportanceState.empty(SIZES.length);
      add(state, random, 278);
      double reached = SampleSize.precision(state.importances(0.95), 0.95);
      while (reached > wanted) {
        double needed = 1.05 * SampleSize.rows(state.rows(), reached, wanted);
        long target = (long) Math.ceil(Math.max(needed, 1.1 * state.rows()));
        add(state, random, target - state.rows());
        reached = SampleSize.precision(state.importances(0.95), 0.95);
      }
      boolean isWithin = true;
      for (int group = 0; group < SIZES.length; group++) {
        Importance found = state.importances(0.95).get(group);
        double size = SIZES[group] * truth;
        isWithin &= Math.abs(found.meanAbs() - size) <= wanted * truth;
        covered[group] += found.low() <= size && size <= found.high() ? 1.0 / trials : 0;
      }
      together += isWithin ? 1.0 / trials : 0;
      rows += (double) state.rows() / trials;
    }

    assertThat(together).isGreaterThan(0.943);
    for (double share : covered) {
      assertThat(share).isBetween(0.93, 0.97);
    }
    // (2.58 * sqrt(e^0.64 - 1) / 0.06)^2 = 1,658 for a single group, and a margin of 5 %
    assertThat(rows).isBetween(1_650.0, 2_200.0);
  }
}
