package io.assay.attribution.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.perturbation.Occlusion.Options;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OcclusionTest {
  @Nested
  class OfSingleFeatures extends AttributionMethodContract {
    @Override
    protected AttributionMethod<BlackBox> method() {
      return new Occlusion(Options.standard());
    }
  }

  @Nested
  class OfWindows extends AttributionMethodContract {
    @Override
    protected AttributionMethod<BlackBox> method() {
      return new Occlusion(new Options(List.of(3), List.of(2)));
    }

    @Override
    protected Set<Law> laws() { // a window gives a feature what its neighbours are worth
      return EnumSet.complementOf(EnumSet.of(Law.DUMMY, Law.SYMMETRY));
    }
  }

  // f = a + 10 b + 100 c + 1000 d + 10000 e at ones from zeros: a window is worth its digits
  private static final Polynomial DIGITS = Polynomial.linear(1, 10, 100, 1000, 10_000);

  @Test
  void aPositionGetsTheMeanOfItsWindows() {
    // windows ab, bc, cd, de
    assertThat(of(new Options(List.of(2), List.of(1))))
        .containsExactly(
            new float[] {11, (11 + 110) / 2f, (110 + 1100) / 2f, (1100 + 11_000) / 2f, 11_000},
            within(1e-2f));
  }

  @Test
  void theLastWindowIsCutOffAtTheEdge() {
    // windows ab, cd, e
    assertThat(of(new Options(List.of(2), List.of(2))))
        .containsExactly(new float[] {11, 11, 1100, 1100, 10_000}, within(1e-2f));
    // windows abcd, cde: the stride is half the window
    assertThat(of(new Options(List.of(4), List.of())))
        .containsExactly(
            new float[] {1111, 1111, (1111 + 11_100) / 2f, (1111 + 11_100) / 2f, 11_100},
            within(1e-2f));
  }

  @Test
  void aWindowLargerThanTheRowIsAllOfIt() {
    assertThat(of(new Options(List.of(9), List.of(1))))
        .containsExactly(11_111, 11_111, 11_111, 11_111, 11_111);
  }

  @Test
  void windowsFollowTheAxesOfTheRow() {
    // a b c
    // d e f : windows abde, bcef
    Polynomial model = Polynomial.linear(1, 10, 100, 1000, 10_000, 100_000);
    AttributionRequest request =
        Requests.of(
            Tensor.of(new float[] {1, 1, 1, 1, 1, 1}, 1, 2, 3),
            Baseline.single(Tensor.zeros(1, 2, 3)));

    float[] values =
        new Occlusion(new Options(List.of(2, 2), List.of(1, 1)))
            .attribute(model, request)
            .values()
            .values();

    float middle = (11_011 + 110_110) / 2f;
    assertThat(values)
        .containsExactly(
            new float[] {11_011, middle, 110_110, 11_011, middle, 110_110}, within(1e-1f));
  }

  @Test
  void aGroupGetsTheMeanOfItsPositions() {
    FeatureGroups groups = FeatureGroups.of(List.of("ends", "rest"), new int[] {0, 1, 1, 1, 0});

    Attributions result =
        new Occlusion(new Options(List.of(1), List.of()))
            .attribute(DIGITS, Requests.with(ones(), groups));

    assertThat(result.values().values())
        .containsExactly(new float[] {10_001 / 2f, 1110 / 3f}, within(1e-2f));
  }

  @Test
  void aBackgroundGivesTheWeightedMeanOfItsRows() {
    // c becomes 0 or 2 with weights 1 and 3: f loses 100 or gains 100
    AttributionRequest request =
        Requests.of(
            Requests.row(1, 1, 1, 1, 1),
            Baseline.background(
                Tensor.of(new float[] {1, 1, 0, 1, 1, 1, 1, 2, 1, 1}, 2, 5), new double[] {1, 3}));

    Attributions result = new Occlusion(Options.standard()).attribute(DIGITS, request);

    assertThat(result.values().at(2)).isCloseTo(-50, within(1e-2f));
    // only c differs, and without it the row is a reference, whose score is known
    assertThat(result.calls().forward(0)).isEqualTo(1);
  }

  @Test
  void costsFollowTheShapeOfTheRow() {
    Occlusion standard = new Occlusion(Options.standard());
    Occlusion strided = new Occlusion(new Options(List.of(1, 3, 3), List.of(1, 2, 2)));

    assertThat(standard.callsPerRow(30, 2)).isEqualTo(new CallsPerRow(1 + 60, 0));
    assertThat(standard.callsPerRow(List.of(9, 24), 9, 1)).isEqualTo(new CallsPerRow(1 + 9, 0));
    // 28 x 28 windows, 14 apart: 15 on each side of 224
    assertThat(standard.callsPerRow(List.of(3, 224, 224), 50, 1))
        .isEqualTo(new CallsPerRow(1 + 225, 0));
    assertThat(strided.callsPerRow(List.of(1, 8, 8), 64, 1)).isEqualTo(new CallsPerRow(1 + 16, 0));
  }

  @Test
  void windowsThatDoNotFitAreRefusedWithWhatWould() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(List.of(2, 2), List.of(3, 1)))
        .withMessageContaining("occlusion.stride is [3, 1] for the window [2, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(List.of(2, 2), List.of(1)))
        .withMessageContaining("one number for each of its axes");
    Occlusion flat = new Occlusion(new Options(List.of(2, 2), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flat.callsPerRow(List.of(3, 8, 8), 4, 1))
        .withMessageContaining("occlusion.window is [2, 2] for rows of shape [3, 8, 8]");
  }

  private static float[] of(Options options) {
    return new Occlusion(options).attribute(DIGITS, ones()).values().values();
  }

  private static AttributionRequest ones() {
    return Requests.of(Requests.row(1, 1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 5)));
  }
}
