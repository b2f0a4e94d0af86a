package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.Differentiable;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputXGradientTest extends AttributionMethodContract {
  @Override
  protected AttributionMethod<Differentiable> method() {
    return new InputXGradient(InputXGradient.Options.standard());
  }

  @Test
  void valuesAreGradientTimesInputAndAGroupGetsTheSum() {
    // f = 2ab - c^2 at (1, 2, 3): gradient (4, 2, -6)
    Polynomial model = Polynomial.of(3, Polynomial.term(2, 0, 1), Polynomial.term(-1, 2, 2));
    AttributionRequest request =
        Requests.of(Requests.row(1, 2, 3), Baseline.single(Requests.row(0, 0, 0)));
    FeatureGroups groups = FeatureGroups.of(List.of("rest", "b"), new int[] {0, 1, 0});

    Attributions single = method(model, request);
    Attributions grouped = method(model, Requests.with(request, groups));

    assertThat(single.values().values()).containsExactly(4, 4, -18);
    assertThat(grouped.values().values()).containsExactly(-14, 4);
  }

  @Test
  void valuesOfALinearModelAddUpToItsScore() {
    Polynomial model = Polynomial.linear(2, -1, 0.5);

    Attributions result =
        method(model, Requests.of(Requests.rows(5, 3, 9), Baseline.single(Requests.row(0, 0, 0))));

    for (int row = 0; row < 5; row++) {
      assertThat(result.completenessGap(row, 0)).isBetween(-1e-6, 1e-6);
    }
  }

  private Attributions method(Polynomial model, AttributionRequest request) {
    return method().attribute(model, request);
  }
}
