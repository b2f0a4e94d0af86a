package io.assay.attribution.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Quadrature;
import io.assay.baseline.Baseline;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.Layered;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Methods that attribute a neuron, or through one. */
class NeuronMethodsTest {
  // y = (a + b, a - b), f = y0^2 + 3 y1^2
  private static final Layered MODEL =
      LayeredNet.from(2)
          .linear("y", new double[][] {{1, 1}, {1, -1}}, 0, 0)
          .square("square")
          .linear("out", new double[][] {{1, 3}}, 0)
          .build();
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(2, 1), Baseline.single(Requests.row(0, 0)));

  @Nested
  class Gradient extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new NeuronGradient(new NeuronGradient.Options("bent", List.of(1)));
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.DUMMY, Law.SYMMETRY); // the neuron is the same in a sum of models
    }
  }

  @Nested
  class Conductance extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new NeuronConductance(
          new NeuronConductance.Options("bent", List.of(1), Quadrature.Rule.MIDPOINT, 5));
    }
  }

  @Test
  void theGradientIsThatOfTheNeuron() {
    Attributions first = gradient("y", 0);
    Attributions second = gradient("square", 1); // (a - b)^2 at (2, 1)

    assertThat(first.values().values()).containsExactly(1, 1);
    assertThat(second.values().values()).containsExactly(2, -2);
    assertThat(second.diagnostics().get(0).values().at(0)).isEqualTo(1);
    assertThat(second.scores().at(0)).isEqualTo(12);
  }

  // through y0: a times the mean of 2 y0 over the way, which is 3; adds up to y0's conductance, 9
  @Test
  void theConductanceIsWhatFlowsThroughTheNeuron() {
    Attributions result =
        new NeuronConductance(
                new NeuronConductance.Options("y", List.of(0), Quadrature.Rule.MIDPOINT, 2))
            .attribute(MODEL, REQUEST);

    assertThat(result.values().values()).containsExactly(new float[] {6, 3}, within(1e-5f));
    assertThat(result.baselineScores().at(0)).isZero();
  }

  @Test
  void aNeuronIsNamedByItsNumberOrByItsPlaceOnEveryAxis() {
    LayeredNet net = LayeredNet.spatial(1);
    AttributionRequest request =
        Requests.of(Requests.rows(2, 16, 3), Baseline.single(Requests.row(new float[16])));

    Attributions byNumber =
        new NeuronGradient(new NeuronGradient.Options("conv1", List.of(22)))
            .attribute(net, request);
    Attributions byPlace =
        new NeuronGradient(new NeuronGradient.Options("conv1", List.of(1, 1, 2)))
            .attribute(net, request);

    assertThat(byPlace.values()).isEqualTo(byNumber.values());
  }

  @Test
  void aNeuronOutsideTheLayerIsRefused() {
    assertThatThrownBy(() -> gradient("y", 2))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("neuron is [2], and layer y holds [2]");
    assertThatThrownBy(() -> new NeuronGradient.Options("y", List.of(-1)))
        .hasMessageContaining("neuron-gradient.neuron is [-1]");
    assertThatThrownBy(() -> new NeuronGradient.Options("y", List.of()))
        .hasMessageContaining("need numbers from 0");
  }

  private static Attributions gradient(String layer, int neuron) {
    return new NeuronGradient(new NeuronGradient.Options(layer, List.of(neuron)))
        .attribute(MODEL, REQUEST);
  }
}
