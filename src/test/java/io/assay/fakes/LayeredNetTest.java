package io.assay.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.model.AttentionGradient;
import io.assay.model.BackwardRule;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerMultipliers;
import io.assay.model.Layered;
import io.assay.model.LinePoints;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayeredNetTest {
  private static final Target BOTH = Target.outputs(0, 1);
  private static final float STEP = 1f / 256;

  static Stream<Arguments> layers() {
    return Stream.of(LayeredNet.dense(5, 6, 1), spatial(), attentive())
        .flatMap(net -> net.layers().stream().map(layer -> Arguments.of(net, layer.name())));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsAtALayerAgreeWithFiniteDifferencesAboveIt(Layered net, String layer) {
    Tensor input = inputsOf(net);
    Tensor held = net.activation(layer, input);
    Differentiable above = net.above(layer, input);
    int length = net.layer(layer).length();

    LayerGradient gradient = net.layerGradient(layer, input, BOTH);

    assertThat(gradient.activations()).isEqualTo(held);
    assertThat(above.gradient(held, BOTH).gradients().values())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(gradient.gradients().values());
    for (int at = 0; at < length; at++) {
      Tensor up = above.score(moved(held, at, STEP), BOTH);
      Tensor down = above.score(moved(held, at, -STEP), BOTH);
      for (int scalar = 0; scalar < 2 * input.rows(); scalar++) {
        float slope = (up.at(scalar) - down.at(scalar)) / (2 * STEP);
        assertThat(gradient.gradients().at(scalar * length + at)).isCloseTo(slope, within(5e-3f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsOfANeuronAgreeWithFiniteDifferencesBelowIt(Layered net, String layer) {
    Tensor input = inputsOf(net);
    Differentiable below = net.below(layer);
    int last = net.layer(layer).length() - 1;

    Tensor gradients = below.gradient(input, Target.outputs(last)).gradients();

    assertThat(below.outputs(input).values())
        .containsExactly(net.activation(layer, input).values());
    for (int at = 0; at < input.rowLength(); at++) {
      Tensor up = below.score(moved(input, at, STEP), Target.outputs(last));
      Tensor down = below.score(moved(input, at, -STEP), Target.outputs(last));
      for (int row = 0; row < input.rows(); row++) {
        float slope = (up.at(row) - down.at(row)) / (2 * STEP);
        assertThat(gradients.at(row, at)).isCloseTo(slope, within(5e-3f));
      }
    }
  }

  @Test
  void aSumAboveALayerTakesEachRowsOwnContext() {
    LayeredNet net = spatial();
    Tensor input = inputsOf(net);
    Tensor held = net.activation("conv2", input);
    Tensor zeros = Tensor.zeros(1, 2, 2, 2);

    Tensor sum =
        net.above("conv2", input)
            .gradientSum(new LinePoints(held, zeros, List.of(0.0, 1.0), List.of(0.5, 2.0)), BOTH);

    Differentiable above = net.above("conv2", input);
    Tensor atZero = above.gradient(Tensor.zeros(held.shape()), BOTH).gradients();
    Tensor atOne = above.gradient(held, BOTH).gradients();
    for (int i = 0; i < sum.values().length; i++) {
      assertThat(sum.at(i)).isCloseTo(0.5f * atZero.at(i) + 2 * atOne.at(i), within(1e-6f));
    }
  }

  @Test
  void multipliersAddUpToTheDifferenceOfTheScores() {
    LayeredNet net = spatial();
    Tensor input = inputsOf(net);
    Tensor references = Requests.rows(3, 16, 9).reshape(3, 1, 4, 4);

    LayerMultipliers result = net.multipliers("add", input, references, BOTH);

    for (int scalar = 0; scalar < 6; scalar++) {
      double sum = 0;
      for (int i = 0; i < 8; i++) {
        double distance =
            result.activations().at(scalar / 2, i)
                - result.referenceActivations().at(scalar / 2, i);
        sum += distance * result.rescaled().multipliers().at(scalar * 8 + i);
      }
      float change =
          result.rescaled().scores().at(scalar) - result.rescaled().referenceScores().at(scalar);
      assertThat((float) sum).isCloseTo(change, within(1e-5f));
    }
  }

  // f = relu(a - b) - relu(b - 2 a) at (1, 3): -relu(1), whose gradient is (2, -1)
  @Test
  void rulesDecideWhatAReluSendsBack() {
    LayeredNet net =
        LayeredNet.from(2)
            .linear("hidden", new double[][] {{1, -1}, {-2, 1}}, 0, 0)
            .relu("relu")
            .linear("out", new double[][] {{1, -1}}, 0)
            .build();
    Tensor row = Requests.row(1, 3);
    Target target = Target.outputs(0);

    assertThat(net.gradient(row, target).gradients().values()).containsExactly(2, -1);
    assertThat(net.gradient(row, target, new BackwardRule.Guided()).gradients().values())
        .containsExactly(0, 0);
    assertThat(net.gradient(row, target, new BackwardRule.Deconvolution()).gradients().values())
        .containsExactly(1, -1);
    assertThat(net.gradient(row, target, new BackwardRule.LrpEpsilon(1e-9)).gradients().values())
        .containsExactly(2, -1);
  }

  @Test
  void weightsOfAnAttentionSumToOneAndHaveGradients() {
    AttentiveNet net = AttentiveNet.ofIds(3, 4);
    Tensor ids = Tensor.of(new float[] {1, 2, 3, 7, 0, 2}, 2, 3);

    AttentionGradient result = net.attentionGradient(ids, BOTH);

    assertThat(result.weights()).hasSize(2).isEqualTo(net.attention(ids));
    assertThat(result.gradients().get(1).shape()).containsExactly(2, 2, 2, 3, 3);
    for (int at = 0; at < 2 * 2 * 3; at++) {
      float sum = 0;
      for (int key = 0; key < 3; key++) {
        sum += result.weights().get(0).at(at * 3 + key);
      }
      assertThat(sum).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void idsHaveNoGradient() {
    AttentiveNet net = AttentiveNet.ofIds(3, 4);

    assertThat(net.as(Differentiable.class)).isEmpty();
    assertThat(net.as(Layered.class)).isPresent();
    assertThatThrownBy(() -> net.below("mean")).isInstanceOf(AssayException.class);
  }

  @Test
  void anUnknownLayerIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> spatial().layer("conv3"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("conv3")
        .hasMessageContaining("conv2");
  }

  @Test
  void whatIsReadInsideIsCounted() {
    CountingModel counting = CountingModel.around(spatial());
    Tensor input = inputsOf(spatial());

    counting.activation("add", input);
    counting.above("add", input).outputs(Tensor.zeros(3, 2, 2, 2));
    counting.layerGradient("add", input, BOTH);

    assertThat(counting.forwardRows()).isEqualTo(6);
    assertThat(counting.gradientRows()).isEqualTo(3);
  }

  private static LayeredNet spatial() {
    return LayeredNet.spatial(2);
  }

  private static AttentiveNet attentive() {
    return AttentiveNet.ofNumbers(3, 3);
  }

  private static Tensor inputsOf(Layered net) {
    int length = net.signature().inputLength();
    Tensor flat = Requests.rows(3, length, 8);
    return length == 16 ? flat.reshape(3, 1, 4, 4) : flat;
  }

  private static Tensor moved(Tensor tensor, int position, float by) {
    float[] values = tensor.values().clone();
    for (int at = position; at < values.length; at += tensor.rowLength()) {
      values[at] += by;
    }
    return Tensor.of(values, tensor.shape());
  }
}
