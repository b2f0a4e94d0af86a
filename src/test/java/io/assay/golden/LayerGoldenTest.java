package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Quadrature;
import io.assay.attribution.layer.AblationCam;
import io.assay.attribution.layer.AttentionMaps;
import io.assay.attribution.layer.CamOptions;
import io.assay.attribution.layer.EigenCam;
import io.assay.attribution.layer.GradCam;
import io.assay.attribution.layer.GradCamPlusPlus;
import io.assay.attribution.layer.GuidedGradCam;
import io.assay.attribution.layer.Heights;
import io.assay.attribution.layer.HiResCam;
import io.assay.attribution.layer.InternalInfluence;
import io.assay.attribution.layer.LayerCam;
import io.assay.attribution.layer.LayerColumns;
import io.assay.attribution.layer.LayerConductance;
import io.assay.attribution.layer.LayerDeepLift;
import io.assay.attribution.layer.LayerGradientXActivation;
import io.assay.attribution.layer.LayerIntegratedGradients;
import io.assay.attribution.layer.LayerOptions;
import io.assay.attribution.layer.NeuronConductance;
import io.assay.attribution.layer.NeuronGradient;
import io.assay.attribution.layer.Upsampling;
import io.assay.attribution.layer.XGradCam;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.fakes.Requests;
import io.assay.model.Attentive;
import io.assay.model.BlackBox;
import io.assay.model.RuleBased;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Methods that look inside a model, with the real engine, against Captum (within 1e-5 of the
 * largest value) and pytorch-grad-cam (within 1e-4, of maps scaled to 0..1).
 */
class LayerGoldenTest {
  private static final LayerColumns NEURON = LayerColumns.NEURON;
  private static final Quadrature.Rule GAUSS = Quadrature.Rule.GAUSS_LEGENDRE;
  private static final double OF_ONE = 1e-4;

  /** How a file was made. */
  enum Made {
    SCRIPTED,
    TRACED;

    Path file(GoldenCase golden) {
      return this == SCRIPTED ? golden.scripted() : golden.traced();
    }
  }

  static Stream<Arguments> hidden() {
    return Arrays.stream(Made.values())
        .flatMap(
            made ->
                Stream.of(
                    Arguments.of(GoldenCase.mlpBc(), made, "net.3", List.of(0), List.of(1)),
                    Arguments.of(
                        GoldenCase.cnnDigits(),
                        made,
                        "conv2",
                        List.of(0, 1, 1),
                        List.of(1, 1, 1))));
  }

  @ParameterizedTest
  @MethodSource("hidden")
  void layersAndNeuronsAreThoseOfCaptum(
      GoldenCase golden, Made made, String layer, List<Integer> first, List<Integer> second) {
    try (RuleBased model = open(golden, made, layer)) {
      assertGolden(
          golden,
          model,
          new LayerGradientXActivation(new LayerOptions(layer, NEURON)),
          "layer_gradxact.f64");
      assertGolden(
          golden,
          model,
          new LayerIntegratedGradients(new LayerOptions.Path(layer, NEURON, GAUSS, 50)),
          "layer_ig_50.f64");
      assertGolden(
          golden,
          model,
          new InternalInfluence(new LayerOptions.Path(layer, NEURON, GAUSS, 50)),
          "internal_influence_50.f64");
      assertGolden(
          golden,
          model,
          new LayerConductance(
              new LayerConductance.Options(
                  layer, NEURON, LayerConductance.Rule.LEFT_GAUSS_LEGENDRE, 50)),
          "layer_conductance_50.f64");
      assertGolden(
          golden,
          model,
          new NeuronGradient(new NeuronGradient.Options(layer, first)),
          "neuron_gradient_0.f64");
      assertThroughNeuron(golden, model, layer, second);
    }
  }

