package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.golden.GoldenCase;
import io.assay.golden.Npy;
import io.assay.model.BackwardRule;
import io.assay.model.BlackBox;
import io.assay.model.LayerMultipliers;
import io.assay.model.RuleBased;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What reference libraries give for the same models in float64. Of a value the engine's float32 may
 * be off by 2e-6 and 1e-5 of the largest.
 */
final class RuleGoldenTest {
  private static final double LARGEST = 1e-5;
  private static final double FLOOR = 2e-6;

  private static final BackwardRule GUIDED = new BackwardRule.Guided();
  private static final BackwardRule DECONVOLUTION = new BackwardRule.Deconvolution();

  static Stream<Path> models() {
    return Stream.of("cnn_digits", "mlp_bc", "mlp_bc10")
        .map(GoldenCase::new)
        .flatMap(golden -> Stream.of(golden.scripted(), golden.traced()));
  }

  private static GoldenCase golden(Path file) {
    return new GoldenCase(String.valueOf(String.valueOf(file.getParent()).replaceFirst(".*/", "")));
  }

  private static BlackBox open(Path file, GoldenCase golden) {
    Integer[] shape = Arrays.stream(golden.inputs().rowShape()).boxed().toArray(Integer[]::new);
    return ModelFiles.openTorchScript(file, ModelOptions.ofShape(shape));
  }

