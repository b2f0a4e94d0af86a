package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.ModelOptions.InputType;
import io.assay.golden.GoldenCase;
import io.assay.golden.Npy;
import io.assay.model.AttentionGradient;
import io.assay.model.Attentive;
import io.assay.model.BlackBox;
import io.assay.model.Layered;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention weights of models that show them and of models that do not. */
final class AttentiveTest {
  private static final Target TARGET = Target.outputs(2, 1);

  private static BlackBox open(String name, ModelOptions options) {
    return ModelFiles.openTorchScript(Models.file("rules/" + name + ".pt"), options);
  }

  private static Attentive attentive(BlackBox model) {
    return model.as(Attentive.class).orElseThrow();
  }

  private static Tensor rows() {
    return Npy.read("/engine/rules/transformer.inputs.npy").tensor();
  }

  @Test
  void weightsOfTokenIdsAreTheReference() {
    GoldenCase golden = new GoldenCase("text_attn");
    ModelOptions options = ModelOptions.ofShape(9).withInputType(InputType.INT64);
    for (Path file : List.of(golden.scripted(), golden.traced())) {
      try (BlackBox model = ModelFiles.openTorchScript(file, options)) {
        List<Tensor> weights = attentive(model).attention(golden.npy("ids").tensor());

        assertThat(weights).hasSize(1);
        assertThat(weights.get(0).shape()).containsExactly(24, 1, 9, 9);
        assertClose(weights.get(0), golden.npy("attention_weights.f64").values(), 1e-6);
      }
    }
  }

  /** Without gradients torch's own encoder layer runs fused and shows nothing. */
  @Test
  void weightsOfTorchsOwnEncoderAreSeen() {
    double[] expected = Npy.read("/engine/rules/encoder.attention.npy").values();
    int half = expected.length / 2;
    Tensor ids = Npy.read("/engine/rules/encoder.ids.npy").tensor();
    ModelOptions options = ModelOptions.ofShape(7).withInputType(InputType.INT64);
    try (BlackBox model = open("encoder_script", options)) {
      AttentionGradient found = attentive(model).attentionGradient(ids, TARGET);

      assertThat(attentive(model).attentions()).isEqualTo(2);
      assertClose(found.weights().get(0), Arrays.copyOf(expected, half), 1e-6);
      assertClose(found.weights().get(1), Arrays.copyOfRange(expected, half, 2 * half), 1e-6);
      assertThat(found.gradients().get(0).shape()).containsExactly(3, 2, 2, 7, 7);
      assertThat(Models.doubles(found.gradients().get(0))).doesNotContain(Double.NaN);
      assertThat(Arrays.stream(Models.doubles(found.gradients().get(0))).anyMatch(g -> g != 0))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transformer_script", "transformer_trace"})
  void gradientsAreThoseOfATapAtTheSoftmax(String name) {
    List<String> layers = List.of("layers.0.attn:softmax", "layers.1.attn:softmax");
    try (BlackBox model = open(name, ModelOptions.ofShape(7, 8).withLayers(layers))) {
      AttentionGradient found = attentive(model).attentionGradient(rows(), TARGET);

      Layered layered = model.as(Layered.class).orElseThrow();
      for (int layer = 0; layer < 2; layer++) {
        var tapped = layered.layerGradient(layers.get(layer), rows(), TARGET);
        assertThat(found.scores()).isEqualTo(tapped.scores());
        assertClose(found.weights().get(layer), Models.doubles(tapped.activations()), 1e-7);
        assertClose(found.gradients().get(layer), Models.doubles(tapped.gradients()), 1e-7);
      }
    }
  }

  @Test
  void fusedAttentionIsComputedInTheOpen() {
    try (BlackBox fused = open("transformer_fused", ModelOptions.ofShape(7, 8));
        BlackBox open = open("transformer_script", ModelOptions.ofShape(7, 8))) {
      AttentionGradient found = attentive(fused).attentionGradient(rows(), TARGET);

      AttentionGradient expected = attentive(open).attentionGradient(rows(), TARGET);
      for (int layer = 0; layer < 2; layer++) {
        assertClose(
            found.weights().get(layer), Models.doubles(expected.weights().get(layer)), 1e-6);
        assertClose(
            found.gradients().get(layer), Models.doubles(expected.gradients().get(layer)), 1e-6);
      }
      assertThat(found.weights()).hasSameSizeAs(attentive(fused).attention(rows()));
    }
  }

  @Test
  void aSoftmaxOverOutputsIsNoAttention() {
    try (BlackBox products = open("products_script", ModelOptions.ofShape(6));
        BlackBox pictures = open("resnet_trace", ModelOptions.ofShape(3, 32, 32))) {
      assertThat(products.as(Attentive.class)).isEmpty();
      assertThat(pictures.as(Attentive.class)).isEmpty();
    }
  }

  private static void assertClose(Tensor found, double[] expected, double tolerance) {
    assertThat(found.values()).hasSameSizeAs(expected);
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      most = Math.max(most, Math.abs(found.at(i) - expected[i]));
    }
    assertThat(most).isLessThan(tolerance);
  }
}