  /** Captum's trapezoid has weights that sum to (n - 1) / n; ours sum to one. */
  private static void assertThroughNeuron(
      GoldenCase golden, RuleBased model, String layer, List<Integer> neuron) {
    double[] captum = golden.npy("neuron_conductance_1.f64").values();
    double[] repaired = Arrays.stream(captum).map(value -> value * 50 / 49).toArray();
    NeuronConductance method =
        new NeuronConductance(
            new NeuronConductance.Options(layer, neuron, Quadrature.Rule.TRAPEZOID, 50));

    GoldenValues.assertClose(method.attribute(model, zeros(golden)).values(), repaired);
  }

  @ParameterizedTest
  @EnumSource
  void layerDeepLiftIsThatOfCaptum(Made made) {
    GoldenCase golden = GoldenCase.mlpBc();
    try (RuleBased model = open(golden, made, "net.3")) {
      assertGolden(
          golden,
          model,
          new LayerDeepLift(new LayerOptions("net.3", NEURON)),
          "layer_deeplift.f64");
    }
  }

  @ParameterizedTest
  @EnumSource
  void mapsAreThoseOfCaptum(Made made) {
    GoldenCase golden = GoldenCase.cnnDigits();
    try (RuleBased model = open(golden, made, "conv2", "relu2")) {
      assertGolden(
          golden,
          model,
          new GradCam(new CamOptions("relu2", Upsampling.NEAREST, Heights.SIGNED)),
          "gradcam_upsampled.f64");
      assertGolden(
          golden,
          model,
          new GuidedGradCam(
              new GuidedGradCam.Options("conv2", Upsampling.NEAREST, GuidedGradCam.Form.PRODUCT)),
          "guided_gradcam.f64");
    }
  }

