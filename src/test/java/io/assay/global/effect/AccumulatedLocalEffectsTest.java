package io.assay.global.effect;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.global.Estimate;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalTrial;
import io.assay.global.InputColumn;
import io.assay.global.effect.AccumulatedLocalEffects.Options;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AccumulatedLocalEffectsTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return method(4);
  }

  private static GlobalMethod method(int intervals) {
    return new AccumulatedLocalEffects(new Options(intervals, 1_000_000));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> new Options(0, 100),
        () -> new Options(1001, 100),
        () -> new Options(20, 1),
        () -> new Options(20, 1_000_001));
  }

  private static List<GlobalRecord> curve(List<GlobalRecord> records, String feature) {
    return records.stream().filter(each -> each.feature().equals(feature)).toList();
  }

  /** The definition, written down once more: for each interval its rows, one by one. */
  @Test
  void itIsWhatBruteForceFinds() {
    TensorBatch batch = GlobalTrial.batch(41, 1);
    float[] sorted = new float[41];
    for (int row = 0; row < 41; row++) {
      sorted[row] = batch.input().at(row, 0);
    }
    Arrays.sort(sorted);
    double[] edges = {sorted[0], sorted[10], sorted[20], sorted[30], sorted[40]};
    double[] sums = new double[5];
    double centre = 0;
    for (int k = 1; k < 5; k++) {
      double change = 0;
      int count = 0;
      for (int row = 0; row < 41; row++) {
        double a = batch.input().at(row, 0);
        if ((a > edges[k - 1] || k == 1) && a <= edges[k]) {
          change += score(batch, row, edges[k]) - score(batch, row, edges[k - 1]);
          count++;
        }
      }
      sums[k] = sums[k - 1] + change / count;
      centre += count * (sums[k - 1] + sums[k]) / 2 / 41;
    }

    List<GlobalRecord> found =
        curve(method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records(), "a");

    assertThat(found)
        .extracting(GlobalRecord::x)
        .containsExactly(edges[0], edges[1], edges[2], edges[3], edges[4]);
    for (int k = 0; k < 5; k++) {
      assertThat(found.get(k).value().value()).isEqualTo(sums[k] - centre, within(2e-6)); // float32
    }
  }

  private static double score(TensorBatch batch, int row, double a) {
    float[] input = batch.input().slice(row, row + 1).values().clone();
    input[0] = (float) a;
    return GlobalTrial.MODEL.outputs(Tensor.of(input, 1, GlobalTrial.WIDTH)).at(0, 0);
  }

  /** 2a + ab + 3 south: south against the others is 3, whatever a and b are. */
  @Test
  void categoriesDifferByWhatTheyAdd() {
    TensorBatch batch = GlobalTrial.batch(60, 2);

    List<GlobalRecord> sites =
        curve(method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records(), "site");

    double share = 0;
    for (int row = 0; row < 60; row++) {
      share += batch.input().at(row, 5) / 60;
    }
    assertThat(sites).extracting(GlobalRecord::label).containsExactly("north", "south", "east");
    assertThat(sites.get(0).value().value()).isEqualTo(-3 * share, within(1e-5));
    assertThat(sites.get(1).value().value()).isEqualTo(3 - 3 * share, within(1e-5));
    assertThat(sites.get(2).value().value()).isEqualTo(-3 * share, within(1e-5));
  }

  /**
   * xy where y = x, x uniform in 0..1: the local effect at x is y = x, whose integral is x^2 / 2,
   * less its mean 1/6. Partial dependence would be x / 2.
   */
  @Test
  void featuresThatGoTogetherAreChangedNoFurtherThanRowsReach() {
    int rows = 4000;
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      values[2 * row] = (row + 0.5f) / rows;
      values[2 * row + 1] = values[2 * row];
    }

    List<GlobalRecord> found = curve(method(40).ask(PRODUCT, request(values, rows)).records(), "x");

    assertThat(found).hasSize(41);
    for (GlobalRecord point : found) {
      double expected = point.x() * point.x() / 2 - 1.0 / 6;
      assertThat(point.value().value()).isEqualTo(expected, within(5e-4)); // intervals of 1/40
    }
  }

  private static final Polynomial PRODUCT = Polynomial.of(2, term(1, 0, 1));

  private static GlobalRequest request(float[] values, int rows) {
    List<InputColumn> columns = List.of(InputColumn.numeric("x", 0), InputColumn.numeric("y", 1));
    return new GlobalRequest(
        new TensorBatch(
            new RowIds(IntStream.range(0, rows).mapToObj(row -> "r" + row).toList()),
            Tensor.of(values, rows, 2)),
        Target.outputs(0),
        List.of("f0"),
        List.of(),
        columns,
        FeatureGroups.singletons(List.of("x", "y")),
        Baseline.single(Tensor.zeros(1, 2)),
        7,
        0.95);
  }

  /** xy with x in 0..3 and y of mean 1: g(k) = k, less the mean of the centres over the rows. */
  @Test
  void intervalsCoverAsOftenAsTheySay() {
    Random random = new Random(3);
    int covered = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      int rows = 80;
      float[] values = new float[2 * rows];
      double[] counts = new double[4];
      for (int row = 0; row < rows; row++) {
        int x = row < 4 ? row : random.nextInt(4);
        values[2 * row] = x;
        values[2 * row + 1] = (float) (1 + random.nextGaussian());
        counts[Math.max(1, x)]++;
      }
      double centre = 0;
      for (int k = 1; k < 4; k++) {
        centre += counts[k] / rows * (k - 0.5);
      }

      Estimate last =
          curve(method(3).ask(PRODUCT, request(values, rows)).records(), "x").get(3).value();

      covered += last.low() <= 3 - centre && 3 - centre <= last.high() ? 1 : 0;
    }

    assertThat(covered / (double) trials).isBetween(0.93, 0.97);
  }

  @Test
  void rowsWithoutAValueAreLeftOut() {
    TensorBatch batch = GlobalTrial.batch(20, 4);
    batch.input().values()[0] = Float.NaN;
    batch.input().values()[2 + GlobalTrial.WIDTH] = Float.NaN;

    List<GlobalRecord> found =
        method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records();

    assertThat(curve(found, "a")).extracting(GlobalRecord::rows).containsOnly(19L);
    assertThat(curve(found, "c")).extracting(GlobalRecord::rows).containsOnly(19L);
    assertThat(curve(found, "a")).allMatch(each -> Double.isFinite(each.value().value()));
  }
}
