package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.Attributions;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.Differentiable;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmoothGradSquaredTest extends AttributionMethodContract {
  @Override
  protected AttributionMethod<Differentiable> method() {
    return new SmoothGradSquared(NoiseOptions.standard());
  }

  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(
        EnumSet.of(Law.SYMMETRY, Law.LINEARITY)); // a square is not linear in the model
  }

  @Test
  void valuesAreTheMeanSquareWithHonestErrors() {
    // f = a^2 / 2 at 1 with noise of deviation 0.5: the gradient is a, its mean square 1 + 0.25
    Polynomial model = Polynomial.of(1, Polynomial.term(0.5, 0, 0));

    Attributions result =
        new SmoothGradSquared(new NoiseOptions(200, 0.5, NoiseUnit.INPUT))
            .attribute(model, Requests.of(SmoothGradTest.copies(1, 1000), SmoothGradTest.zeros(1)));

    double mean = 0;
    for (int row = 0; row < 1000; row++) {
      mean += result.values().at(row) / 1000;
    }
    assertThat(mean).isCloseTo(1.25, within(0.005));
    assertThat(SmoothGradTest.covered(result, 1.25)).isBetween(0.92, 0.97);
  }

  @Test
  void withoutNoiseItIsTheSquareOfTheGradient() {
    // 2ab - c^2 at (1, 2, 3): gradient (4, 2, -6)
    Polynomial model = Polynomial.of(3, Polynomial.term(2, 0, 1), Polynomial.term(-1, 2, 2));

    Attributions result =
        new SmoothGradSquared(new NoiseOptions(4, 0, NoiseUnit.ROW_RANGE))
            .attribute(model, Requests.of(Requests.row(1, 2, 3), SmoothGradTest.zeros(3)));

    assertThat(result.values().values()).containsExactly(16, 4, 36);
  }
}