  @ParameterizedTest
  @EnumSource
  void mapsAreThoseOfPytorchGradCam(Made made) {
    GoldenCase golden = GoldenCase.cnnDigits();
    CamOptions unit = CamOptions.of("relu2").with(Heights.UNIT);
    try (RuleBased model = open(golden, made, "relu2")) {
      assertUnit(golden, model, new GradCam(unit), "pgc_GradCAM");
      assertUnit(golden, model, new GradCamPlusPlus(unit), "pgc_GradCAMPlusPlus");
      assertUnit(golden, model, new XGradCam(unit), "pgc_XGradCAM");
      assertUnit(golden, model, new LayerCam(unit), "pgc_LayerCAM");
      assertUnit(golden, model, new HiResCam(unit), "pgc_HiResCAM");
      assertUnit(golden, model, new AblationCam(CamOptions.Tried.of(unit, 32)), "pgc_AblationCAM");
      assertThat(rowsThatDiffer(golden, model, new EigenCam(unit), "pgc_EigenCAM"))
          .as("rows whose component goes against the mean of the layer: LAPACK's sign is free")
          .containsExactly(8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void embeddingsOfTokensAreThoseOfCaptum(Made made) {
    GoldenCase golden = GoldenCase.textAttn();
    try (BlackBox model = openText(golden, made)) {
      RuleBased inside = model.as(RuleBased.class).orElseThrow();
      assertText(
          golden,
          new LayerIntegratedGradients(new LayerOptions.Path("embed", NEURON, GAUSS, 50))
              .attribute(inside, text(golden)),
          "layer_ig_embed_50.f64");
      assertText(
          golden,
          new LayerIntegratedGradients(new LayerOptions.Path("auto", LayerColumns.AUTO, GAUSS, 200))
              .attribute(inside, text(golden)),
          "layer_ig_token_sum_200.f64");
      assertText(
          golden,
          new LayerGradientXActivation(new LayerOptions("embed", NEURON))
              .attribute(inside, text(golden)),
          "layer_gradxact_embed.f64");
    }
  }

  @ParameterizedTest
  @EnumSource
  void attentionIsThatOfTheModel(Made made) {
    GoldenCase golden = GoldenCase.textAttn();
    double[] weights = golden.npy("attention_weights.f64").values(); // [24, 1, 9, 9]
    double[] means = new double[24 * 9];
    for (int i = 0; i < weights.length; i++) {
      means[i / 81 * 9 + i % 9] += weights[i] / 9;
    }
    try (BlackBox model = openText(golden, made)) {
      Attentive attentive = model.as(Attentive.class).orElseThrow();

      Attributions result =
          new AttentionMaps(AttentionMaps.Options.standard()).attribute(attentive, text(golden));

      GoldenValues.assertClose(result.values(), means);
    }
  }

  @ParameterizedTest
  @EnumSource
  void conductanceAboveTheEmbeddingsIsThatOfCaptum(Made made) {
    GoldenCase golden = GoldenCase.textAttn();
    Path file =
        golden
            .scripted()
            .resolveSibling(made == Made.SCRIPTED ? "model_head_script.pt" : "model_head_trace.pt");
    Tensor embeddings = golden.npy("embeddings").tensor();
    AttributionRequest request =
        Requests.with(
            Requests.of(embeddings, Baseline.single(Tensor.zeros(1, 9, 24))), golden.target());
    ModelOptions options = ModelOptions.ofShape(9, 24).withLayers(List.of("fc1"));
    try (BlackBox model = ModelFiles.openTorchScript(file, options)) {
      Attributions result =
          new LayerConductance(
                  new LayerConductance.Options(
                      "fc1", NEURON, LayerConductance.Rule.LEFT_GAUSS_LEGENDRE, 50))
              .attribute(model.as(RuleBased.class).orElseThrow(), request);

      assertText(golden, result, "layer_conductance_fc1.f64");
    }
  }

  private static RuleBased open(GoldenCase golden, Made made, String... layers) {
    Integer[] shape = Arrays.stream(golden.inputs().rowShape()).boxed().toArray(Integer[]::new);
    ModelOptions options = ModelOptions.ofShape(shape).withLayers(List.of(layers));
    return ModelFiles.openTorchScript(made.file(golden), options).as(RuleBased.class).orElseThrow();
  }

  private static BlackBox openText(GoldenCase golden, Made made) {
    ModelOptions options =
        ModelOptions.ofShape(9).withInputType(InputType.INT64).withLayers(List.of("embed"));
    return ModelFiles.openTorchScript(made.file(golden), options);
  }

  private static AttributionRequest zeros(GoldenCase golden) {
    return Requests.with(
        Requests.of(golden.inputs(), Baseline.single(golden.baselineZero())), golden.target());
  }

  private static AttributionRequest text(GoldenCase golden) {
    Tensor ids = golden.npy("ids").tensor();
    Target target = golden.target();
    return Requests.with(Requests.of(ids, Baseline.single(Tensor.zeros(1, 9))), target);
  }

  private static void assertGolden(
      GoldenCase golden,
      RuleBased model,
      AttributionMethod<? super RuleBased> method,
      String entry) {
    GoldenValues.assertClose(method.attribute(model, zeros(golden)).values(), golden.npy(entry));
  }

  private static void assertText(GoldenCase golden, Attributions result, String entry) {
    GoldenValues.assertClose(result.values(), golden.npy(entry));
  }

  private static void assertUnit(
      GoldenCase golden,
      RuleBased model,
      AttributionMethod<? super RuleBased> method,
      String entry) {
    assertThat(rowsThatDiffer(golden, model, method, entry)).as(entry).isEmpty();
  }

  private static List<Integer> rowsThatDiffer(
      GoldenCase golden,
      RuleBased model,
      AttributionMethod<? super RuleBased> method,
      String entry) {
    double[] expected = golden.npy(entry).values();
    Tensor values = method.attribute(model, zeros(golden)).values();
    int length = values.rowLength();
    assertThat(values.values()).hasSize(expected.length);
    return IntStream.range(0, values.rows())
        .filter(
            row ->
                IntStream.range(row * length, (row + 1) * length)
                    .anyMatch(at -> Math.abs(values.at(at) - expected[at]) > OF_ONE))
        .boxed()
        .toList();
  }
}
