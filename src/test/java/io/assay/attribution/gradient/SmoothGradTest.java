package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.Differentiable;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmoothGradTest extends AttributionMethodContract {
  // f = a^3 at 2: the gradient 3 a^2 over normal noise of deviation s has the mean 12 + 3 s^2
  private static final Polynomial CUBE = Polynomial.of(1, Polynomial.term(1, 0, 0, 0));

  @Override
  protected AttributionMethod<Differentiable> method() {
    return new SmoothGrad(NoiseOptions.standard());
  }

  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(EnumSet.of(Law.SYMMETRY)); // noise sets like features apart
  }

  @Test
  void theGradientOfALinearModelNeedsNoSmoothing() {
    Polynomial model = Polynomial.linear(2, -1, 0.5);

    Attributions result = method().attribute(model, Requests.of(Requests.rows(3, 3, 1), zeros(3)));

    for (int row = 0; row < 3; row++) {
      assertThat(result.values().slice(row, row + 1).values()).containsExactly(2, -1, 0.5f);
    }
    assertThat(result.standardErrors()).contains(Tensor.zeros(3, 1, 3));
  }

  @Test
  void pairsCancelTheSlopeOfAGradient() {
    // f = a^2 + ab at (3, 1): the gradient (2 a + b, a) is linear, its mean over a pair exact
    Polynomial model = Polynomial.of(2, Polynomial.term(1, 0, 0), Polynomial.term(1, 0, 1));

    Attributions result =
        new SmoothGrad(new NoiseOptions(4, 0.5, NoiseUnit.INPUT))
            .attribute(model, Requests.of(Requests.row(3, 1), zeros(2)));

    assertThat(result.values().at(0)).isCloseTo(7, within(1e-5f));
    assertThat(result.values().at(1)).isCloseTo(3, within(1e-5f));
  }

  @Test
  void intervalsCoverTheSmoothedGradient() {
    AttributionRequest request = Requests.of(copies(2, 1000), zeros(1));

    Attributions result =
        new SmoothGrad(new NoiseOptions(200, 0.5, NoiseUnit.INPUT)).attribute(CUBE, request);

    double covered = covered(result, 12 + 3 * 0.25);
    assertThat(covered).isBetween(0.92, 0.97); // 100 squares of normal numbers are a little skew
  }

  @Test
  void aGroupGetsItsMemberOfLargestMagnitudeAndThatOnesError() {
    // a's gradient is larger than b's, and b's is certain
    Polynomial model = Polynomial.of(2, Polynomial.term(1, 0, 0, 0), Polynomial.term(-1, 1));
    AttributionRequest request = Requests.of(Requests.row(2, 5), zeros(2));
    FeatureGroups one = FeatureGroups.of(List.of("both"), new int[] {0, 0});

    Attributions apart = method().attribute(model, request);
    Attributions grouped = method().attribute(model, Requests.with(request, one));

    assertThat(grouped.values().at(0)).isEqualTo(apart.values().at(0));
    assertThat(grouped.standardErrors().orElseThrow().at(0))
        .isEqualTo(apart.standardErrors().orElseThrow().at(0))
        .isPositive();
    assertThat(apart.standardErrors().orElseThrow().at(1)).isZero();
  }

  @Test
  void aRowCostsItsSamplesAndOneForwardPass() {
    Attributions result =
        new SmoothGrad(new NoiseOptions(10, 0.1, NoiseUnit.INPUT))
            .attribute(CUBE, Requests.of(Requests.row(2), zeros(1)));

    assertThat(result.calls().gradient(0)).isEqualTo(10);
    assertThat(result.calls().forward(0)).isEqualTo(1);
  }

  static Tensor copies(float value, int rows) {
    float[] values = new float[rows];
    Arrays.fill(values, value);
    return Tensor.of(values, rows, 1);
  }

  static Baseline zeros(int features) {
    return Baseline.single(Tensor.zeros(1, features));
  }

  /** Returns the share of values whose 95 % interval holds the truth. */
  static double covered(Attributions result, double... truth) {
    int covered = 0;
    float[] values = result.values().values();
    for (int at = 0; at < values.length; at++) {
      double error = result.standardErrors().orElseThrow().at(at);
      covered += Math.abs(values[at] - truth[at % truth.length]) <= 1.96 * error ? 1 : 0;
    }
    return (double) covered / values.length;
  }
}
