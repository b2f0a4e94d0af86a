package io.assay.attribution.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.baseline.Baseline;
import io.assay.baseline.Deletion;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.ThreeWayAnd;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureAblationTest extends AttributionMethodContract {
  // f = 2ab - c^2 at (1, 2, 3): -5
  private static final Polynomial MODEL =
      Polynomial.of(3, Polynomial.term(2, 0, 1), Polynomial.term(-1, 2, 2));

  @Override
  protected AttributionMethod<BlackBox> method() {
    return new FeatureAblation(FeatureAblation.Options.standard());
  }

  @Test
  void valuesAreWhatTheScoreLosesWithoutAFeature() {
    // without a, or b: -9; without c: 4
    Attributions result =
        method()
            .attribute(
                MODEL, Requests.of(Requests.row(1, 2, 3), Baseline.single(Tensor.zeros(1, 3))));

    assertThat(result.values().values()).containsExactly(4, 4, -9);
    assertThat(result.scores().at(0)).isEqualTo(-5);
    assertThat(result.baselineScores().at(0)).isZero();
  }

  @Test
  void aGroupIsTakenAwayTogether() {
    // without b: -9; without a and c: 0
    AttributionRequest request =
        Requests.of(Requests.row(1, 2, 3), Baseline.single(Tensor.zeros(1, 3)));
    FeatureGroups groups = FeatureGroups.of(List.of("rest", "b"), new int[] {0, 1, 0});

    Attributions result = method().attribute(MODEL, Requests.with(request, groups));

    assertThat(result.values().values()).containsExactly(-5, 4);
  }

  @Test
  void aBackgroundGivesTheWeightedMeanOfItsRows() {
    // c from 3 to 1 or 2: f = 3 or 0, of weight 1 and 3; -5 - (3 + 0) / 4
    AttributionRequest request =
        Requests.of(
            Requests.row(1, 2, 3),
            Baseline.background(
                Tensor.of(new float[] {1, 2, 1, 1, 2, 2}, 2, 3), new double[] {1, 3}));

    Attributions result = method().attribute(MODEL, request);

    assertThat(result.values().values()).containsExactly(new float[] {0, 0, -5.75f}, within(1e-6f));
  }

  @Test
  void whatIsTakenAwayBecomesWhatTheMaskingMakesOfIt() {
    // f(1, 2, 3) = 321; without the second token it is f(1, 3, 0) = 31
    AttributionRequest replaced =
        Requests.of(Requests.row(1, 2, 3), Baseline.single(Tensor.zeros(1, 3)));
    AttributionRequest deleted =
        new AttributionRequest(
            replaced.batch(),
            replaced.target(),
            replaced.baseline(),
            replaced.groups(),
            replaced.seed(),
            new Deletion(0));

    Attributions result = method().attribute(Polynomial.linear(1, 10, 100), deleted);

    assertThat(result.values().values()).containsExactly(321 - 32, 321 - 31, 321 - 21);
  }

  @Test
  void aGroupThatEqualsAReferenceCostsNoCallThere() {
    Tensor references = Tensor.of(new float[] {1, 0, 0, 1, 2, 0}, 2, 3);
    AttributionRequest request =
        Requests.of(Requests.row(1, 2, 3), Baseline.background(references));

    Attributions result = method().attribute(MODEL, request);

    // b and c against the first; without c the row is the second, whose score is known
    assertThat(result.calls().forward(0)).isEqualTo(1 + 2);
    assertThat(result.values().at(0)).isZero();
  }

  @Test
  void blackBoxesAreEnough() {
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    float[] values = method().attribute(new ThreeWayAnd(), request).values().values();

    assertThat(values).containsExactly(1, 1, 1, 0);
  }

  @Test
  void aRowCostsACopyForEachGroupAndReference() {
    assertThat(method().callsPerRow(30, 16)).isEqualTo(new CallsPerRow(1 + 480, 0));
  }
}