  private static RuleBased rules(BlackBox model) {
    return model.as(RuleBased.class).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatReluSendsBackIsCaptums(Path file) {
    GoldenCase golden = golden(file);
    try (BlackBox model = open(file, golden)) {
      Tensor guided = rules(model).gradient(golden.inputs(), golden.target(), GUIDED).gradients();
      Tensor freely =
          rules(model).gradient(golden.inputs(), golden.target(), DECONVOLUTION).gradients();

      assertClose(guided, golden.npy("guided_backprop.f64").values());
      assertClose(freely, golden.npy("deconvolution.f64").values());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void relevanceIsCaptums(Path file) {
    GoldenCase golden = golden(file);
    BackwardRule rule = new BackwardRule.LrpEpsilon(1e-9);
    try (BlackBox model = open(file, golden)) {
      Tensor divided = rules(model).gradient(golden.inputs(), golden.target(), rule).gradients();

      assertClose(times(divided, golden.inputs()), golden.npy("lrp_default.f64").values());
    }
  }

  /** Captum's max pooling does not add up, so shap's DeepExplainer is the reference on pictures. */
  @ParameterizedTest
  @CsvSource({"zero, zero", "samplebase, background"})
  void multipliersOfPicturesAreShaps(String entry, String references) {
    GoldenCase golden = new GoldenCase("cnn_digits");
    Tensor reference =
        references.equals("zero") ? golden.baselineZero() : golden.background().slice(0, 1);
    for (Path file : List.of(golden.scripted(), golden.traced())) {
      try (BlackBox model = open(file, golden)) {
        Tensor attributions = attributions(rules(model), golden, reference);

        assertClose(attributions, ofTarget(golden, golden.npy("shap_deep_" + entry), 10));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"mlp_bc, zero", "mlp_bc, samplebase", "mlp_bc10, zero", "mlp_bc10, samplebase"})
  void multipliersAreThoseOfTheRescaleRule(String name, String references) {
    GoldenCase golden = new GoldenCase(name);
    Tensor reference =
        references.equals("zero") ? golden.baselineZero() : golden.background().slice(0, 1);
    for (Path file : List.of(golden.scripted(), golden.traced())) {
      try (BlackBox model = open(file, golden)) {
        Tensor attributions = attributions(rules(model), golden, reference);

        Npy expected = golden.npy("ref_deeplift_rescale_" + references);
        assertClose(attributions, ofTarget(golden, expected, 2));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"script", "trace"})
  void multipliersOfALayerAreCaptums(String kind) {
    GoldenCase golden = GoldenCase.mlpBc10();
    Path file = kind.equals("script") ? golden.scripted() : golden.traced();
    try (BlackBox model = open(file, golden)) {
      RuleBased rules = rules(model);
      Tensor references = repeated(golden.baselineZero(), golden.inputs().rows());

      LayerMultipliers found =
          rules.multipliers("net.3", golden.inputs(), references, golden.target());

      float[] products = found.rescaled().multipliers().values().clone();
      for (int i = 0; i < products.length; i++) {
        products[i] *= found.activations().at(i) - found.referenceActivations().at(i);
      }
      assertClose(products, golden.npy("layer_deeplift.f64").values());
    }
  }

  /** The reference propagates relevance layer by layer, as the papers write it. */
  @ParameterizedTest
  @CsvSource({"epsilon", "zplus", "gamma"})
  void relevanceIsThatOfThePublishedRules(String name) {
    GoldenCase golden = new GoldenCase("cnn_digits");
    BackwardRule rule =
        switch (name) {
          case "epsilon" -> new BackwardRule.LrpEpsilon(0.25);
          case "gamma" -> new BackwardRule.LrpGamma(0.25);
          default -> new BackwardRule.LrpZPlus();
        };
    double[] expected =
        Npy.read("/engine/rules/cnn_digits.lrp_%s.f64.npy".formatted(name)).values();
    for (Path file : List.of(golden.scripted(), golden.traced())) {
      try (BlackBox model = open(file, golden)) {
        Tensor divided = rules(model).gradient(golden.inputs(), golden.target(), rule).gradients();

        assertClose(times(divided, golden.inputs()), expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"script", "trace"})
  void relevanceThroughAttentionIsThatOfAttnLrp(String kind) throws Exception {
    GoldenCase golden = new GoldenCase("text_attn");
    Tensor embeddings = golden.npy("embeddings").tensor();
    Path file =
        Path.of(
            java.util.Objects.requireNonNull(
                    RuleGoldenTest.class.getResource(
                        "/golden/text_attn/model_head_%s.pt".formatted(kind)))
                .toURI());
    try (BlackBox model = ModelFiles.openTorchScript(file, ModelOptions.ofShape(9, 24))) {
      BackwardRule rule = new BackwardRule.LrpEpsilon(1e-9);

      Tensor divided = rules(model).gradient(embeddings, golden.target(), rule).gradients();

      assertClose(
          times(divided, embeddings), Npy.read("/engine/rules/text_attn.attnlrp.f64.npy").values());
    }
  }

  private static Tensor attributions(RuleBased model, GoldenCase golden, Tensor reference) {
    Tensor input = golden.inputs();
    Tensor references = repeated(reference, input.rows());
    Tensor multipliers = model.multipliers(input, references, golden.target()).multipliers();
    float[] values = multipliers.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= input.at(i) - references.at(i);
    }
    return Tensor.of(values, input.shape());
  }

  private static Tensor repeated(Tensor row, int rows) {
    float[] values = new float[rows * row.rowLength()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.at(i % row.rowLength());
    }
    int[] shape = row.shape();
    shape[0] = rows;
    return Tensor.of(values, shape);
  }

  /** Takes each row's target from an array whose last axis is the output. */
  private static double[] ofTarget(GoldenCase golden, Npy all, int outputs) {
    double[] values = all.values();
    double[] chosen = new double[values.length / outputs];
    Target target = golden.target();
    int length = golden.inputs().rowLength();
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[i * outputs + target.column(i / length, 0)];
    }
    return chosen;
  }

  private static Tensor times(Tensor one, Tensor other) {
    float[] values = one.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= other.at(i);
    }
    return Tensor.of(values, other.shape());
  }

  private static void assertClose(Tensor found, double[] expected) {
    assertClose(found.values(), expected);
  }

  private static void assertClose(float[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      most = Math.max(most, Math.abs(found[i] - expected[i]));
    }
    assertThat(found).hasSameSizeAs(expected);
    assertThat(most).isLessThan(FLOOR + LARGEST * largest);
  }
}
