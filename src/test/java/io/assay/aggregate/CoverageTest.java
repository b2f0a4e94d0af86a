package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Nominal 95 % intervals over simulated data sets whose truth is known: they must cover in 93 to 97
 * % of them. Rank intervals are conservative: at least 95 %. With {@value #TRIALS} trials the
 * standard error of a coverage near 95 % is 0.44 %.
 */
class CoverageTest {
  private static final int TRIALS = 2_500;
  private static final int ROWS = 400;

  /** Sizes with near neighbours, so that ranks are in doubt. */
  private static final double[] SIZES = {1, 0.97, 0.9, 0.6, 0.58, 0.3, 0.1};

  private static final int GROUPS = SIZES.length;

  /** How often the intervals of each group held the truth, as shares of the trials. */
  private static final class Coverage {
    private final double[] meanAbs = new double[GROUPS];
    private final double[] share = new double[GROUPS];
    private final double[] mean = new double[GROUPS];
    private final double[] rank = new double[GROUPS];
    private double width;

    void count(List<Importance> importances, double[] trueMeanAbs, double[] trueMean) {
      double total = 0;
      for (double size : trueMeanAbs) {
        total += size;
      }
      double t = StudentT.critical(0.025, ROWS - 1);
      for (int group = 0; group < GROUPS; group++) {
        Importance one = importances.get(group);
        double half = t * one.meanSe();
        meanAbs[group] += covers(one.low(), trueMeanAbs[group], one.high());
        share[group] += covers(one.shareLow(), trueMeanAbs[group] / total, one.shareHigh());
        mean[group] += covers(one.mean() - half, trueMean[group], one.mean() + half);
        rank[group] += covers(one.rankLow(), group + 1, one.rankHigh()); // sizes descend
        width += (one.high() - one.low()) / TRIALS / GROUPS;
      }
    }

    private static double covers(double low, double truth, double high) {
      return low <= truth && truth <= high ? 1.0 / TRIALS : 0;
    }

    void assertNominal() {
      for (int group = 0; group < GROUPS; group++) {
        assertThat(meanAbs[group]).as("mean abs of %d", group).isBetween(0.93, 0.97);
        assertThat(share[group]).as("share of %d", group).isBetween(0.93, 0.97);
        assertThat(mean[group]).as("mean of %d", group).isBetween(0.93, 0.97);
        assertThat(rank[group]).as("rank of %d", group).isGreaterThanOrEqualTo(0.95);
      }
    }
  }

  /**
   * Magnitudes are log-normal with a factor common to the row: size * exp(0.5 z + 0.3 c), mean size
   * * exp((0.25 + 0.09) / 2), skewness 2.3; the sign is + in 70 % of the rows.
   */
  @Test
  void intervalsCoverForSkewedAttributions() {
    double lift = Math.exp(0.17);
    double[] trueMeanAbs = new double[GROUPS];
    double[] trueMean = new double[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      trueMeanAbs[group] = SIZES[group] * lift;
      trueMean[group] = 0.4 * trueMeanAbs[group];
    }
    Random random = new Random(20);
    Coverage coverage = new Coverage();

    for (int trial = 0; trial < TRIALS; trial++) {
      ImportanceState state = ImportanceState.empty(GROUPS);
      for (int row = 0; row < ROWS; row++) {
        state.add(skewedRow(random), 0);
      }
      coverage.count(state.importances(0.95), trueMeanAbs, trueMean);
    }

    coverage.assertNominal();
    assertThat(coverage.width).isBetween(0.07, 0.11); // 2 * 1.97 * 0.76 * mean / 20: not vacuous
  }

  /**
   * A sampled method: the attribution N(0, size^2) plus the estimator's noise, N(0, 0.25 size^2) in
   * half of the rows and N(0, size^2) in the others. The mean magnitude as estimated is sqrt(2 /
   * pi) * size * (sqrt(1.25) + sqrt(2)) / 2. Rows come in two shards that are merged.
   */
  @Test
  void intervalsCoverForANoisyEstimator() {
    double lift = Math.sqrt(2 / Math.PI) * (Math.sqrt(1.25) + Math.sqrt(2)) / 2;
    double[] trueMeanAbs = new double[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      trueMeanAbs[group] = SIZES[group] * lift;
    }
    Random random = new Random(21);
    Coverage coverage = new Coverage();

    for (int trial = 0; trial < TRIALS; trial++) {
      ImportanceState state = noisyShard(random);
      state.merge(noisyShard(random));
      coverage.count(state.importances(0.95), trueMeanAbs, new double[GROUPS]);
    }

    coverage.assertNominal();
  }

  /**
   * A sampled method that says how wrong it is: attributions N(0, size^2), of which every second
   * group has mean size, and noise with a standard error of a quarter of the size in half of the
   * rows and of half of it in the others. The truth is the mean magnitude without noise: sqrt(2 /
   * pi) size, and with mean size 1.1666 size (folded normal).
   */
  @Test
  void intervalsCoverTheMeanMagnitudeWithoutTheNoiseOfTheEstimates() {
    double[] trueMeanAbs = new double[GROUPS];
    double[] trueMean = new double[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      boolean isShifted = group % 2 == 1;
      trueMeanAbs[group] = SIZES[group] * (isShifted ? 1.166630 : Math.sqrt(2 / Math.PI));
      trueMean[group] = isShifted ? SIZES[group] : 0;
    }
    Random random = new Random(22);
    Coverage coverage = new Coverage();
    Coverage uncorrected = new Coverage();

    for (int trial = 0; trial < TRIALS; trial++) {
      ImportanceState state = ImportanceState.empty(GROUPS);
      ImportanceState plain = ImportanceState.empty(GROUPS);
      for (int row = 0; row < ROWS; row++) {
        float[] values = new float[GROUPS];
        float[] errors = new float[GROUPS];
        double noise = random.nextBoolean() ? 0.25 : 0.5;
        for (int group = 0; group < GROUPS; group++) {
          double truth = random.nextGaussian() + group % 2;
          values[group] = (float) (SIZES[group] * (truth + noise * random.nextGaussian()));
          errors[group] = (float) (SIZES[group] * noise);
        }
        state.add(values, errors, 0);
        plain.add(values, 0);
      }
      coverage.count(state.importances(0.95), trueMeanAbs, trueMean);
      uncorrected.count(plain.importances(0.95), trueMeanAbs, trueMean);
    }

    for (int group = 0; group < GROUPS; group++) {
      assertThat(coverage.meanAbs[group]).as("mean abs of %d", group).isBetween(0.93, 0.97);
      assertThat(coverage.share[group]).as("share of %d", group).isBetween(0.93, 0.97);
      assertThat(coverage.mean[group]).as("mean of %d", group).isBetween(0.93, 0.97);
    }
    assertThat(uncorrected.meanAbs[0]).isLessThan(0.7); // what the correction is for
  }

  private static float[] skewedRow(Random random) {
    float[] row = new float[GROUPS];
    double common = random.nextGaussian();
    for (int group = 0; group < GROUPS; group++) {
      double size = SIZES[group] * Math.exp(0.5 * random.nextGaussian() + 0.3 * common);
      row[group] = (float) (random.nextInt(10) < 7 ? size : -size);
    }
    return row;
  }

  private static ImportanceState noisyShard(Random random) {
    ImportanceState state = ImportanceState.empty(GROUPS);
    float[] values = new float[GROUPS];
    for (int row = 0; row < ROWS / 2; row++) {
      double noise = random.nextBoolean() ? 0.5 : 1;
      for (int group = 0; group < GROUPS; group++) {
        double estimate = random.nextGaussian() + noise * random.nextGaussian();
        values[group] = (float) (SIZES[group] * estimate);
      }
      state.add(values, 0);
    }
    return state;
  }
}
