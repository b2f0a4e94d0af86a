package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.aggregate.compare.FalseDiscovery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is found at a rate of 5 %, over simulated data sets whose truth is known. Slices are those
 * of a real job: two columns whose values share the rows out unevenly (slices of one column are
 * disjoint, those of different columns overlap), some slices rare; features of a row vary together.
 */
class FalseDiscoveryRateTest {
  private static final int ROWS = 1500;
  private static final int GROUPS = 8;
  private static final double RATE = 0.05;

  /** The values' shares of a column: slices of about 750, 450, 180, 75 and 45 rows. */
  private static final double[] SHARES = {0.5, 0.3, 0.12, 0.05, 0.03};

  private static final int SLICES = 2 * SHARES.length;

  /** How magnitudes are spread. */
  private enum Spread {
    /** Normal around a mean of four standard deviations. */
    EVEN,
    /** Log-normal, skewness 6. */
    SKEWED,
    /** Log-normal, skewness 414: a few rows make up the mean. */
    WILD,
    /** 0 in nine of ten rows. */
    MOSTLY_ZERO;

    double of(double common, Random random) {
      double z = 0.6 * common + 0.8 * random.nextGaussian();
      return switch (this) {
        case EVEN -> Math.abs(4 + z);
        case SKEWED -> Math.exp(z);
        case WILD -> Math.exp(2 * z);
        case MOSTLY_ZERO -> random.nextInt(10) == 0 ? Math.exp(z) : 0;
      };
    }
  }

  /**
   * What was found in a simulated data set; {@code planted} of the right ones in the slice itself.
   */
  private record Found(int right, int planted, int wrong) {
    double falseShare() {
      return right + wrong == 0 ? 0 : (double) wrong / (right + wrong);
    }
  }

  /** Where nothing differs, all that is found is false: that may happen in 5 % of the data sets. */
  @Test
  void whereNoSliceDiffersHardlyAnyIsFound() {
    int trials = 600; // the standard error of 5 % is 0.9 %
    for (Spread spread : Spread.values()) {
      Random random = new Random(5);
      double wrong = 0;
      for (int trial = 0; trial < trials; trial++) {
        wrong += trial(spread, 1, random).falseShare() / trials;
      }

      assertThat(wrong).as("false discoveries of %s", spread).isLessThanOrEqualTo(RATE);
    }
  }

  /** Two features of a slice of 75 rows are twice as large as elsewhere. */
  @Test
  void whatDiffersIsFoundAndFewElse() {
    int trials = 200;
    Map<Spread, Double> power = Map.of(Spread.EVEN, 0.99, Spread.SKEWED, 0.5);
    for (Spread spread : List.of(Spread.EVEN, Spread.SKEWED)) {
      Random random = new Random(6);
      double wrong = 0;
      double planted = 0;
      for (int trial = 0; trial < trials; trial++) {
        Found found = trial(spread, 2, random);
        wrong += found.falseShare() / trials;
        planted += found.planted() / 2.0 / trials;
      }

      assertThat(wrong).as("false discoveries of %s", spread).isLessThanOrEqualTo(RATE);
      assertThat(planted).as("power of %s", spread).isGreaterThan(power.get(spread));
    }
  }

  /** What our p is for: Welch's own finds slices in skewed data that are not there. */
  @Test
  void withoutTheVarianceOverAllRowsFarMoreIsFalse() {
    int trials = 300;
    Random random = new Random(7);
    double wrong = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] p =
          simulated(Spread.SKEWED, 1, random).stream()
              .mapToDouble(FalseDiscoveryRateTest::welch)
              .toArray();
      wrong += count(FalseDiscovery.qValues(p)).falseShare() / trials;
    }

    assertThat(wrong).isGreaterThan(2 * RATE);
  }

  /** Welch's own p; the smaller side has nearly all of the degrees of freedom. */
  private static double welch(Difference difference) {
    long fewer = Math.min(difference.rows(), difference.otherRows());
    return StudentTail.twoSided(difference.difference() / difference.se(), fewer - 1.0);
  }

  /** In the fourth slice of the first column the first two features are larger by a factor. */
  private static Found trial(Spread spread, double factor, Random random) {
    double[] p = simulated(spread, factor, random).stream().mapToDouble(Difference::p).toArray();
    return factor == 1 ? count(FalseDiscovery.qValues(p)) : judged(FalseDiscovery.qValues(p));
  }

  private static Found count(double... q) {
    int found = 0;
    for (double each : q) {
      found += each <= RATE ? 1 : 0;
    }
    return new Found(0, 0, found);
  }

  /**
   * The first two features differ in truth in all slices of the first column: where one slice is
   * larger, the others are below their rest.
   */
  private static Found judged(double... q) {
    int right = 0;
    int planted = 0;
    int wrong = 0;
    for (int test = 0; test < q.length; test++) {
      int slice = test / GROUPS;
      boolean differs = test % GROUPS < 2 && slice < SHARES.length;
      if (q[test] <= RATE) {
        wrong += differs ? 0 : 1;
        right += differs ? 1 : 0;
        planted += differs && slice == 3 ? 1 : 0;
      }
    }
    return new Found(right, planted, wrong);
  }

  private static List<Difference> simulated(Spread spread, double factor, Random random) {
    double[][] values = new double[GROUPS][ROWS];
    int[][] slices = new int[2][ROWS];
    for (int row = 0; row < ROWS; row++) {
      double common = random.nextGaussian();
      slices[0][row] = drawn(random);
      slices[1][row] = drawn(random);
      for (int group = 0; group < GROUPS; group++) {
        double scale = slices[0][row] == 3 && group < 2 ? factor : 1;
        values[group][row] = scale * spread.of(common, random);
      }
    }
    List<Difference> differences = new ArrayList<>();
    for (int slice = 0; slice < SLICES; slice++) {
      for (int group = 0; group < GROUPS; group++) {
        int[] sliceOf = slices[slice / SHARES.length];
        differences.add(difference(values[group], sliceOf, slice % SHARES.length));
      }
    }
    return differences;
  }

  private static int drawn(Random random) {
    double left = random.nextDouble();
    int slice = 0;
    while (left >= SHARES[slice]) {
      left -= SHARES[slice];
      slice++;
    }
    return slice;
  }

  private static Difference difference(double[] values, int[] sliceOf, int slice) {
    double[] inside = new double[values.length];
    int count = 0;
    for (int row = 0; row < values.length; row++) {
      if (sliceOf[row] == slice) {
        inside[count++] = values[row];
      }
    }
    MeanMoments all = MeanMomentsTest.of(values);
    MeanMoments some = MeanMomentsTest.of(Arrays.copyOf(inside, count));
    return new Differences(0.95).of(some, all.without(some), all);
  }
}
