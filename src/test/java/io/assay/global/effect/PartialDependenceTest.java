package io.assay.global.effect;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.global.Estimate;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalShape;
import io.assay.global.GlobalTrial;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PartialDependenceTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return new PartialDependence(new PartialDependence.Options(5, 40));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> new PartialDependence.Options(1, 40),
        () -> new PartialDependence.Options(1001, 40),
        () -> new PartialDependence.Options(5, 1),
        () -> new PartialDependence.Options(5, 1_000_001),
        () -> pairs(List.of("a")).calls(shape()),
        () -> pairs(List.of("a", "a")).calls(shape()));
  }

  private static GlobalMethod pairs(List<String> pair) {
    return new PartialDependence(new PartialDependence.Options(4, 40, List.of(pair)));
  }

  private static GlobalShape shape() {
    return GlobalTrial.request(GlobalTrial.batch(5, 1)).shape();
  }

  /** Of 2a + ab + 3 south along a and site: a (2 + mean b) + 3 if south. */
  @Test
  void aPairHasAMap() {
    TensorBatch batch = GlobalTrial.batch(30, 7);
    CountingModel model = CountingModel.around(GlobalTrial.MODEL);
    GlobalMethod method = pairs(List.of("a", "site"));

    List<GlobalRecord> cells =
        method.ask(model, GlobalTrial.request(batch)).records().stream()
            .filter(each -> each.kind() == GlobalRecord.Kind.CELL)
            .toList();

    assertThat(cells).hasSize(4 * 3);
    for (int cell = 0; cell < 12; cell++) {
      GlobalRecord found = cells.get(cell);
      double expected = found.x() * (2 + mean(batch, 1)) + (cell % 3 == 1 ? 3 : 0);
      assertThat(found.value().value()).isEqualTo(expected, within(1e-5)); // float32 scores
      assertThat(found.position()).isEqualTo(cell);
      assertThat(found.with()).isEqualTo("site");
      assertThat(found.label())
          .endsWith(" / " + GlobalTrial.COLUMNS.get(4).categories().get(cell % 3));
    }
    assertThat(model.forwardRows())
        .isEqualTo(30 * (4 * 3 + 3 + 3 + 4 * 3))
        .isLessThanOrEqualTo(method.calls(GlobalTrial.request(batch).shape()));
  }

  @Test
  void aPairOfColumnsThatAreNotThereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pairs(List.of("a", "z")).calls(shape()))
        .withMessage("partial-dependence.pairs names z, which is no column of the input");
  }

  private static List<GlobalRecord> curve(List<GlobalRecord> records, String feature) {
    return records.stream().filter(each -> each.feature().equals(feature)).toList();
  }

  /** Of 2a + ab + 3 south along a: a (2 + mean b) + 3 share of south. */
  @Test
  void aPolynomialHasTheCurveThatOneFindsByHand() {
    TensorBatch batch = GlobalTrial.batch(30, 1);

    List<GlobalRecord> found =
        method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records();

    double meanB = mean(batch, 1);
    double south = mean(batch, 5);
    List<GlobalRecord> along = curve(found, "a");
    assertThat(along).hasSize(5);
    for (GlobalRecord point : along) {
      double expected = point.x() * (2 + meanB) + 3 * south;
      assertThat(point.value().value()).isEqualTo(expected, within(1e-5)); // float32 scores
    }
    List<GlobalRecord> sites = curve(found, "site");
    assertThat(sites).extracting(GlobalRecord::label).containsExactly("north", "south", "east");
    assertThat(sites.get(1).value().value() - sites.get(0).value().value())
        .isEqualTo(3, within(1e-5));
  }

  /** Brute force: the whole input copied with a column overwritten, asked in one call. */
  @Test
  void itIsWhatBruteForceFinds() {
    TensorBatch batch = GlobalTrial.batch(25, 2);

    List<GlobalRecord> found =
        method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records();

    for (GlobalRecord point : curve(found, "b")) {
      float[] changed = batch.input().values().clone();
      for (int row = 0; row < 25; row++) {
        changed[row * GlobalTrial.WIDTH + 1] = (float) point.x();
      }
      Tensor outputs = GlobalTrial.MODEL.outputs(Tensor.of(changed, 25, GlobalTrial.WIDTH));
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < 25; row++) {
        sum += outputs.at(row, 0);
        squares += (double) outputs.at(row, 0) * outputs.at(row, 0);
      }
      double variance = (squares - sum * sum / 25) / 24;
      assertThat(point.value().value()).isEqualTo(sum / 25, within(1e-9));
      assertThat(point.value().se()).isEqualTo(Math.sqrt(variance / 25), within(1e-9));
      assertThat(point.value().high() - point.value().value())
          .isEqualTo(
              2.0638985616280205 * point.value().se(), within(1e-9)); // t, 24 degrees, 97.5 %
    }
  }

  /** Of c = mid the second output is 1 - b + a on the average 1, whichever rows are drawn. */
  @Test
  void intervalsCoverAsOftenAsTheySay() {
    Random seeds = new Random(6);
    int covered = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      TensorBatch batch = GlobalTrial.batch(30, seeds.nextLong());
      GlobalRequest request = GlobalTrial.request(batch, Target.outputs(1), List.of("f1"));
      Estimate mid = curve(method().ask(GlobalTrial.MODEL, request).records(), "c").get(1).value();
      covered += mid.low() <= 1 && 1 <= mid.high() ? 1 : 0;
    }

    assertThat(covered / (double) trials).isBetween(0.93, 0.97);
  }

  @Test
  void pointsAreValuesThatRowsHaveFromTheLeastToTheLargest() {
    TensorBatch batch = GlobalTrial.batch(30, 3);

    List<GlobalRecord> along =
        curve(method().ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records(), "a");

    double[] values = new double[30];
    for (int row = 0; row < 30; row++) {
      values[row] = batch.input().at(row, 0);
    }
    java.util.Arrays.sort(values);
    assertThat(along)
        .extracting(GlobalRecord::x)
        .containsExactly(values[0], values[7], values[15], values[22], values[29]);
  }

  @Test
  void missingValuesHaveAPointOfTheirOwn() {
    TensorBatch batch = GlobalTrial.batch(12, 4);
    batch.input().values()[0] = Float.NaN;
    GlobalRequest request = GlobalTrial.request(batch);
    Polynomial blind = Polynomial.ofOutputs(GlobalTrial.WIDTH, List.of(List.of(term(1, 1))));

    List<GlobalRecord> along = curve(method().ask(blind, request).records(), "a");

    assertThat(along).hasSize(6);
    assertThat(along.get(5).label()).isEqualTo("missing");
    assertThat(along.get(5).x()).isNaN();
  }

  private static double mean(TensorBatch batch, int position) {
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum += batch.input().at(row, position);
    }
    return sum / batch.rows();
  }
}
