package io.assay.aggregate.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.FoldSums;
import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.IntervalRule;
import io.assay.aggregate.IntervalRule.SharedError;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A linear model whose features are weighted 1, 0.95 and 0.3: an attribution is the weight times
 * the distance of the row's feature from the background's mean. Features of rows are N(1, 1), those
 * of the background N(0, 1), so that the truth, over all rows and all backgrounds, is the mean of
 * the folded normal distribution N(1, 1), 1.16663, times the weight.
 */
class BackgroundErrorTest {
  private static final double[] WEIGHTS = {1, 0.95, 0.3};
  private static final double MEAN = 1.166630;
  private static final int GROUPS = WEIGHTS.length;
  private static final int FOLDS = 10;
  private static final int BACKGROUND = 40;
  private static final int ROWS = 1_000;
  private static final int CHOSEN = 60;
  private static final int TRIALS = 1_500;

  @Test
  void intervalsThatContainTheBackgroundCoverWhereOthersDoNot() {
    Random random = new Random(41);
    double[] covered = new double[4]; // mean abs and share, with the background and without
    int ranked = 0;

    for (int trial = 0; trial < TRIALS; trial++) {
      double[][] means = means(random);
      ImportanceState state = ImportanceState.empty(GROUPS);
      FoldSums folds = FoldSums.empty(FOLDS, GROUPS);
      for (int row = 0; row < ROWS; row++) {
        double[] features = features(random, 1);
        state.add(attributions(features, means[FOLDS]), 0);
        for (int fold = 0; fold < FOLDS && row < CHOSEN; fold++) {
          folds.add(fold, attributions(features, means[fold]), 0);
        }
      }
      IntervalRule rule = IntervalRule.asymptotic(0.95);
      List<Importance> contained = state.importances(rule, BackgroundError.of(folds));
      count(contained, covered, 0);
      count(state.importances(rule), covered, 2);
      Importance second = contained.get(1);
      ranked += second.rankLow() <= 2 && 2 <= second.rankHigh() ? 1 : 0;
    }

    assertThat(covered[0]).as("mean abs").isBetween(0.93, 0.97);
    assertThat(covered[1]).as("share").isBetween(0.93, 0.97);
    assertThat(covered[2]).as("mean abs without the background").isLessThan(0.6);
    assertThat(covered[3]).as("share without the background").isLessThan(0.6);
    assertThat((double) ranked / TRIALS).as("rank").isGreaterThan(0.95);
  }

  private static void count(List<Importance> importances, double[] covered, int to) {
    for (int group = 0; group < GROUPS; group++) {
      Importance one = importances.get(group);
      double truth = MEAN * WEIGHTS[group];
      double share = WEIGHTS[group] / (WEIGHTS[0] + WEIGHTS[1] + WEIGHTS[2]);
      double each = 1.0 / TRIALS / GROUPS;
      covered[to] += one.low() <= truth && truth <= one.high() ? each : 0;
      covered[to + 1] += one.shareLow() <= share && share <= one.shareHigh() ? each : 0;
    }
  }

  /** Returns the background's means without each fold, and at last the mean of all. */
  private static double[][] means(Random random) {
    double[][] means = new double[FOLDS + 1][GROUPS];
    for (int row = 0; row < BACKGROUND; row++) {
      double[] features = features(random, 0);
      for (int fold = 0; fold <= FOLDS; fold++) {
        for (int group = 0; group < GROUPS && row % FOLDS != fold; group++) {
          int rows = fold == FOLDS ? BACKGROUND : BACKGROUND - BACKGROUND / FOLDS;
          means[fold][group] += features[group] / rows;
        }
      }
    }
    return means;
  }

  private static double[] features(Random random, double centre) {
    double[] features = new double[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      features[group] = centre + random.nextGaussian();
    }
    return features;
  }

  private static float[] attributions(double[] features, double[] background) {
    float[] values = new float[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      values[group] = (float) (WEIGHTS[group] * (features[group] - background[group]));
    }
    return values;
  }

  /** Folds of {1, 2, 3} and {2, 2, 2}: distances -1, 0, 1 of 2, so 2/3 (1/4 + 1/4) = 1/3. */
  @Test
  void covariancesAreThoseOfTheJackknife() {
    FoldSums folds = FoldSums.empty(3, 2);
    for (int fold = 0; fold < 3; fold++) {
      folds.add(fold, new float[] {fold + 1f, -2}, 0);
    }

    SharedError error = BackgroundError.of(folds).scaled(6, 5);

    assertThat(error.degrees()).isEqualTo(2);
    assertThat(error.covariance(0, 0)).isCloseTo(36.0 / 3, within(1e-12));
    assertThat(error.covariance(1, 1)).isZero();
    assertThat(error.covariance(0, 2)).isCloseTo(36.0 / 3, within(1e-12)); // the total moves alike
  }

  @Test
  void withoutRowsInEveryFoldThereIsNoError() {
    FoldSums folds = FoldSums.empty(2, 1);
    folds.add(0, new float[] {1}, 0);

    assertThat(BackgroundError.of(folds)).isSameAs(SharedError.NONE);
    assertThat(BackgroundError.of(FoldSums.empty(1, 1))).isSameAs(SharedError.NONE);
  }
}
