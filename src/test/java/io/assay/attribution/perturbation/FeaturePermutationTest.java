package io.assay.attribution.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.perturbation.FeaturePermutation.Options;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturePermutationTest extends AttributionMethodContract {
  @Override
  protected AttributionMethod<BlackBox> method() {
    return new FeaturePermutation(new Options(4));
  }

  @Test
  void theWholeBackgroundGivesFeatureAblationWithoutError() {
    AttributionRequest request =
        Requests.of(
            Requests.rows(5, 5, 1),
            Baseline.background(Requests.rows(4, 5, 2), new double[] {1, 2, 3, 4}));
    FeatureAblation ablation = new FeatureAblation(FeatureAblation.Options.standard());

    Attributions result = method().attribute(Polynomial.mixed(), request);

    assertThat(result.values().values())
        .containsExactly(
            ablation.attribute(Polynomial.mixed(), request).values().values(), within(1e-6f));
    assertThat(result.standardErrors()).contains(Tensor.zeros(5, 1, 5));
  }

  /** Whatever the weights: [copies] rows alike that differ by their ids, and so by their draws. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void drawsAreWithoutBiasAndTheirIntervalsCover(boolean isWeighted) {
    int copies = 2000;
    float[] row = Requests.rows(1, 5, 1).values();
    float[] input = new float[copies * 5];
    for (int at = 0; at < input.length; at++) {
      input[at] = row[at % 5];
    }
    double[] weights = new double[40];
    for (int reference = 0; reference < weights.length; reference++) {
      weights[reference] = isWeighted ? 1 + reference % 3 : 1;
    }
    Baseline background = Baseline.background(Requests.rows(40, 5, 2), weights);
    Polynomial model = Polynomial.mixed();

    Attributions result =
        new FeaturePermutation(new Options(20))
            .attribute(model, Requests.of(Tensor.of(input, copies, 5), background));

    float[] truth =
        new FeatureAblation(FeatureAblation.Options.standard())
            .attribute(model, Requests.of(Tensor.of(row, 1, 5), background))
            .values()
            .values();
    for (int feature = 0; feature < 4; feature++) { // the last one is not read
      double mean = 0;
      double meanError = 0;
      int covered = 0;
      for (int copy = 0; copy < copies; copy++) {
        double value = result.values().at(copy, feature);
        double error = result.standardErrors().orElseThrow().at(copy, feature);
        mean += value / copies;
        meanError += error / copies;
        covered += Math.abs(value - truth[feature]) <= 1.96 * error ? 1 : 0;
      }
      assertThat(mean).isCloseTo(truth[feature], within(4 * meanError / Math.sqrt(copies)));
      assertThat(covered / (double) copies).isBetween(0.91, 0.97); // 19 degrees of freedom
    }
  }

  @Test
  void aRowCostsACopyForEachGroupAndDraw() {
    FeaturePermutation method = new FeaturePermutation(Options.standard());

    assertThat(method.callsPerRow(30, 100)).isEqualTo(new CallsPerRow(1 + 480, 0));
    assertThat(method.callsPerRow(30, 4)).isEqualTo(new CallsPerRow(1 + 120, 0));
  }
}
