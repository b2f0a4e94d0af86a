package io.assay.aggregate.sampled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.aggregate.FoldSums;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.fold.BackgroundError;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Prediction-powered importance of data sets whose truth is known: without bias, covering as it
 * says, and of as little variance as theory allows.
 */
class PoweredStateTest {
  private static final float[] NONE = {};

  /** Attributions of a row by the model and by its surrogate. */
  private enum World {
    /** The surrogate sees nearly all: correlation of magnitudes sqrt(0.9). */
    GOOD(80, 0.316, 1, 0, false),
    /** It is good, but off by a factor and an offset. */
    BIASED(81, 0.316, 3, 5, false),
    /** It sees nothing. */
    USELESS(82, 1e6, 1e-6, 0, false),
    /** Good, and a few rows are as important as all others together. */
    HEAVY(83, 0.316, 1, 0, true);

    private final long seed;
    private final double noise;
    private final double scale;
    private final double offset;
    private final boolean isHeavy;

    World(long seed, double noise, double scale, double offset, boolean isHeavy) {
      this.seed = seed;
      this.noise = noise;
      this.scale = scale;
      this.offset = offset;
      this.isHeavy = isHeavy;
    }

    /** Sizes of two groups: 4 + z, or exp(0.8 z), and half as large; the surrogate adds noise. */
    float[][] row(Random random) {
      float[][] both = new float[2][2];
      for (int group = 0; group < 2; group++) {
        double z = random.nextGaussian();
        double seen = (z + noise * random.nextGaussian()) / Math.sqrt(1 + noise * noise);
        double size = isHeavy ? Math.exp(0.8 * z) : 4 + z;
        double other = isHeavy ? Math.exp(0.8 * seen) : offset + scale * (4 + seen);
        double sign = random.nextBoolean() ? 1 : -1;
        both[0][group] = (float) (sign * size / (1 + group));
        both[1][group] = (float) (sign * other / (1 + group));
      }
      return both;
    }

    /** The mean of |4 + z| is 4.0000, for it is under 0 once in 30,000 rows. */
    double truth(int group) {
      return (isHeavy ? Math.exp(0.32) : 4.0000) / (1 + group);
    }
  }

  private static PoweredState state(World world, Random random, int rows, int exact) {
    PoweredState state = PoweredState.empty(2);
    for (int row = 0; row < rows; row++) {
      float[][] both = world.row(random);
      state.add(both[1], 0);
      if (row < exact) {
        state.add(random.nextLong(), both[0], NONE, both[1], 0);
      }
    }
    return state;
  }

  /**
   * Over 2,000 data sets of 3,000 rows with 300 exact ones the estimates' mean is the truth within
   * four of its standard errors, and 95 % intervals cover in 93 to 97 % (standard error 0.5 %),
   * also in the heavy world, whose sizes have a skewness of 3.7. The spread of estimates is what
   * they say it is.
   */
  @ParameterizedTest
  @EnumSource
  void estimatesAreUnbiasedAndIntervalsCover(World world) {
    int trials = 2_000;
    Random random = new Random(world.seed);
    double[] covered = new double[2];
    double[] sum = new double[2];
    double[] squares = new double[2];
    double[] errors = new double[2];

    for (int trial = 0; trial < trials; trial++) {
      List<PoweredImportance> found = state(world, random, 3_000, 300).importances(0.95);
      for (int group = 0; group < 2; group++) {
        PoweredImportance one = found.get(group);
        double off = one.meanAbs() - world.truth(group);
        sum[group] += off / trials;
        squares[group] += off * off / trials;
        errors[group] += one.meanAbsSe() * one.meanAbsSe() / trials;
        boolean holds = one.low() <= world.truth(group) && world.truth(group) <= one.high();
        covered[group] += holds ? 1.0 / trials : 0;
      }
    }

    for (int group = 0; group < 2; group++) {
      double spread = Math.sqrt(squares[group]);
      assertThat(sum[group]).isCloseTo(0, within(4 * spread / Math.sqrt(trials)));
      assertThat(covered[group]).isBetween(0.93, 0.97);
      assertThat(Math.sqrt(errors[group]) / spread).isCloseTo(1, within(0.08));
    }
  }

  /**
   * With f the slope the variance is s^2 [(1 - r^2) / n + r^2 / N], r the correlation: of n = 500,
   * N = 50,000 and r^2 = 0.909 it is 0.1 of s^2 / n, so that 10 times the rows would be needed.
   */
  @Test
  void aGoodSurrogateSavesAsManyRowsAsTheorySays() {
    PoweredState state = state(World.GOOD, new Random(4), 50_000, 500);

    PoweredImportance found = state.importances(0.95).get(0);

    double r2 = 1 / (1 + 0.316 * 0.316);
    assertThat(found.plainRows() / 500).isCloseTo(1 / (1 - r2 + r2 / 100), within(1.5));
    assertThat(found.factor()).isCloseTo(0.99 * Math.sqrt(r2), within(0.05));
    assertThat(found.rows()).isEqualTo(50_000);
    assertThat(found.exactRows()).isEqualTo(500);
  }

  @Test
  void aUselessSurrogateCostsHardlyAnything() {
    PoweredState state = state(World.USELESS, new Random(5), 50_000, 1_000);

    for (PoweredImportance found : state.importances(0.95)) {
      assertThat(found.meanAbsSe() / found.plainSe()).isCloseTo(1, within(0.02));
    }
  }

