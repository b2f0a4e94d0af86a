package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.gradient.Deconvolution;
import io.assay.attribution.gradient.DeepLift;
import io.assay.attribution.gradient.DeepLiftShap;
import io.assay.attribution.gradient.GuidedBackprop;
import io.assay.attribution.gradient.Lrp;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.model.RuleBased;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods with backward rules, with the real engine against what reference libraries gave. */
class RuleMethodGoldenTest {
  private static final DeepLift DEEP_LIFT = new DeepLift(DeepLift.Options.standard());
  private static final DeepLiftShap DEEP_LIFT_SHAP =
      new DeepLiftShap(DeepLiftShap.Options.standard());

  static Stream<GoldenCase> tables() {
    return Stream.of(GoldenCase.mlpBc(), GoldenCase.mlpBc10());
  }

  static Stream<GoldenCase> all() {
    return Stream.concat(tables(), Stream.of(GoldenCase.cnnDigits()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsSentBackIsThatOfCaptum(GoldenCase golden) {
    Baseline zero = Baseline.single(golden.baselineZero());
    Lrp lrp = new Lrp(new Lrp.Options(Lrp.Rule.EPSILON, 1e-9, 0)); // Captum's epsilon

    assertEntry(
        golden, new GuidedBackprop(GuidedBackprop.Options.standard()), "guided_backprop.f64");
    assertEntry(golden, new Deconvolution(Deconvolution.Options.standard()), "deconvolution.f64");
    GoldenValues.assertClose(attribute(golden, lrp, zero).values(), golden.npy("lrp_default.f64"));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void deepLiftOfATableIsThatOfCaptum(GoldenCase golden) {
    Baseline one = Baseline.single(golden.background().slice(0, 1));

    assertEntry(golden, DEEP_LIFT, "deeplift_zero.f64");
    GoldenValues.assertClose(
        attribute(golden, DEEP_LIFT, one).values(), golden.npy("deeplift_samplebase.f64"));
    GoldenValues.assertClose(
        attribute(golden, DEEP_LIFT_SHAP, Baseline.background(golden.background())).values(),
        golden.npy("deepliftshap.f64"));
  }

  /** Captum misses completeness at max pooling, by up to 6.9; shap's DeepExplainer does not. */
  @Test
  void deepLiftOfAPictureIsThatOfShap() {
    GoldenCase golden = GoldenCase.cnnDigits();

    assertShap(golden, DEEP_LIFT, Baseline.single(golden.baselineZero()), "shap_deep_zero");
    assertShap(
        golden,
        DEEP_LIFT,
        Baseline.single(golden.background().slice(0, 1)),
        "shap_deep_samplebase");
    assertShap(
        golden, DEEP_LIFT_SHAP, Baseline.background(golden.background()), "shap_deep_background");
  }

  /** Of the score's own float32 rounding a few units are left. */
  @ParameterizedTest
  @MethodSource("all")
  void deepLiftAddsUp(GoldenCase golden) {
    Attributions result =
        attribute(golden, DEEP_LIFT_SHAP, Baseline.background(golden.background()));

    for (int row = 0; row < result.rows(); row++) {
      assertThat(Math.abs(result.completenessGapShare(row, 0))).isLessThan(2e-6);
    }
  }

  private static void assertEntry(
      GoldenCase golden, AttributionMethod<RuleBased> method, String entry) {
    Baseline zero = Baseline.single(golden.baselineZero());
    GoldenValues.assertClose(attribute(golden, method, zero).values(), golden.npy(entry));
  }

  /** Reads an entry of shap, [rows, features, outputs], at each row's target. */
  private static void assertShap(
      GoldenCase golden, AttributionMethod<RuleBased> method, Baseline baseline, String entry) {
    double[] ofAll = golden.npy(entry).values();
    Tensor values = attribute(golden, method, baseline).values();
    int features = values.rowLength();
    int outputs = ofAll.length / values.values().length;
    double[] ofTarget = new double[values.values().length];
    for (int at = 0; at < ofTarget.length; at++) {
      ofTarget[at] = ofAll[at * outputs + golden.target().column(at / features, 0)];
    }
    GoldenValues.assertClose(values, ofTarget);
  }

  private static Attributions attribute(
      GoldenCase golden, AttributionMethod<RuleBased> method, Baseline baseline) {
    AttributionRequest request =
        Requests.with(Requests.of(golden.inputs(), baseline), golden.target());
    Integer[] shape = Arrays.stream(golden.inputs().rowShape()).boxed().toArray(Integer[]::new);
    try (BlackBox model =
        ModelFiles.openTorchScript(golden.scripted(), ModelOptions.ofShape(shape))) {
      return method.attribute(model.as(RuleBased.class).orElseThrow(), request);
    }
  }
}
