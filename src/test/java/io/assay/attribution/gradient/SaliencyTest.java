package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.gradient.Saliency.Magnitude;
import io.assay.attribution.gradient.Saliency.Options;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.Differentiable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SaliencyTest {
  // f = 2ab - c^2 at (1, 2, 3): gradient (4, 2, -6)
  private static final Polynomial MODEL =
      Polynomial.of(3, Polynomial.term(2, 0, 1), Polynomial.term(-1, 2, 2));
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(1, 2, 3), Baseline.single(Requests.row(0, 0, 0)));

  @Nested
  class Absolute extends AttributionMethodContract {
    @Override
    protected AttributionMethod<Differentiable> method() {
      return new Saliency(Options.standard());
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.LINEARITY));
    }
  }

  @Nested
  class Signed extends AttributionMethodContract {
    @Override
    protected AttributionMethod<Differentiable> method() {
      return new Saliency(new Options(Magnitude.SIGNED));
    }
  }

  @Test
  void valuesAreTheGradient() {
    Attributions absolute = new Saliency(Options.standard()).attribute(MODEL, REQUEST);
    Attributions signed = new Saliency(new Options(Magnitude.SIGNED)).attribute(MODEL, REQUEST);

    assertThat(absolute.values().values()).containsExactly(4, 2, 6);
    assertThat(signed.values().values()).containsExactly(4, 2, -6);
    assertThat(signed.scores().at(0)).isEqualTo(-5);
  }

  @Test
  void aGroupGetsItsMemberOfLargestMagnitude() {
    AttributionRequest grouped =
        Requests.with(REQUEST, FeatureGroups.of(List.of("rest", "b"), new int[] {0, 1, 0}));

    Attributions absolute = new Saliency(Options.standard()).attribute(MODEL, grouped);
    Attributions signed = new Saliency(new Options(Magnitude.SIGNED)).attribute(MODEL, grouped);

    assertThat(absolute.values().values()).containsExactly(6, 2);
    assertThat(signed.values().values()).containsExactly(-6, 2);
  }

  @Test
  void aRowCostsOneGradientAndNoForwardPass() {
    CountingModel counting = CountingModel.around(MODEL);

    new Saliency(Options.standard()).attribute(counting, REQUEST);

    assertThat(counting.gradientRows()).isEqualTo(1);
    assertThat(counting.forwardRows()).isZero();
  }
}
