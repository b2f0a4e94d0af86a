package io.assay.attribution.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.fakes.CountingModel;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.Layered;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Maps without gradients. */
class ChannelCamsTest {
  // channels A = x and B = 9 - x over the pixels of a [1, 1, 2] picture; f = A0 + A1 + B1 - 9,
  // at x = (1, 3): A = (1, 3), B = (8, 6), f = 1 + 3 + 6 - 9 = 1
  private static final Layered MODEL =
      LayeredNet.from(1, 1, 2)
          .linear(
              "maps",
              "Conv2d",
              List.of(2, 1, 2),
              new double[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}},
              0,
              0,
              9,
              9)
          .linear("out", new double[][] {{1, 1, 0, 1}}, -9)
          .build();
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(1, 3), Baseline.single(Requests.row(0, 0)));
  private static final CamOptions SIGNED = CamOptions.standard().with(Heights.SIGNED);
  private static final int ALL = 65_536;

  @Nested
  class Eigen extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new EigenCam(SIGNED);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.SYMMETRY);
    }
  }

  @Nested
  class Score extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new ScoreCam(CamOptions.Tried.of(SIGNED, ALL));
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.SYMMETRY);
    }
  }

  @Nested
  class Ablation extends LayerLaws {
    @Override
    protected AttributionMethod<Layered> method() {
      return new AblationCam(CamOptions.Tried.of(SIGNED, ALL));
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.of(Law.SYMMETRY);
    }
  }

  // centred over the cells A = (-1, 1), B = (1, -1): the component is (A - B) / sqrt(2), the
  // projections -+ sqrt(2); the sums over channels (9, 9) leave the sign as it comes
  @Test
  void eigenCamProjectsOnTheFirstComponent() {
    float[] values = new EigenCam(SIGNED).attribute(MODEL, REQUEST).values().values();

    assertThat(Math.abs(values[0])).isCloseTo((float) Math.sqrt(2), within(1e-6f));
    assertThat(values[1]).isEqualTo(-values[0]);
  }

  @Test
  void eigenCamShowsWhereTheLayerHoldsMuch() {
    // one channel, (0, 0, 1, 5), less its mean 1.5
    LayeredNet net =
        LayeredNet.from(1, 2, 2)
            .linear(
                "maps",
                "Conv2d",
                List.of(1, 2, 2),
                new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}},
                new double[4])
            .linear("out", new double[][] {{1, 1, 1, 1}}, 0)
            .build();
    AttributionRequest request =
        Requests.of(Requests.row(0, 0, 1, 5), Baseline.single(Requests.row(0, 0, 0, 0)));

    float[] values = new EigenCam(SIGNED).attribute(net, request).values().values();

    assertThat(values).containsExactly(new float[] {-1.5f, -1.5f, -0.5f, 3.5f}, within(1e-6f));
  }

  // masks (0, 1) of A and (1, 0) of B: rows (0, 3) and (1, 0) with scores 0 + 3 + 6 - 9 = 0 and
  // 1 + 0 + 9 - 9 = 1; weights 1 / (1 + e) and e / (1 + e)
  @Test
  void scoreCamWeightsChannelsByTheScoreSeenThroughThem() {
    Attributions result = new ScoreCam(CamOptions.Tried.of(SIGNED, ALL)).attribute(MODEL, REQUEST);

    float first = (float) (1 / (1 + Math.E));
    assertThat(result.values().at(0)).isCloseTo(first + 8 * (1 - first), within(1e-5f));
    assertThat(result.values().at(1)).isCloseTo(3 * first + 6 * (1 - first), within(1e-5f));
    assertThat(result.scores().at(0)).isEqualTo(1);
  }

  // without A the score is 6 - 9 = -3, without B 4 - 9 = -5: weights 4 and 6
  @Test
  void ablationCamWeightsChannelsByWhatIsLostWithoutThem() {
    Attributions result =
        new AblationCam(CamOptions.Tried.of(SIGNED, ALL)).attribute(MODEL, REQUEST);

    assertThat(result.values().values()).containsExactly(4 + 48, 12 + 36);
  }

  @Test
  void theStrongestChannelsAloneAreTriedIfSoManyAreAsked() {
    CountingModel model = CountingModel.around(MODEL);

    Attributions ablation =
        new AblationCam(CamOptions.Tried.of(SIGNED, 1)).attribute(model, REQUEST);

    assertThat(ablation.values().values()).containsExactly(48, 36); // B holds more
    assertThat(model.forwardRows()).isEqualTo(3).isEqualTo(ablation.calls().total());
  }

  @Test
  void theCostIsKnownWhereTheLayersAre() {
    ScoreCam all = new ScoreCam(CamOptions.Tried.of(SIGNED, ALL));
    ScoreCam one = new ScoreCam(CamOptions.Tried.of(CamOptions.of("maps"), 1));
    List<Integer> shape = List.of(1, 1, 2);

    assertThat(all.callsPerRow(shape, MODEL.layers(), 2, 1).forward()).isEqualTo(4);
    assertThat(one.callsPerRow(shape, MODEL.layers(), 2, 1).forward()).isEqualTo(3);
    assertThat(all.callsPerRow(2, 1).forward()).isEqualTo(65_538);
  }

  @Test
  void anAblationIsThatOfTheLayerAloneWhereSomethingPassesIt() {
    // h is the row, x = 2 h, add = x + h = 3 h, f = 9 (1 + 9) = 90; without x it is h^2 = 10
    LayeredNet net =
        LayeredNet.from(1, 1, 2)
            .linear("h", "Conv2d", List.of(1, 1, 2), new double[][] {{1, 0}, {0, 1}}, 0, 0)
            .linear("x", "Scale", List.of(1, 1, 2), new double[][] {{2, 0}, {0, 2}}, 0, 0)
            .add("add", "h")
            .square("square")
            .linear("out", new double[][] {{1, 1}}, 0)
            .build();

    Attributions ofX =
        new AblationCam(CamOptions.Tried.of(CamOptions.of("x"), ALL)).attribute(net, REQUEST);

    assertThat(ofX.values().at(0)).isCloseTo(2 * 80f / 90, within(1e-5f));
    assertThat(ofX.values().at(1)).isCloseTo(6 * 80f / 90, within(1e-5f));
  }

  @Test
  void channelsAreAPositiveNumber() {
    assertThatThrownBy(() -> CamOptions.Tried.of(SIGNED, 0))
        .hasMessageContaining("channels is 0; need 1 to 65536");
  }
}
