package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.Differentiable;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarGradTest extends AttributionMethodContract {
  // f = (a^2 + b^2) / 2: the gradient is the point itself, its variance that of the noise
  private static final Polynomial BOWL =
      Polynomial.of(2, Polynomial.term(0.5, 0, 0), Polynomial.term(0.5, 1, 1));

  @Override
  protected AttributionMethod<Differentiable> method() {
    return new VarGrad(NoiseOptions.standard());
  }

  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(
        EnumSet.of(Law.SYMMETRY, Law.LINEARITY)); // a variance is not linear in the model
  }

  @Test
  void theGradientOfALinearModelDoesNotVary() {
    Attributions result =
        method()
            .attribute(
                Polynomial.linear(0.1, -1e6, 3.3),
                Requests.of(Requests.rows(3, 3, 1), SmoothGradTest.zeros(3)));

    assertThat(result.values()).isEqualTo(Tensor.zeros(3, 1, 3));
    assertThat(result.standardErrors()).contains(Tensor.zeros(3, 1, 3));
  }

  @Test
  void theVarianceIsWithoutBiasAndItsIntervalsCover() {
    // f = a^3 at 1, noise of deviation s = 0.5: the gradient 3 (1 + e)^2 has the variance
    // 9 (4 s^2 + 2 s^4) = 10.125
    Polynomial model = Polynomial.of(1, Polynomial.term(1, 0, 0, 0));
    int rows = 4000;

    Attributions result =
        new VarGrad(new NoiseOptions(100, 0.5, NoiseUnit.INPUT))
            .attribute(model, Requests.of(SmoothGradTest.copies(1, rows), SmoothGradTest.zeros(1)));

    double mean = 0;
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      mean += result.values().at(row) / rows;
      squares += Math.pow(result.values().at(row) - 10.125, 2) / rows;
    }
    double error = Math.sqrt(squares / rows);
    assertThat(mean).isCloseTo(10.125, within(3 * error)); // 50 pairs alone would miss by 0.045
    assertThat(error).isLessThan(0.045);
    assertThat(SmoothGradTest.covered(result, 10.125)).isBetween(0.88, 0.97); // skew
  }

  /** The row (1, 5) has the range 4; the background spreads a by 2 and b by 0.5. */
  @ParameterizedTest
  @CsvSource({"SPREAD, 0.2, 0.05", "ROW_RANGE, 0.4, 0.4", "INPUT, 0.1, 0.1"})
  void noiseIsAShareOfItsUnit(NoiseUnit unit, double ofA, double ofB) {
    Baseline background =
        Baseline.background(Tensor.of(new float[] {-2, 7, 2, 8, -2, 8, 2, 7}, 4, 2));
    AttributionRequest request = Requests.of(Requests.row(1, 5), background);

    Tensor values =
        new VarGrad(new NoiseOptions(20_000, 0.1, unit)).attribute(BOWL, request).values();

    assertThat(Math.sqrt(values.at(0))).isCloseTo(ofA, within(0.03 * ofA));
    assertThat(Math.sqrt(values.at(1))).isCloseTo(ofB, within(0.03 * ofB));
  }

  @Test
  void aSingleReferenceHasNoSpreadAndTheRangeOfTheRowStandsIn() {
    AttributionRequest request = Requests.of(Requests.row(1, 5), SmoothGradTest.zeros(2));

    Tensor spread =
        new VarGrad(new NoiseOptions(50, 0.1, NoiseUnit.SPREAD)).attribute(BOWL, request).values();
    Tensor range =
        new VarGrad(new NoiseOptions(50, 0.1, NoiseUnit.ROW_RANGE))
            .attribute(BOWL, request)
            .values();

    assertThat(spread).isEqualTo(range);
  }
}
