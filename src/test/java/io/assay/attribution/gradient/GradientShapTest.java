package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.gradient.GradientShap.Options;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.Differentiable;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GradientShapTest {
  @Nested
  class Smoothed extends AttributionMethodContract {
    @Override
    protected AttributionMethod<Differentiable> method() {
      return new GradientShap(Options.standard());
    }

    @Override
    protected Set<Law> laws() { // noise sets like features apart, and a row apart from its baseline
      return EnumSet.complementOf(EnumSet.of(Law.SYMMETRY, Law.ZERO));
    }

    @Override
    protected double completenessTolerance() {
      return 0.4; // the score smoothed with a tenth of the row's range is another one
    }
  }

  @Nested
  class WithoutNoise extends AttributionMethodContract {
    @Override
    protected AttributionMethod<Differentiable> method() {
      return new GradientShap(new Options(200, 0, NoiseUnit.SPREAD));
    }

    @Override
    protected double completenessTolerance() {
      return 0.02; // of scores about 1, with 200 gradients
    }
  }

  @Test
  void valuesAreThoseOfTheSmoothedScoreAndIntervalsCoverThem() {
    // f = a^2 at 1 from 0: 2 t (1 + e) (1 + e) has the mean 1 + s^2 with s = 0.5; in b linear
    Polynomial model = Polynomial.of(1, Polynomial.term(1, 0, 0));
    GradientShap method = new GradientShap(new Options(200, 0.5, NoiseUnit.INPUT));
    AttributionRequest request =
        Requests.of(SmoothGradTest.copies(1, 1000), SmoothGradTest.zeros(1));

    Attributions result = method.attribute(model, request);

    assertThat(SmoothGradTest.covered(result, 1.25)).isBetween(0.91, 0.97);
  }

  @Test
  void aPlaceIsVisitedTwice() {
    GradientShap method = new GradientShap(Options.standard());
    Tensor sixteen = Requests.rows(16, 2, 1);

    Attributions result =
        method.attribute(
            Polynomial.linear(1, 1),
            Requests.of(Requests.rows(1, 2, 2), Baseline.background(sixteen)));

    assertThat(method.callsPerRow(2, 16)).isEqualTo(new CallsPerRow(1, 224));
    assertThat(result.calls().gradient(0)).isEqualTo(224);
  }
}
