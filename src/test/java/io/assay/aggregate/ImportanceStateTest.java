package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.MagnitudeIntervals.Bounds;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportanceStateTest {
  private static final int GROUPS = 5;

  @Test
  void statisticsEqualThoseByDefinition() {
    int rows = 1_000;
    float[] values = SampleRows.skewed(3, rows, GROUPS);

    List<Importance> importances = SampleRows.state(values, GROUPS, 0, rows).importances(0.95);

    double total = Arrays.stream(importancesByDefinition(values, rows)).sum();
    double t = 1.9623414611334487; // Student's t, 999 degrees of freedom, 97.5 %
    for (int group = 0; group < GROUPS; group++) {
      Importance importance = importances.get(group);
      double[] signed = column(values, rows, group);
      double[] sizes = Arrays.stream(signed).map(Math::abs).toArray();
      double se = std(sizes) / Math.sqrt(rows);
      assertThat(importance.rows()).isEqualTo(rows);
      assertClose(importance.meanAbs(), mean(sizes));
      assertClose(importance.meanAbsSe(), se);
      Bounds bounds = PlainIntervals.meanAbs(sizes, t);
      assertClose(importance.low(), bounds.low());
      assertClose(importance.high(), bounds.high());
      assertClose(importance.mean(), mean(signed));
      assertClose(importance.meanSe(), std(signed) / Math.sqrt(rows));
      assertClose(importance.std(), std(signed));
      assertClose(importance.share(), mean(sizes) / total);
      Bounds shares = PlainIntervals.share(sizes, others(values, rows, group), t);
      assertClose(importance.shareLow(), shares.low());
      assertClose(importance.shareHigh(), shares.high());
      assertThat(importance.min()).isEqualTo(Arrays.stream(signed).min().orElseThrow());
      assertThat(importance.max()).isEqualTo(Arrays.stream(signed).max().orElseThrow());
      double positive = Arrays.stream(signed).filter(value -> value > 0).count();
      assertClose(importance.positiveShare(), positive / rows);
      assertThat(importance.rank()).isEqualTo(group + 1);
    }
  }

  @Test
  void aLargeOffsetCostsNoDigits() {
    int rows = 5_000;
    float[] values = SampleRows.skewed(8, rows, 2);
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e6f + Math.round(values[i] * 16) / 16f; // exact in float32
    }

    Importance importance = SampleRows.state(values, 2, 0, rows).importances(0.95).get(0);

    double[] shifted = column(values, rows, 0);
    double[] small = Arrays.stream(shifted).map(value -> value - 1e6).toArray();
    assertThat(importance.std()).isCloseTo(std(small), within(1e-12 * std(small)));
    assertThat(importance.mean() - 1e6).isCloseTo(mean(small), within(1e-9));
  }

  @Test
  void everySplitGivesTheSameMoments() {
    int rows = 3_000;
    float[] values = SampleRows.skewed(4, rows, GROUPS);
    List<Importance> whole = SampleRows.state(values, GROUPS, 0, rows).importances(0.9);

    for (int cut : new int[] {0, 1, 255, 256, 1_500, 2_999, 3_000}) {
      ImportanceState left = SampleRows.state(values, GROUPS, 0, cut);
      left.merge(SampleRows.state(values, GROUPS, cut, rows));

      List<Importance> merged = left.importances(0.9);

      for (int group = 0; group < GROUPS; group++) {
        assertSameMoments(merged.get(group), whole.get(group));
      }
    }
  }

  @Test
  void neitherOrderNorSplitChangesABitOfQuantiles() {
    int rows = 3_000;
    float[] values = SampleRows.skewed(4, rows, GROUPS);
    float[] backwards = new float[values.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * GROUPS, backwards, (rows - 1 - row) * GROUPS, GROUPS);
    }
    List<Importance> whole = SampleRows.state(values, GROUPS, 0, rows).importances(0.9);

    for (int cut : new int[] {0, 1, 255, 256, 1_500, 2_999, 3_000}) {
      ImportanceState right = SampleRows.state(backwards, GROUPS, cut, rows);
      right.merge(SampleRows.state(backwards, GROUPS, 0, cut));

      List<Importance> merged = right.importances(0.9);

      for (int group = 0; group < GROUPS; group++) {
        assertThat(merged.get(group))
            .extracting(
                Importance::min,
                Importance::p05,
                Importance::p25,
                Importance::p50,
                Importance::p75,
                Importance::p95,
                Importance::max)
            .isEqualTo(quantiles(whole.get(group)));
        assertThat(right.histogram(group, 9))
            .isEqualTo(SampleRows.state(values, GROUPS, 0, rows).histogram(group, 9));
      }
    }
  }

  private static List<Object> quantiles(Importance of) {
    return List.of(of.min(), of.p05(), of.p25(), of.p50(), of.p75(), of.p95(), of.max());
  }

  @Test
  void rowsAtOnceAreTheSameToTheLastBitAsRowsOneByOne() {
    int rows = 2_000;
    float[] values = SampleRows.skewed(12, rows, GROUPS);
    byte[] expected = SampleRows.state(values, GROUPS, 0, rows).toBytes();
    int[] starts = new int[rows];
    Arrays.setAll(starts, row -> row * GROUPS);
    BlockColumns shared = new BlockColumns();

    for (int step : new int[] {1, 7, 255, 256, 257, 900, 2_000}) {
      ImportanceState state = ImportanceState.empty(GROUPS, shared);
      ImportanceState other = ImportanceState.empty(GROUPS, shared);
      for (int from = 0; from < rows; from += step) {
        state.addAll(values, starts, from, Math.min(rows, from + step));
        other.addAll(values, starts, rows - from - 1, rows - from);
      }

      assertThat(state.toBytes()).isEqualTo(expected);
    }
  }

  @Test
  void estimatesAtOnceAreTheSameToTheLastBitAsOneByOne() {
    int rows = 700;
    float[] values = SampleRows.skewed(13, rows, GROUPS);
    float[] errors = new float[values.length];
    Arrays.fill(errors, 0.3f);
    int[] starts = new int[rows];
    Arrays.setAll(starts, row -> row * GROUPS);
    ImportanceState single = ImportanceState.empty(GROUPS);
    ImportanceState atOnce = ImportanceState.empty(GROUPS);

    for (int row = 0; row < rows; row++) {
      if (row < 100 || row >= 600) {
        single.add(values, row * GROUPS);
      } else {
        single.add(values, errors, row * GROUPS);
      }
    }
    atOnce.addAll(values, starts, 0, 100);
    atOnce.addAll(values, errors, starts, 100, 600);
    atOnce.addAll(values, starts, 600, 700);

    assertThat(atOnce.toBytes()).isEqualTo(single.toBytes());
  }

  @Test
  void ofManyRowsWithOneThatIsNotFiniteNoneIsAdded() {
    float[] values = SampleRows.skewed(14, 600, GROUPS);
    values[599 * GROUPS + 2] = Float.POSITIVE_INFINITY;
    int[] starts = new int[600];
    Arrays.setAll(starts, row -> row * GROUPS);
    ImportanceState state = ImportanceState.empty(GROUPS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.addAll(values, starts, 0, 600))
        .withMessage("attribution of group 2 is Infinity; need a finite one");
    assertThat(state.rows()).isZero();
  }

  @Test
  void theSameSplitGivesTheSameBytesFromAnyThread() throws Exception {
    float[] values = SampleRows.skewed(6, 20_000, GROUPS);
    byte[] expected = foldOfShards(values, 20_000).toBytes();

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<byte[]> fold = () -> foldOfShards(values, 20_000).toBytes();
      List<Future<byte[]>> results = threads.invokeAll(List.of(fold, fold, fold, fold));

      for (Future<byte[]> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource({"2100, 5000", "1, 2", "20, 30", "32, 64", "33, 66", "30, 300"})
  void storingStatesChangesNothing(int cut, int rows) {
    float[] values = SampleRows.skewed(7, rows, GROUPS);
    ImportanceState plain = SampleRows.state(values, GROUPS, 0, cut);
    plain.merge(SampleRows.state(values, GROUPS, cut, rows));
    ImportanceState left = SampleRows.state(values, GROUPS, 0, cut);
    ImportanceState right = SampleRows.state(values, GROUPS, cut, rows);

    ImportanceState stored = ImportanceState.fromBytes(left.toBytes());
    assertThat(stored.toBytes()).isEqualTo(left.toBytes());
    stored.merge(ImportanceState.fromBytes(right.toBytes()));

    assertThat(stored.toBytes()).isEqualTo(plain.toBytes());
    assertThat(stored.importances(0.95)).isEqualTo(plain.importances(0.95));
    ImportanceState straight = ImportanceState.empty(GROUPS);
    straight.merge(left.toBytes(), new BlockColumns());
    straight.merge(right.toBytes(), new BlockColumns());
    assertThat(straight.toBytes()).isEqualTo(plain.toBytes());
  }

  @Test
  void askingInBetweenChangesNothing() {
    float[] values = SampleRows.skewed(9, 700, GROUPS);
    ImportanceState asked = ImportanceState.empty(GROUPS);
    for (int row = 0; row < 700; row++) {
      asked.add(values, row * GROUPS);
      if (row % 100 == 50) {
        assertThat(asked.toBytes()).isNotEmpty();
        assertThat(asked.importances(0.95).get(0).rows()).isEqualTo(row + 1);
      }
    }

    byte[] bytes = asked.toBytes();

    assertThat(bytes).isEqualTo(SampleRows.state(values, GROUPS, 0, 700).toBytes());
  }

  @Test
  void mergingLeavesTheOtherAsItWas() {
    float[] values = SampleRows.skewed(9, 300, GROUPS);
    ImportanceState other = SampleRows.state(values, GROUPS, 100, 300);
    byte[] before = other.toBytes();

    SampleRows.state(values, GROUPS, 0, 100).merge(other);

    assertThat(other.toBytes()).isEqualTo(before);
    assertThat(other.rows()).isEqualTo(200);
  }

  @Test
  void noRowsGiveNoNumbersAndEveryRank() {
    Importance importance = ImportanceState.empty(3).importances(0.95).get(1);

    assertThat(importance.rows()).isZero();
    assertThat(importance.meanAbs()).isNaN();
    assertThat(importance.share()).isNaN();
    assertThat(importance.p50()).isNaN();
    assertThat(importance.min()).isNaN();
    assertThat(importance.positiveShare()).isNaN();
    assertThat(importance.rank()).isEqualTo(2);
    assertThat(importance.rankLow()).isEqualTo(1);
    assertThat(importance.rankHigh()).isEqualTo(3);
  }

  @Test
  void oneRowClaimsNothingAboutOthers() {
    ImportanceState state = ImportanceState.empty(2);
    state.add(new float[] {9, -3, 1}, 1);

    Importance importance = state.importances(0.95).get(0);

    assertThat(importance.meanAbs()).isEqualTo(3);
    assertThat(importance.mean()).isEqualTo(-3);
    assertThat(importance.share()).isEqualTo(0.75);
    assertThat(importance.p50()).isEqualTo(-3);
    assertThat(importance.meanAbsSe()).isNaN();
    assertThat(importance.low()).isNaN();
    assertThat(importance.high()).isNaN();
    assertThat(importance.shareLow()).isNaN();
    assertThat(importance.std()).isNaN();
    assertThat(importance.rank()).isEqualTo(1);
    assertThat(importance.rankHigh()).isEqualTo(2);
  }

  @Test
  void attributionsThatAreAllZeroHaveNoShares() {
    ImportanceState state = SampleRows.state(new float[20], 2, 0, 10);

    Importance importance = state.importances(0.95).get(1);

    assertThat(importance.meanAbs()).isZero();
    assertThat(importance.high()).isZero();
    assertThat(importance.share()).isNaN();
    assertThat(importance.rank()).isEqualTo(2);
    assertThat(importance.rankLow()).isEqualTo(1);
  }

  @Test
  void minusZeroIsZero() {
    ImportanceState minus = SampleRows.state(new float[] {-0f, 1, -0f, 2}, 2, 0, 2);
    ImportanceState plus = SampleRows.state(new float[] {0f, 1, 0f, 2}, 2, 0, 2);

    assertThat(minus.toBytes()).isEqualTo(plus.toBytes());
  }

  @Test
  void aRowThatIsNotFiniteIsRefusedAndNotCounted() {
    ImportanceState state = ImportanceState.empty(2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.add(new float[] {1, Float.NaN}, 0))
        .withMessage("attribution of group 1 is NaN; need a finite one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.add(new float[] {Float.NEGATIVE_INFINITY, 2}, 0));
    assertThat(state.rows()).isZero();
  }

  @Test
  void unequalStatesAreRefused() {
    ImportanceState state = ImportanceState.empty(2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.merge(ImportanceState.empty(3)))
        .withMessage("cannot merge a state of 3 groups into one of 2");
    assertThatIllegalArgumentException().isThrownBy(() -> ImportanceState.empty(0));
    assertThatIllegalArgumentException().isThrownBy(() -> state.importances(1));
  }

  private static ImportanceState foldOfShards(float[] values, int rows) {
    ImportanceState fold = ImportanceState.empty(GROUPS);
    for (int from = 0; from < rows; from += 3_000) {
      fold.merge(SampleRows.state(values, GROUPS, from, Math.min(rows, from + 3_000)));
    }
    return fold;
  }

  private static void assertSameMoments(Importance found, Importance expected) {
    assertThat(found.rows()).isEqualTo(expected.rows());
    assertClose(found.meanAbs(), expected.meanAbs());
    assertClose(found.meanAbsSe(), expected.meanAbsSe());
    assertClose(found.share(), expected.share());
    assertClose(found.shareLow(), expected.shareLow());
    assertClose(found.mean(), expected.mean());
    assertClose(found.std(), expected.std());
    assertThat(found.min()).isEqualTo(expected.min());
    assertThat(found.max()).isEqualTo(expected.max());
    assertThat(found.positiveShare()).isEqualTo(expected.positiveShare());
    assertThat(found.rankLow()).isEqualTo(expected.rankLow());
    assertThat(found.rankHigh()).isEqualTo(expected.rankHigh());
  }

  private static void assertClose(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-12 * Math.max(1e-3, Math.abs(expected))));
  }

  private static double[] importancesByDefinition(float[] values, int rows) {
    double[] meanAbs = new double[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      meanAbs[group] = mean(Arrays.stream(column(values, rows, group)).map(Math::abs).toArray());
    }
    return meanAbs;
  }

  /** Returns the sum of all other groups' |value| for every row. */
  private static double[] others(float[] values, int rows, int group) {
    double[] sums = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int other = 0; other < GROUPS; other++) {
        sums[row] += other == group ? 0 : Math.abs(values[row * GROUPS + other]);
      }
    }
    return sums;
  }

  private static double[] column(float[] values, int rows, int group) {
    double[] column = new double[rows];
    int groups = values.length / rows;
    for (int row = 0; row < rows; row++) {
      column[row] = values[row * groups + group];
    }
    return column;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double std(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
