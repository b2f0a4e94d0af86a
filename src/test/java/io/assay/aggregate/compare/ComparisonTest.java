package io.assay.aggregate.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.compare.Comparison.Confidences;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Two runs over simulated rows whose truth is known: nominal 95 % intervals of differences must
 * cover in 93 to 97 % of the trials, p must be under 5 % in 3 to 7 % of them where nothing differs.
 */
class ComparisonTest {
  private static final int TRIALS = 1_000;
  private static final int ROWS = 300;
  private static final int FEATURES = 3;
  private static final Confidences CONFIDENCES = new Confidences(0.95, 0.95);

  /** Rows of a run: a row's size is shared by its features and by both runs, up to noise. */
  private static final class Rows {
    private final List<float[]> before = new ArrayList<>();
    private final List<float[]> after = new ArrayList<>();
    private final CommonRows common;

    /** The first {@code shared} rows of the later run are the last of the earlier one. */
    Rows(Random random, int shared, double growth) {
      for (int row = 0; row < ROWS; row++) {
        double size = size(random);
        before.add(row(random, size, 1));
        if (row >= ROWS - shared) {
          after.add(row(random, size, growth));
        }
      }
      for (int row = shared; row < ROWS; row++) {
        after.add(row(random, size(random), growth));
      }
      common = new CommonRows(importance(before), importance(after), 1);
      for (int row = 0; row < shared; row++) {
        float[] first = before.get(ROWS - shared + row);
        common.add(first, after.get(row), sum(first), sum(after.get(row)));
      }
    }

    private static double size(Random random) {
      return Math.exp(0.4 * random.nextGaussian());
    }

    /** Means over rows: exp(0.4^2 / 2 + 0.3^2 / 2) times 1, 0.6 and 0.3; the first grows. */
    private static float[] row(Random random, double size, double growth) {
      float[] row = new float[FEATURES];
      double[] means = {growth, 0.6, 0.3};
      for (int j = 0; j < FEATURES; j++) {
        double sign = random.nextBoolean() ? 1 : -1;
        row[j] = (float) (sign * means[j] * size * Math.exp(0.3 * random.nextGaussian()));
      }
      return row;
    }
  }

