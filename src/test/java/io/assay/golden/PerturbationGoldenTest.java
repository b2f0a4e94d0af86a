package io.assay.golden;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.perturbation.FeatureAblation;
import io.assay.attribution.perturbation.FeaturePermutation;
import io.assay.attribution.perturbation.Occlusion;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Methods that replace parts of a row, with the real engine against what Captum gave and, of
 * Shapley values of tokens, against enumeration in float64.
 */
class PerturbationGoldenTest {
  private static final FeatureAblation ABLATION =
      new FeatureAblation(FeatureAblation.Options.standard());

  static Stream<GoldenCase> cases() {
    return Stream.of(GoldenCase.mlpBc(), GoldenCase.mlpBc10(), GoldenCase.cnnDigits());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void featureAblationIsThatOfCaptum(GoldenCase golden) {
    Attributions result = attribute(golden, ABLATION, zeros(golden));

    GoldenValues.assertClose(result.values(), golden.npy("feature_ablation_zero.f64"));
  }

  /** Captum writes the value of a group to each of its members. */
  @ParameterizedTest
  @MethodSource("cases")
  void groupsAreAblatedAsThoseOfCaptum(GoldenCase golden) {
    int[] groupOf = golden.groups();
    int groups = Arrays.stream(groupOf).max().orElseThrow() + 1;
    List<String> names = IntStream.range(0, groups).mapToObj(group -> "g" + group).toList();
    AttributionRequest request = Requests.with(zeros(golden), FeatureGroups.of(names, groupOf));

    Tensor values = attribute(golden, ABLATION, request).values();

    double[] ofMembers = new double[values.rows() * groupOf.length];
    for (int at = 0; at < ofMembers.length; at++) {
      ofMembers[at] = values.at(at / groupOf.length, groupOf[at % groupOf.length]);
    }
    GoldenValues.assertClose(
        Tensor.of(ofMembers, values.rows(), groupOf.length),
        golden.npy("feature_ablation_groups.f64"));
  }

  /** Captum with a shuffle that gives every row the values of the row before it. */
  @ParameterizedTest
  @MethodSource("cases")
  void featurePermutationIsThatOfCaptumUnderTheSameDraws(GoldenCase golden) {
    FeaturePermutation method = new FeaturePermutation(FeaturePermutation.Options.standard());
    AttributionRequest all = zeros(golden);
    Tensor input = golden.inputs();
    double[] values = new double[input.values().length];

    try (BlackBox model = open(golden)) {
      for (int row = 0; row < input.rows(); row++) {
        int before = Math.floorMod(row - 1, input.rows());
        AttributionRequest own = all.slice(row, row + 1);
        AttributionRequest request =
            new AttributionRequest(
                own.batch(),
                own.target(),
                Baseline.single(input.slice(before, before + 1)),
                own.groups(),
                own.seed());
        Tensor result = method.attribute(model, request).values();
        for (int feature = 0; feature < input.rowLength(); feature++) {
          values[row * input.rowLength() + feature] = result.at(feature);
        }
      }
    }

    GoldenValues.assertClose(
        Tensor.of(values, input.shape()), golden.npy("feature_permutation_roll1.f64"));
  }

  @Test
  void occlusionOfATableIsThatOfCaptum() {
    for (GoldenCase golden : List.of(GoldenCase.mlpBc(), GoldenCase.mlpBc10())) {
      assertOccluded(golden, List.of(3), List.of(1), "occlusion_w3.f64");
      assertOccluded(golden, List.of(5), List.of(2), "occlusion_w5_s2.f64");
    }
  }

  @Test
  void occlusionOfAPictureIsThatOfCaptum() {
    GoldenCase golden = GoldenCase.cnnDigits();
    assertOccluded(golden, List.of(1, 2, 2), List.of(1, 1, 1), "occlusion_2x2.f64");
    assertOccluded(golden, List.of(1, 3, 3), List.of(1, 2, 2), "occlusion_3x3_s2.f64");
  }

  @Test
  void tokensAreReplacedByPadding() {
    GoldenCase golden = GoldenCase.textAttn();
    AttributionRequest request = Requests.with(tokens(golden), golden.target());
    Occlusion pairs = new Occlusion(new Occlusion.Options(List.of(2), List.of(1)));

    GoldenValues.assertClose(
        attributeTokens(golden, ABLATION, request).values(),
        golden.npy("feature_ablation_tokens.f64"));
    GoldenValues.assertClose(
        attributeTokens(golden, pairs, request).values(), golden.npy("occlusion_bigram.f64"));
  }

  @Test
  void shapleyValuesOfTokensAreThoseOfEnumeration() {
    GoldenCase golden = GoldenCase.textAttn();
    double[] exact = golden.npy("exact_shapley_tokens_pad").values(); // [row, token, class]
    AttributionRequest request = Requests.with(tokens(golden).slice(0, 8), Target.outputs(0, 1));
    ExactShapley method = new ExactShapley(ExactShapley.Options.standard());

    Tensor values = attributeTokens(golden, method, request).values();

    double[] byClass = new double[exact.length]; // [row, class, token]
    for (int at = 0; at < exact.length; at++) {
      byClass[at] = exact[(at / 18 * 9 + at % 9) * 2 + at / 9 % 2];
    }
    GoldenValues.assertClose(values, byClass);
  }

  private static void assertOccluded(
      GoldenCase golden, List<Integer> window, List<Integer> stride, String entry) {
    Occlusion method = new Occlusion(new Occlusion.Options(window, stride));

    Attributions result = attribute(golden, method, zeros(golden));

    GoldenValues.assertClose(result.values(), golden.npy(entry));
  }

  private static Attributions attribute(
      GoldenCase golden, AttributionMethod<BlackBox> method, AttributionRequest request) {
    try (BlackBox model = open(golden)) {
      return method.attribute(model, request);
    }
  }

  private static Attributions attributeTokens(
      GoldenCase golden, AttributionMethod<BlackBox> method, AttributionRequest request) {
    ModelOptions options = ModelOptions.ofShape(9).withInputType(InputType.INT64);
    try (BlackBox model = ModelFiles.openTorchScript(golden.scripted(), options)) {
      return method.attribute(model, request);
    }
  }

  private static AttributionRequest zeros(GoldenCase golden) {
    return Requests.with(
        Requests.of(golden.inputs(), Baseline.single(golden.baselineZero())), golden.target());
  }

  private static AttributionRequest tokens(GoldenCase golden) {
    return Requests.of(
        golden.npy("ids").tensor(), Baseline.single(golden.npy("reference_ids").tensor()));
  }

  private static BlackBox open(GoldenCase golden) {
    Integer[] shape = Arrays.stream(golden.inputs().rowShape()).boxed().toArray(Integer[]::new);
    return ModelFiles.openTorchScript(golden.scripted(), ModelOptions.ofShape(shape));
  }
}
