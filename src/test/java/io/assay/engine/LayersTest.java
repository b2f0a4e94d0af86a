package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.golden.Npy;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.LinePoints;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What layers hold, how outputs depend on them, and the models above and below them. */
final class LayersTest {
  private static final double FLOAT32 = 2e-6; // a few roundings of values near 1
  private static final Target SECOND = Target.outputs(1);

  static Layered open(String name, String... layers) {
    ModelOptions options = ModelOptions.ofShape(6).withLayers(List.of(layers));
    return ModelFiles.openTorchScript(Models.file("layers/" + name), options)
        .as(Layered.class)
        .orElseThrow();
  }

  private static Tensor inputs() {
    return tensor("layers.inputs");
  }

  private static Tensor tensor(String name) {
    Npy array = Npy.read("/engine/layers/" + name + ".npy");
    return Tensor.of(array.values(), array.shape());
  }

  private static void assertSame(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.values().length; i++) {
      assertThat(found.at(i)).isCloseTo(expected.at(i), within((float) FLOAT32));
    }
  }

  @Test
  void everySubmoduleThatIsCalledIsALayer() {
    try (Layered model = open("layers_script.pt")) {
      List<LayerInfo> layers = model.layers();

      assertThat(layers)
          .extracting(LayerInfo::name)
          .containsExactly(
              "stem",
              "act",
              "blocks.0.fc1",
              "blocks.0.relu",
              "blocks.0.fc2",
              "blocks.0",
              "blocks.1.fc1",
              "blocks.1.relu",
              "blocks.1.fc2",
              "blocks.1",
              "blocks",
              "again",
              "pair.fc",
              "pair[0]",
              "pair[1][0]",
              "bare.0",
              "out");
      assertThat(layers).contains(new LayerInfo("blocks.0", "Block", List.of(8)));
      assertThat(layers).contains(new LayerInfo("out", "Linear", List.of(3)));
      assertThat(model.layer("again#2")).isEqualTo(new LayerInfo("again#2", "Linear", List.of(8)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "layers_script, stem, stem.0",
    "layers_script, blocks.0.fc2, blocks.0.fc2.0",
    "layers_script, again, again.0",
    "layers_script, again#1, again.1",
    "layers_script, again#2, again.2",
    "layers_trace, stem, stem.0",
    "layers_trace, blocks.0.fc2, blocks.0.fc2.0",
    "layers_trace, blocks.0.fc2#1, blocks.0.fc2.1",
    "layers_trace, again#1, again.1"
  })
  void valuesAndGradientsAreThoseOfHooksInPython(String file, String layer, String reference) {
    try (Layered model = open(file + ".pt")) {
      LayerGradient found = model.layerGradient(layer, inputs(), SECOND);

      assertSame(model.outputs(inputs()), tensor(file + ".outputs"));
      assertSame(found.activations(), tensor(file + "." + reference + ".value"));
      assertSame(model.activation(layer, inputs()), tensor(file + "." + reference + ".value"));
      Tensor gradient = tensor(file + "." + reference + ".gradient");
      assertSame(found.gradients(), gradient.reshape(4, 1, 8));
      assertThat(found.scores()).isEqualTo(model.score(inputs(), SECOND));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"layers_script.pt", "layers_trace.pt"})
  void aboveEveryLayerIsTheModel(String file) {
    try (Layered model = open(file)) {
      Tensor outputs = model.outputs(inputs());
      for (LayerInfo layer : model.layers()) {
        Tensor held = model.activation(layer.name(), inputs());

        Differentiable above = model.above(layer.name(), inputs());

        assertThat(above.outputs(held)).as(layer.name()).isEqualTo(outputs);
        LayerGradient cut = model.layerGradient(layer.name(), inputs(), SECOND);
        assertThat(above.gradient(held, SECOND).gradients())
            .as(layer.name())
            .isEqualTo(cut.gradients());
        assertThat(cut.activations()).as(layer.name()).isEqualTo(held);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stem", "blocks.0", "blocks", "again#1", "out"})
  void theChainRuleHoldsAtALayer(String layer) {
    try (Layered model = open("layers_script.pt")) {
      Differentiable below = model.below(layer);
      int width = model.layer(layer).length();
      int[] neurons = IntStream.range(0, width).toArray();
      Tensor inner = below.gradient(inputs(), Target.outputs(neurons)).gradients();
      Tensor outer = model.layerGradient(layer, inputs(), SECOND).gradients();

      Tensor whole =
          model.as(Differentiable.class).orElseThrow().gradient(inputs(), SECOND).gradients();

      // every path from the input to the outputs leads through these layers
      for (int row = 0; row < 4; row++) {
        for (int feature = 0; feature < 6; feature++) {
          double sum = 0;
          for (int neuron = 0; neuron < width; neuron++) {
            sum += outer.at(row, neuron) * inner.at(row, neuron * 6 + feature);
          }
          assertThat(sum).isCloseTo(whole.at(row, feature), within(FLOAT32));
        }
      }
    }
  }

  @Test
  void aLayerOfAnotherRowIsPutWhereItIsHanded() {
    try (Layered model = open("layers_script.pt")) {
      Tensor held = model.activation("out", inputs()).select(2, 0, 1, 3);

      Tensor outputs = model.above("out", inputs()).outputs(held);

      assertThat(outputs).isEqualTo(model.outputs(inputs()).select(2, 0, 1, 3));
    }
  }

  @Test
  void sumsAboveALayerTakeEachPointWithItsRowsInput() {
    try (Layered model = open("layers_script.pt")) {
      Tensor ends = model.activation("pair.fc", inputs()); // other values reach the output past it
      LinePoints points =
          new LinePoints(ends, Tensor.zeros(1, 8), List.of(0.1, 0.5, 0.9), List.of(0.3, 0.4, 0.3));
      Differentiable above = model.above("pair.fc", inputs());

      Tensor sums = above.gradientSum(points, SECOND);

      double[] byHand = new double[4 * 8];
      for (int node = 0; node < 3; node++) {
        float[] places = new float[4 * 8];
        for (int row = 0; row < 4; row++) {
          points.write(row * 3 + node, places, row * 8);
        }
        Tensor gradients = above.gradient(Tensor.of(places, 4, 8), SECOND).gradients();
        for (int i = 0; i < byHand.length; i++) {
          byHand[i] += points.weights().get(node) * gradients.at(i);
        }
      }
      assertSame(sums, Tensor.of(byHand, 4, 1, 8));
      for (int row = 0; row < 4; row++) {
        Differentiable alone = model.above("pair.fc", inputs().slice(row, row + 1));
        LinePoints own =
            new LinePoints(
                ends.slice(row, row + 1), points.starts(), points.nodes(), points.weights());
        assertSame(alone.gradientSum(own, SECOND), sums.slice(row, row + 1));
      }
      assertThatThrownBy(() -> model.above("pair.fc", inputs().slice(0, 1)).outputs(ends))
          .hasMessageContaining("give as many");
    }
  }

  @Test
  void furtherSelectorsReachInputsOperationsVariablesAndElements() {
    String[] wanted = {
      "<out",
      ":softplus#2",
      "@mixed0",
      "heads[left]",
      "many[1]",
      "blocks.1.relu:relu_",
      "blocks.0@x"
    };
    try (Layered model = open("layers_script.pt", wanted)) {
      Tensor outputs = model.outputs(inputs());

      for (String layer : wanted) {
        Tensor held = model.activation(layer, inputs());
        assertThat(model.above(layer, inputs()).outputs(held)).as(layer).isEqualTo(outputs);
        assertThat(model.layerGradient(layer, inputs(), SECOND).activations()).isEqualTo(held);
      }
      assertSame(model.activation("blocks.0@x", inputs()), model.activation("act", inputs()));
      assertThat(model.activation("heads[left]", inputs()).rowLength()).isEqualTo(8);
    }
  }

  @Test
  void aFrozenModelHasOperationsAndVariables() {
    try (Layered model = open("layers_frozen.pt", ":linear#1", "@h1", ":torch.relu_")) {
      assertThat(model.layers())
          .extracting(LayerInfo::name)
          .containsExactly(":linear", ":torch.relu_", "@h1");
      Tensor held = model.activation(":linear#1", inputs());
      assertThat(model.above(":linear#1", inputs()).outputs(held))
          .isEqualTo(model.outputs(inputs()));
      assertThatThrownBy(() -> model.layer("stem")).hasMessageContaining("no such submodule");
    }
    try (Layered model = open("layers_frozen.pt")) {
      assertThatThrownBy(() -> model.layer("stem"))
          .hasMessageContaining("frozen or inlined")
          .hasMessageContaining(":torch.softplus");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "blocks.0.fc3 | nearest: blocks.0.fc1",
        "heads | it gives Dict[str, Tensor]",
        "turned | has no axis of rows in front",
        "number | no floating-point numbers",
        "unused | never calls it",
        "again#3 | 3 times",
        "<out | name it in model.layers",
        ":softplus | name it in model.layers",
        "stem# | no selector",
        "bare | it gives nothing"
      })
  void aLayerThatCannotBeHeldIsExplained(String layer, String reason) {
    try (Layered model = open("layers_script.pt")) {
      assertThatThrownBy(() -> model.layer(layer))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining(reason)
          .hasMessageContaining("blocks.0.fc1")
          .extracting(failure -> ((AssayException) failure).code())
          .isEqualTo(ErrorCode.MODEL_LAYER);
    }
  }

  @Test
  void aSelectorThatLeadsNowhereIsRefusedOnOpening() {
    assertThatThrownBy(() -> open("layers_script.pt", "nowhere:relu").close())
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("nowhere:relu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model_script.pt", "model_trace.pt"})
  void theConvolutionsOfTheReferenceModelAreCaptumsToFloat32(String file) {
    String folder = "/golden/cnn_digits/";
    int[] classes = integers(folder + "targets.npy");
    Target target = Target.perRow(classes);
    try (Layered model = reference(folder + file, ModelOptions.ofShape(1, 8, 8))) {
      Npy inputs = Npy.read(folder + "inputs.npy");
      Tensor input = Tensor.of(inputs.values(), inputs.shape());

      LayerGradient found = model.layerGradient("conv2", input, target);

      assertNear(found.activations(), Npy.read(folder + "layer_activation.npy"));
      float[] product = new float[found.activations().values().length];
      for (int i = 0; i < product.length; i++) {
        product[i] = found.activations().at(i) * found.gradients().at(i);
      }
      int[] shape = found.activations().shape();
      assertNear(Tensor.of(product, shape), Npy.read(folder + "layer_gradxact.npy"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model_script.pt", "model_trace.pt"})
  void theAttentionOfTheReferenceModelIsItsSoftmax(String file) {
    String folder = "/golden/text_attn/";
    ModelOptions options = ModelOptions.ofShape(9).withInputType(ModelOptions.InputType.INT64);
    try (Layered model = reference(folder + file, options)) {
      Npy ids = Npy.read(folder + "ids.npy");
      Tensor input = Tensor.of(ids.values(), ids.shape());

      assertThat(model.as(Differentiable.class)).isEmpty();
      assertNear(
          model.activation("head.attn.softmax", input), Npy.read(folder + "attention_weights.npy"));
      LayerGradient embedded =
          model.layerGradient("embed", input, Target.perRow(integers(folder + "targets.npy")));
      float[] product = new float[embedded.activations().values().length];
      for (int i = 0; i < product.length; i++) {
        product[i] = embedded.activations().at(i) * embedded.gradients().at(i);
      }
      assertNear(Tensor.of(product, 24, 9, 24), Npy.read(folder + "layer_gradxact_embed.npy"));
      assertThatThrownBy(() -> model.below("embed")).hasMessageContaining("the model takes ids");
    }
  }

  private static Layered reference(String resource, ModelOptions options) {
    try {
      Path file = Path.of(Objects.requireNonNull(LayersTest.class.getResource(resource)).toURI());
      return ModelFiles.openTorchScript(file, options).as(Layered.class).orElseThrow();
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  private static int[] integers(String resource) {
    return Arrays.stream(Npy.read(resource).values()).mapToInt(value -> (int) value).toArray();
  }

  /** The references were computed in float32 with other kernels: 1e-5 of the largest value. */
  private static void assertNear(Tensor found, Npy expected) {
    double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElse(0);
    assertThat(found.values()).hasSize(expected.values().length);
    for (int i = 0; i < expected.values().length; i++) {
      assertThat((double) found.at(i)).isCloseTo(expected.values()[i], within(1e-5 * largest));
    }
  }
}