  private static double sum(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += Math.abs(value);
    }
    return sum;
  }

  private static List<Importance> importance(List<float[]> rows) {
    ImportanceState state = ImportanceState.empty(FEATURES);
    rows.forEach(row -> state.add(row, 0));
    return state.importances(0.95);
  }

  /** What came of many trials, of the first feature. */
  private static final class Outcome {
    private double meanAbs;
    private double share;
    private double rejected;
    private double width;

    static Outcome of(int shared, double growth, BiFunction<Double, CommonRows, Comparison> how) {
      double lift = Math.exp((0.16 + 0.09) / 2);
      double share = growth / (growth + 0.9) - 1 / 1.9;
      Outcome outcome = new Outcome();
      Random random = new Random(11);
      for (int trial = 0; trial < TRIALS; trial++) {
        Rows rows = new Rows(random, shared, growth);
        Comparison comparison = how.apply(0.95, rows.common);
        Importance before = importance(rows.before).get(0);
        Importance after = importance(rows.after).get(0);
        Shift ofMeanAbs = comparison.meanAbs(0, before, after);
        Shift ofShare = comparison.share(0, before, after, CONFIDENCES);
        outcome.meanAbs += covers(ofMeanAbs, lift * (growth - 1));
        outcome.share += covers(ofShare, share);
        outcome.rejected += ofShare.p() < 0.05 ? 1.0 / TRIALS : 0;
        outcome.width += (ofMeanAbs.high() - ofMeanAbs.low()) / TRIALS;
      }
      return outcome;
    }

    private static double covers(Shift difference, double truth) {
      return difference.low() <= truth && truth <= difference.high() ? 1.0 / TRIALS : 0;
    }

    void assertNominal() {
      assertThat(meanAbs).isBetween(0.93, 0.97);
      assertThat(share).isBetween(0.93, 0.97);
    }
  }

  private static Comparison distinct(double confidence, CommonRows common) {
    return Comparison.ofDistinctRows(confidence);
  }

  private static Comparison unknown(double confidence, CommonRows common) {
    return Comparison.ofUnknownRows(confidence);
  }

  @Test
  void intervalsCoverForIndependentRuns() {
    Outcome.of(0, 1.2, ComparisonTest::distinct).assertNominal();
  }

  @Test
  void intervalsCoverForRunsOverTheSameRows() {
    Outcome.of(ROWS, 1.2, Comparison::ofCommonRows).assertNominal();
  }

  @Test
  void intervalsCoverForRunsThatShareSomeRows() {
    Outcome.of(ROWS / 2, 1.2, Comparison::ofCommonRows).assertNominal();
  }

  @Test
  void whereNothingDiffersFivePercentAreRejected() {
    assertThat(Outcome.of(ROWS, 1, Comparison::ofCommonRows).rejected).isBetween(0.03, 0.07);
    assertThat(Outcome.of(0, 1, ComparisonTest::distinct).rejected).isBetween(0.03, 0.07);
  }

  @Test
  void pairingRowsNarrowsIntervalsAndNotKnowingThemWidensThem() {
    Outcome paired = Outcome.of(ROWS, 1.2, Comparison::ofCommonRows);
    Outcome distinct = Outcome.of(ROWS, 1.2, ComparisonTest::distinct);
    Outcome unknown = Outcome.of(ROWS, 1.2, ComparisonTest::unknown);

    assertThat(paired.width).isLessThan(0.8 * distinct.width);
    assertThat(unknown.width).isBetween(1.3 * distinct.width, 1.5 * distinct.width);
    assertThat(Outcome.of(0, 1.2, ComparisonTest::unknown).meanAbs).isGreaterThan(0.97);
  }

  @Test
  void aRunDoesNotDifferFromItself() {
    Rows rows = new Rows(new Random(1), ROWS, 1);
    CommonRows same = new CommonRows(importance(rows.before), importance(rows.before), 1);
    rows.before.forEach(row -> same.add(row, row, sum(row), sum(row)));
    Importance one = importance(rows.before).get(1);

    Shift share = Comparison.ofCommonRows(0.95, same).share(1, one, one, CONFIDENCES);
    Shift meanAbs = Comparison.ofCommonRows(0.95, same).meanAbs(1, one, one);

    assertThat(meanAbs).isEqualTo(new Shift(0, 0, 0, 0, 1));
    assertThat(share).isEqualTo(new Shift(0, 0, 0, 0, 1));
  }

  @Test
  void errorsThatRowsDoNotTellStay() {
    Rows rows = new Rows(new Random(1), ROWS, 1);
    CommonRows same = new CommonRows(importance(rows.before), importance(rows.before), 1);
    rows.before.forEach(row -> same.add(row, row, sum(row), sum(row)));
    Importance one = importance(rows.before).get(1);
    Importance wide = withErrorTimes(one, 2); // 4 times the variance, 3 parts of it not of rows
    Comparison comparison = Comparison.ofCommonRows(0.95, same);

    double ofMeanAbs = comparison.meanAbs(1, wide, wide).se();
    double ofShare = comparison.share(1, wide, wide, CONFIDENCES).se();

    assertThat(ofMeanAbs).isCloseTo(Math.sqrt(2 * 3) * one.meanAbsSe(), within(1e-6));
    double shareSe = (one.shareHigh() - one.shareLow()) / 2 / 1.968; // t of 299
    assertThat(ofShare / shareSe).isBetween(0.9 * Math.sqrt(6), 1.1 * Math.sqrt(6));
  }

  private static Importance withErrorTimes(Importance i, double times) {
    return new Importance(
        i.rows(),
        i.meanAbs(),
        times * i.meanAbsSe(),
        i.low(),
        i.high(),
        i.share(),
        i.shareLow(),
        i.shareHigh(),
        i.rank(),
        i.rankLow(),
        i.rankHigh(),
        i.mean(),
        i.meanSe(),
        i.std(),
        i.min(),
        i.p05(),
        i.p25(),
        i.p50(),
        i.p75(),
        i.p95(),
        i.max(),
        i.positiveShare());
  }

  @Test
  void someRowsChosenByIdTellWhatAllDo() {
    Rows rows = new Rows(new Random(5), ROWS, 1.2);
    CommonRows half = new CommonRows(importance(rows.before), importance(rows.after), 0.5);
    for (int row = 0; row < ROWS; row += 2) {
      float[] first = rows.before.get(row);
      half.add(first, rows.after.get(row), sum(first), sum(rows.after.get(row)));
    }
    Importance before = importance(rows.before).get(0);
    Importance after = importance(rows.after).get(0);

    Shift some = Comparison.ofCommonRows(0.95, half).meanAbs(0, before, after);
    Shift all = Comparison.ofCommonRows(0.95, rows.common).meanAbs(0, before, after);

    assertThat(half.estimatedRows()).isEqualTo(ROWS);
    assertThat(some.se()).isBetween(0.8 * all.se(), 1.3 * all.se());
  }

  @Test
  void aHandfulOfCommonRowsTellsNothing() {
    Rows rows = new Rows(new Random(2), 9, 1);

    assertThat(Comparison.ofCommonRows(0.95, rows.common).rows())
        .isEqualTo(Comparison.Rows.UNKNOWN);
    assertThat(Comparison.ofCommonRows(0.95, new Rows(new Random(2), 10, 1).common).rows())
        .isEqualTo(Comparison.Rows.COMMON);
  }

  @Test
  void aRunOfOneRowHasNoInterval() {
    List<Importance> one = importance(List.of(new float[] {1, 2, 3}));

    Shift difference =
        Comparison.ofDistinctRows(0.95).share(0, one.get(0), one.get(0), CONFIDENCES);

    assertThat(difference.p()).isNaN();
    assertThat(difference.low()).isNaN();
  }

  @Test
  void whatIsNoShareOrConfidenceIsRefused() {
    assertThatThrownBy(() -> Comparison.ofDistinctRows(1)).hasMessageContaining("confidence is 1");
    assertThatThrownBy(() -> new CommonRows(List.of(), List.of(), 0))
        .hasMessageContaining("lookedAt");
  }
}
