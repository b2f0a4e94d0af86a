package io.assay.global.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Formula;
import io.assay.fakes.InUnit;
import io.assay.fakes.Polynomial;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRecord.Rank;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.InputColumn;
import io.assay.global.loss.Sage.Against;
import io.assay.global.loss.Sage.Measure;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SageTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return new Sage(options(1, 40));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> options(0, 40),
        () -> options(10_001, 40),
        () -> options(1, 1),
        () -> options(1, 1_000_001));
  }

  /**
   * y = 2a - b + noise of variance 0.25, and the model knows the slopes; values are independent and
   * standard normal, the baseline their mean. The squared error falls by 4 and 1 as a and b become
   * known, from 5.25 to 0.25.
   */
  @Test
  void againstLabelsKnowledgeLowersTheSquaredError() {
    TensorBatch rows = normal(20_000, 3);
    Random noise = new Random(9);
    List<String> labels =
        IntStream.range(0, 20_000)
            .mapToObj(
                row ->
                    2 * rows.input().at(row, 0)
                        - rows.input().at(row, 1)
                        + 0.5 * noise.nextGaussian())
            .map(String::valueOf)
            .toList();

    GlobalResult result =
        new Sage(options(1, 20_000))
            .ask(new Formula(3, x -> 2 * x[0] - x[1]), request(rows, labels, zeros(3)));

    assertCovers(record(result, "x0", "against labels"), 4);
    assertCovers(record(result, "x1", "against labels"), 1);
    assertThat(record(result, "x2", "against labels").value().value()).isZero();
    assertCovers(record(result, "", "loss, nothing known"), 5.25);
    assertCovers(record(result, "", "loss, all known"), 0.25);
    assertThat(record(result, "x0", "against labels").rank()).isEqualTo(new Rank(1, 1, 1));
    assertThat(record(result, "x0", "against labels").target()).isEqualTo("f");
  }

  /**
   * Of independent standard normal values the variance of abc is 1, and nothing but all three
   * foretells anything: over a background of the rows themselves each has 1/3 (see
   * LossShapleyTest), with one pair of orders a row on the mean.
   */
  @Test
  void withoutLabelsAGameOfThirdOrderIsSharedAlike() {
    int corners = 16;
    float[] values = new float[corners * 4];
    for (int at = 0; at < values.length; at++) {
      values[at] = ((at / 4) >> (at % 4) & 1) == 0 ? -1 : 1;
    }
    Tensor cube = Tensor.of(values, corners, 4);
    int[] chosen = IntStream.range(0, 1600).map(row -> row % corners).toArray();
    TensorBatch rows = new TensorBatch(ids(1600), cube.select(chosen));
    BlackBox product = Polynomial.of(4, Polynomial.term(1, 0, 1, 2));

    GlobalResult result =
        new Sage(options(1, 2000))
            .ask(product, request(rows, List.of(), Baseline.background(cube)));

    String label = "against the model's own answers";
    for (String feature : List.of("x0", "x1", "x2")) {
      assertCovers(record(result, feature, label), 1.0 / 3);
      assertThat(record(result, feature, label).value().se()).isBetween(0.001, 0.02);
    }
    assertThat(record(result, "x3", label).value().value()).isEqualTo(0, within(1e-9));
    assertThat(record(result, "", "loss, all known").value().value()).isZero();
    assertThat(record(result, "", "loss, nothing known").value().value())
        .isEqualTo(1, within(1e-9));
  }

  /**
   * Intervals hold the mean over all rows there could be: of 1,000 samples of 150 rows each 93 to
   * 97 % do, with the chance of orders in them. The truth is 4, as above.
   */
  @Test
  void intervalsCover() {
    int trials = 1000;
    int covered = 0;
    BlackBox model = new Formula(3, x -> 2 * x[0] + x[1] * x[2]);
    for (int trial = 0; trial < trials; trial++) {
      GlobalResult result =
          new Sage(options(1, 150))
              .ask(model, request(normal(150, 3, 50 + trial), List.of(), zeros(3)));
      GlobalRecord record = record(result, "x0", "against the model's own answers");
      covered += record.value().low() <= 4 && 4 <= record.value().high() ? 1 : 0;
    }

    assertThat((double) covered / trials).isBetween(0.93, 0.97);
  }

  @Test
  void ofClassesTheWholeAnswerCounts() {
    BlackBox model = new InUnit(Polynomial.linear(2, 0, 0).and(Polynomial.term(-2, 0)), Unit.LOGIT);
    TensorBatch rows = normal(400, 3);
    List<String> labels =
        IntStream.range(0, 400).mapToObj(row -> rows.input().at(row, 0) > 0 ? "f0" : "1").toList();

    GlobalResult result = new Sage(options(1, 400)).ask(model, request(rows, labels, zeros(3)));

    GlobalRecord first = record(result, "x0", "against labels");
    GlobalRecord nothing = record(result, "", "loss, nothing known");
    assertThat(first.target()).isEqualTo("all");
    assertThat(nothing.value().value()).isEqualTo(Math.log(2), within(1e-9));
    assertThat(first.value().value())
        .isEqualTo(
            Math.log(2) - record(result, "", "loss, all known").value().value(), within(1e-9))
        .isGreaterThan(0.4);
  }

  @Test
  void rowsWithoutALabelAreLeftOut() {
    TensorBatch rows = normal(10, 3);
    List<String> labels = List.of("1", "", "2", "x", "3", "NaN", "4", "5", "6", "7");

    GlobalResult result =
        new Sage(options(1, 10)).ask(Polynomial.linear(1, 1, 1), request(rows, labels, zeros(3)));

    assertThat(record(result, "x0", "against labels").rows()).isEqualTo(7);
    assertThat(result.calls()).isEqualTo(1 + 7 * (1 + 4));
  }

  @Test
  void labelsThatSayNothingAreNotTakenUnlessTheyMustBe() {
    TensorBatch rows = normal(3, 3);

    GlobalResult result =
        new Sage(options(1, 10))
            .ask(
                Polynomial.linear(1, 1, 1), request(rows, Collections.nCopies(3, "Yes"), zeros(3)));

    assertThat(record(result, "x0", "against the model's own answers").rows()).isEqualTo(3);
    assertThat(new Sage(options(1, 10)).labels()).isEqualTo(Sage.INFO.labels());
    assertThat(new Sage(new Sage.Options(Against.LABEL, Measure.AUTO, 1, 10)).labels())
        .isEqualTo(GlobalInfo.Labels.NEEDED);
    assertThat(new Sage(new Sage.Options(Against.MODEL, Measure.AUTO, 1, 10)).labels())
        .isEqualTo(GlobalInfo.Labels.UNUSED);
  }

  @Test
  void whatCannotBeMeasuredIsSaid() {
    TensorBatch rows = normal(3, 3);
    Sage labelled = new Sage(new Sage.Options(Against.LABEL, Measure.AUTO, 1, 10));
    Sage classes = new Sage(new Sage.Options(Against.MODEL, Measure.ZERO_ONE, 1, 10));
    BlackBox model = Polynomial.linear(1, 1, 1);

    assertThatThrownBy(() -> labelled.ask(model, request(rows, List.of(), zeros(3))))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("not there")
        .hasMessageContaining("sage.against");
    assertThatThrownBy(
            () -> labelled.ask(model, request(rows, Collections.nCopies(3, "Yes"), zeros(3))))
        .hasMessageContaining("Yes");
    assertThatThrownBy(() -> classes.check(Unit.RAW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sage.loss is zero-one");
    assertThatCode(() -> classes.check(Unit.LOGIT)).doesNotThrowAnyException();
  }

  @Test
  void theModelIsAskedNoMoreThanIsSaid() {
    CountingModel model = CountingModel.around(Polynomial.mixed());
    GlobalRequest request =
        request(normal(50, 5), List.of(), Baseline.background(normal(4, 5).input()));
    Sage sage = new Sage(options(2, 50));

    GlobalResult result = sage.ask(model, request);

    assertThat(result.calls()).isEqualTo(model.forwardRows());
    assertThat(result.calls()).isBetween(2000L, sage.calls(request.shape()));
  }

  private static void assertCovers(GlobalRecord record, double truth) {
    assertThat(record.value().value()).isEqualTo(truth, within(4 * record.value().se() + 1e-9));
    assertThat(record.value().se()).isLessThan(0.1);
  }

  private static Sage.Options options(int orders, int rows) {
    return new Sage.Options(Against.AUTO, Measure.AUTO, orders, rows);
  }

  private static GlobalRecord record(GlobalResult result, String feature, String label) {
    return result.records().stream()
        .filter(record -> record.feature().equals(feature) && label.equals(record.label()))
        .findFirst()
        .orElseThrow();
  }

  private static GlobalRequest request(TensorBatch rows, List<String> labels, Baseline baseline) {
    int features = rows.input().rowLength();
    List<String> names = IntStream.range(0, features).mapToObj(i -> "x" + i).toList();
    return new GlobalRequest(
        rows,
        Target.outputs(0),
        List.of("f"),
        labels,
        IntStream.range(0, features).mapToObj(i -> InputColumn.numeric("x" + i, i)).toList(),
        FeatureGroups.singletons(names),
        baseline,
        7,
        0.95);
  }

  private static TensorBatch normal(int rows, int features) {
    return normal(rows, features, 3);
  }

  private static TensorBatch normal(int rows, int features, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * features];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian();
    }
    return new TensorBatch(ids(rows), Tensor.of(values, rows, features));
  }

  private static RowIds ids(int rows) {
    return new RowIds(IntStream.range(0, rows).mapToObj(row -> "row-" + row).toList());
  }

  private static Baseline zeros(int features) {
    return Baseline.single(Tensor.zeros(1, features));
  }
}
