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
import io.assay.fakes.AttentiveNet;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.Layered;
import io.assay.model.RuleBased;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Methods that attribute to a layer. */
class LayerMethodsTest {
  // y = (a + b, a - b), f = y0^2 + 3 y1^2; at (2, 1): y = (3, 1), f = 12, gradient (6, 6) at y;
  // at (0, 0): all zero
  private static final RuleBased MODEL =
      LayeredNet.from(2)
          .linear("y", new double[][] {{1, 1}, {1, -1}}, 0, 0)
          .square("square")
          .linear("out", new double[][] {{1, 3}}, 0)
          .build();
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(2, 1), Baseline.single(Requests.row(0, 0)));
  private static final Quadrature.Rule MIDPOINT = Quadrature.Rule.MIDPOINT;

  @Nested
  class GradientXActivations extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new LayerGradientXActivation(LayerOptions.standard());
    }
  }

  @Nested
  class IntegratedGradients extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new LayerIntegratedGradients(LayerOptions.Path.standard());
    }

    @Override
    protected double completenessTolerance() {
      return 2e-2; // kinks of the ReLU network between 50 nodes
    }
  }

  @Nested
  class Conductance extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new LayerConductance(LayerConductance.Options.standard());
    }

    @Override
    protected double completenessTolerance() {
      return 2e-2; // kinks of the ReLU network between 50 panels
    }
  }

  @Nested
  class Influence extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new InternalInfluence(LayerOptions.Path.standard());
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.ZERO)); // a gradient is no difference
    }
  }

  @Nested
  class DeepLift extends LayerLaws {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new LayerDeepLift(LayerOptions.standard());
    }
  }

  @Test
  void gradientsTimesActivations() {
    assertThat(values(new LayerGradientXActivation(ofY())).values().values())
        .containsExactly(18, 6);
  }

  // the mean of 2 y0 over the way is 3, of 6 y1 it is 3
  @Test
  void pathsInsideTheModelAddUpToTheScore() {
    assertThat(
            values(
                    new LayerIntegratedGradients(
                        new LayerOptions.Path("y", LayerColumns.AUTO, MIDPOINT, 4)))
                .values()
                .values())
        .containsExactly(9, 3);
    assertThat(values(new LayerDeepLift(ofY())).values().values()).containsExactly(9, 3);
    assertThat(values(conductance(LayerConductance.Rule.TRAPEZOID)).values().values())
        .containsExactly(new float[] {9, 3}, within(1e-5f));
    assertThat(
            values(
                    new InternalInfluence(
                        new LayerOptions.Path("y", LayerColumns.AUTO, MIDPOINT, 4)))
                .values()
                .values())
        .containsExactly(3, 3);
  }

  // the two nodes of 1 + 1 are (1 -+ 1/sqrt(3)) / 2: 6 (1 - 1/sqrt(3)) / 2 * 3/sqrt(3) of y0
  @Test
  void captumsConductanceLeavesOutBothEnds() {
    float[] values =
        values(
                new LayerConductance(
                    new LayerConductance.Options(
                        "y", LayerColumns.AUTO, LayerConductance.Rule.LEFT_GAUSS_LEGENDRE, 1)))
            .values()
            .values();

    double expected = 3 * (1 - 1 / Math.sqrt(3)) * 3 / Math.sqrt(3);
    assertThat(values[0]).isCloseTo((float) expected, within(1e-5f));
  }

  // keep = x, h = 3 x, f = h keep: past h, keep stays 2; h goes from 3 to 6, f from 6 to 12
  @Test
  void whatPassesTheLayerIsHeldAsTheRowGivesIt() {
    LayeredNet net =
        LayeredNet.from(1)
            .linear("keep", new double[][] {{1}}, 0)
            .linear("h", new double[][] {{3}}, 0)
            .times("out", "keep")
            .build();
    AttributionRequest request = Requests.of(Requests.row(2), Baseline.single(Requests.row(1)));

    Attributions result =
        new LayerIntegratedGradients(new LayerOptions.Path("h", LayerColumns.AUTO, MIDPOINT, 2))
            .attribute(net, request);

    assertThat(result.values().values()).containsExactly(6);
    assertThat(result.baselineScores().at(0)).isEqualTo(6);
    assertThat(result.completenessGap(0, 0)).isZero();
  }

  @Test
  void idsOfTokensAreWalkedFromTheirVectorsOn() {
    AttentiveNet net = AttentiveNet.ofIds(3, 4);
    AttributionRequest request =
        Requests.of(Requests.row(1, 5, 2), Baseline.single(Requests.row(0, 0, 2)));

    Attributions result =
        new LayerIntegratedGradients(LayerOptions.Path.standard()).attribute(net, request);

    assertThat(result.values().values()[2]).isZero(); // the same id in both
    assertThat(result.completenessGap(0, 0)).isCloseTo(0, within(1e-5));
    assertThat(result.baselineScores())
        .isEqualTo(net.score(Requests.row(0, 0, 2), request.target()));
    assertThatThrownBy(() -> conductance(LayerConductance.Rule.TRAPEZOID).attribute(net, request))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layer-integrated-gradients");
  }

  @Test
  void columnsAreTheInputWhereTheLayerLiesOverItAndChannelsElsewhere() {
    Layered net = LayeredNet.spatial(1);
    AttributionRequest request =
        Requests.of(
            Requests.rows(2, 16, 3).reshape(2, 1, 4, 4),
            Baseline.single(Requests.rows(1, 16, 5).reshape(1, 1, 4, 4)));

    assertThat(columns(net, "relu2", LayerColumns.AUTO)).hasSize(16).startsWith("x0", "x1");
    assertThat(columns(net, "relu2", LayerColumns.CHANNEL)).containsExactly("relu2[0]", "relu2[1]");
    assertThat(columns(net, "relu2", LayerColumns.NEURON))
        .hasSize(8)
        .startsWith("relu2[0,0,0]", "relu2[0,0,1]", "relu2[0,1,0]");
    assertThat(columns(net, "mean", LayerColumns.AUTO)).containsExactly("mean[0]", "mean[1]");
    assertThatThrownBy(() -> columns(net, "mean", LayerColumns.INPUT))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layer mean holds [2]");
    assertThatThrownBy(() -> columns(net, "top", LayerColumns.AUTO))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("mean [2]");
    for (LayerColumns columns :
        List.of(LayerColumns.INPUT, LayerColumns.CHANNEL, LayerColumns.NEURON)) {
      Attributions result =
          new LayerDeepLift(new LayerOptions("relu2", columns)).attribute((RuleBased) net, request);
      assertThat(result.groups()).isEqualTo(columns(net, "relu2", columns).size());
      assertThat(result.completenessGap(1, 0)).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void tokensSumOverTheirVectorsAndChannelsOverTheTokens() {
    AttentiveNet net = AttentiveNet.ofIds(3, 4);
    AttributionRequest request =
        Requests.of(Requests.row(1, 5, 2), Baseline.single(Requests.row(0, 0, 0)));

    float[] neurons = products(net, request, LayerColumns.NEURON);
    float[] tokens = products(net, request, LayerColumns.INPUT);
    float[] channels = products(net, request, LayerColumns.CHANNEL);

    for (int token = 0; token < 3; token++) {
      float sum = 0;
      for (int channel = 0; channel < 4; channel++) {
        sum += neurons[token * 4 + channel];
      }
      assertThat(tokens[token]).isCloseTo(sum, within(1e-6f));
    }
    assertThat(channels[1]).isCloseTo(neurons[1] + neurons[5] + neurons[9], within(1e-6f));
  }

  private static float[] products(Layered net, AttributionRequest request, LayerColumns columns) {
    return new LayerGradientXActivation(new LayerOptions("embedding", columns))
        .attribute(net, request)
        .values()
        .values();
  }

  private static List<String> columns(Layered net, String layer, LayerColumns columns) {
    return new LayerDeepLift(new LayerOptions(layer, columns))
        .columns(Requests.singletons(16), net.layers());
  }

  private static LayerOptions ofY() {
    return new LayerOptions("y", LayerColumns.AUTO);
  }

  private static LayerConductance conductance(LayerConductance.Rule rule) {
    return new LayerConductance(new LayerConductance.Options("y", LayerColumns.AUTO, rule, 4));
  }

  private static Attributions values(AttributionMethod<? super RuleBased> method) {
    return method.attribute(MODEL, REQUEST);
  }
}