  /** The sample is all there is: nothing is left to be foretold. */
  @Test
  void ofAllRowsTheEstimateIsTheMean() {
    PoweredState state = state(World.GOOD, new Random(6), 400, 400);

    PoweredImportance found = state.importances(0.95).get(1);

    assertThat(found.factor()).isZero();
    assertThat(found.meanAbs()).isEqualTo(found.plainMeanAbs());
    assertThat(found.meanAbsSe()).isEqualTo(found.plainSe());
    assertThat(found.plainRows()).isEqualTo(400);
  }

  @Test
  void anExactSurrogateGivesTheMeanOverAllRows() {
    Random random = new Random(7);
    PoweredState state = PoweredState.empty(1);
    double sum = 0;
    for (int row = 0; row < 5_000; row++) {
      float[] value = {(float) random.nextGaussian()};
      sum += Math.abs(value[0]);
      state.add(value, 0);
      if (row < 100) {
        state.add(random.nextLong(), value, NONE, value, 0);
      }
    }

    PoweredImportance found = state.importances(0.95).get(0);

    // the factor is 0.98, so that 2 % of the sample's own distance from the mean are left
    assertThat(found.meanAbs()).isCloseTo(sum / 5_000, within(0.02 * 3 * 0.6 / 10));
    assertThat(found.meanAbsSe()).isCloseTo(0.603 / Math.sqrt(5_000), within(0.0012));
  }

  @Test
  void noiseOfEstimatesIsTakenOffAsInThePlainTable() {
    PoweredState state = PoweredState.empty(1);
    ImportanceState plain = ImportanceState.empty(1);
    Random random = new Random(8);
    for (int row = 0; row < 500; row++) {
      float[] value = {(float) random.nextGaussian()};
      state.add(random.nextLong(), value, new float[] {0.5f}, value, 0);
      plain.add(value, new float[] {0.5f}, 0);
    }

    assertThat(state.importances(0.95).get(0).plainMeanAbs())
        .isCloseTo(plain.importances(0.95).get(0).meanAbs(), within(1e-7));
  }

  @Test
  void statesOfShardsMergeAndAreStored() {
    World world = World.GOOD;
    Random random = new Random(9);
    PoweredState whole = PoweredState.empty(2);
    PoweredState left = PoweredState.empty(2);
    PoweredState right = PoweredState.empty(2);
    for (int row = 0; row < 600; row++) {
      float[][] both = world.row(random);
      long key = random.nextLong();
      for (PoweredState state : List.of(whole, row < 250 ? left : right)) {
        state.add(both[1], 0);
        if (row % 3 == 0) {
          state.add(key, both[0], NONE, both[1], 0);
        }
      }
    }

    PoweredState read = PoweredState.fromBytes(left.toBytes());
    read.merge(PoweredState.fromBytes(right.toBytes()));

    assertThat(read.rows()).isEqualTo(600);
    assertThat(read.exactRows()).isEqualTo(200);
    for (int group : IntStream.range(0, 2).toArray()) {
      PoweredImportance found = read.importances(0.95).get(group);
      PoweredImportance expected = whole.importances(0.95).get(group);
      assertThat(found.meanAbs()).isCloseTo(expected.meanAbs(), within(1e-9));
      assertThat(found.meanAbsSe()).isCloseTo(expected.meanAbsSe(), within(1e-9));
    }
    byte[] damaged = left.toBytes();
    damaged[20] ^= 1;
    assertThatThrownBy(() -> PoweredState.fromBytes(damaged)).isInstanceOf(AssayException.class);
    assertThatThrownBy(() -> left.merge(PoweredState.empty(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 groups");
  }

  /** Two folds of a background whose means are 10 % apart: a standard error of 5 %. */
  @Test
  void anErrorThatAllRowsShareWidensIntervalsAndNothingElse() {
    FoldSums folds = FoldSums.empty(2, 2);
    folds.add(0, new float[] {0.95f, 0.95f}, 0);
    folds.add(1, new float[] {1.05f, 1.05f}, 0);
    PoweredState state = state(World.GOOD, new Random(11), 5_000, 500);

    PoweredImportance plain = state.importances(0.95).get(0);
    PoweredImportance shared = state.importances(0.95, BackgroundError.of(folds)).get(0);

    double common = 0.05 * shared.meanAbs();
    assertThat(shared.meanAbs()).isEqualTo(plain.meanAbs());
    assertThat(shared.samplingSe()).isEqualTo(plain.meanAbsSe());
    assertThat(shared.meanAbsSe()).isCloseTo(Math.hypot(plain.meanAbsSe(), common), within(1e-6));
    assertThat(shared.plainRows()).isEqualTo(plain.plainRows());
    double own = plain.high() - plain.meanAbs();
    assertThat(shared.high() - shared.meanAbs()) // 12.706 is Student's t of one degree
        .isCloseTo(Math.hypot(own, 12.706 * common), within(1e-3));
  }

  @Test
  void ranksAreInTheOrderOfSizesWithinBounds() {
    PoweredState state = state(World.GOOD, new Random(10), 20_000, 500);

    List<PoweredImportance> found = state.importances(0.95);

    assertThat(found.get(0).rank()).isEqualTo(1);
    assertThat(found.get(0).rankHigh()).isEqualTo(1);
    assertThat(found.get(1).rankLow()).isEqualTo(2);
    assertThat(found.get(0).share() + found.get(1).share()).isCloseTo(1, within(1e-12));
  }
}
