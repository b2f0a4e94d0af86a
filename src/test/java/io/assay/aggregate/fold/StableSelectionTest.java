package io.assay.aggregate.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.FoldSums;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StableSelectionTest {
  private static final int FOLDS = 32;

  @Test
  void aListIsTheFewestFeaturesThatHaveTheShare() {
    double[] sizes = {1, 5, 0, 3, 1};

    assertThat(StableSelection.shortest(sizes, 0.5)).containsExactly(1);
    assertThat(StableSelection.shortest(sizes, 0.51)).containsExactly(1, 3);
    assertThat(StableSelection.shortest(sizes, 0.85)).containsExactly(1, 3, 0);
    assertThat(StableSelection.shortest(sizes, 1)).containsExactly(1, 3, 0, 4);
    assertThat(StableSelection.shortest(new double[3], 0.5)).isEmpty();
  }

  /**
   * Of two folds one has all of its importance in feature 0, the other in feature 1. Two folds
   * drawn are the same by 1/4 each; mixed, the tie goes to feature 0. So p is 3/4 and 1/4, and
   * stability 1 - (3/16) / (1/4) = 1/4.
   */
  @Test
  void sharesAndStabilityAreThoseByDefinition() {
    FoldSums sums = FoldSums.empty(2, 2);
    sums.add(0, new float[] {1, 0}, 0);
    sums.add(1, new float[] {0, 1}, 0);

    StableSelection selection = StableSelection.of(sums, 0.5, 20_000, new SplittableRandom(1));

    assertThat(selection.selectedShare(0)).isCloseTo(0.75, within(0.015)); // 5 standard errors
    assertThat(selection.selectedShare(1)).isCloseTo(0.25, within(0.015));
    assertThat(selection.stability()).isCloseTo(0.25, within(0.03));
  }

  @Test
  void whatIsFarAheadIsOnEveryList() {
    StableSelection selection = selection(new double[] {10, 8, 9, 0.1, 0.1, 0.1}, 0.9, 5_000);

    for (int feature = 0; feature < 6; feature++) {
      assertThat(selection.selectedShare(feature)).isCloseTo(feature < 3 ? 1 : 0, within(1e-9));
    }
    assertThat(selection.stability()).isCloseTo(1, within(1e-9));
  }

  /**
   * Which of 30 equal features are listed is chance: about half of them, another half each time.
   */
  @Test
  void listsOfEqualFeaturesAreHardlyStable() {
    double[] equal = new double[30];
    Arrays.fill(equal, 1);

    StableSelection selection = selection(equal, 0.5, 2_000);

    assertThat(selection.stability()).isBetween(0.0, 0.6);
    assertThat(selection(new double[] {10, 8, 9, 1, 1, 1, 1, 1}, 0.8, 2_000).stability())
        .isGreaterThan(selection.stability());
  }

  /** A feature at the edge of the list: its share of lists spreads evenly over data sets. */
  @Test
  void aFeatureAtTheEdgeIsRarelyChosenByAll() {
    int surely = 0;
    for (int seed = 0; seed < 100; seed++) {
      FoldSums sums = sums(new double[] {3, 1, 1}, 1_000, seed);
      StableSelection selection = StableSelection.of(sums, 0.7, 200, new SplittableRandom(seed));
      surely += selection.selectedShare(1) >= 0.8 && selection.selectedShare(2) >= 0.8 ? 1 : 0;
      assertThat(selection.selectedShare(0)).isCloseTo(1, within(1e-9));
    }
    assertThat(surely).isLessThan(5);
  }

  @Test
  void whereNothingIsImportantNothingIsListed() {
    StableSelection selection = selection(new double[] {0, 0}, 0.9, 100);

    assertThat(selection.selectedShare(0)).isZero();
    assertThat(selection.stability()).isNaN();
  }

  @Test
  void whereAllFeaturesAreOnAllListsStabilityIsNotKnown() {
    StableSelection selection = selection(new double[] {3, 2, 1}, 1, 100);

    assertThat(selection.selectedShare(2)).isEqualTo(1);
    assertThat(selection.stability()).isNaN();
  }

  @Test
  void sharesAndListsAreChecked() {
    FoldSums sums = FoldSums.empty(2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StableSelection.of(sums, 0, 10, new SplittableRandom(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StableSelection.of(sums, 0.5, 1, new SplittableRandom(1)));
  }

  private static StableSelection selection(double[] sizes, double share, int rows) {
    return StableSelection.of(sums(sizes, rows, 7), share, 200, new SplittableRandom(7));
  }

  /** Returns the sums of exponential magnitudes of these means. */
  private static FoldSums sums(double[] sizes, int rows, long seed) {
    Random random = new Random(seed);
    FoldSums sums = FoldSums.empty(FOLDS, sizes.length);
    float[] row = new float[sizes.length];
    for (int i = 0; i < rows; i++) {
      for (int feature = 0; feature < sizes.length; feature++) {
        row[feature] = (float) (sizes[feature] * Math.log(1 - random.nextDouble()));
      }
      sums.add(random.nextInt(FOLDS), row, 0);
    }
    return sums;
  }
}
