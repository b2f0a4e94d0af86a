package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.gradient.ExpectedGradients.Options;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.Differentiable;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedGradientsTest extends AttributionMethodContract {
  private static final int FEATURES = 6;

  /** Forty kinks on the way. */
  private static final SmallRelu MODEL = SmallRelu.of(FEATURES, 40, 5);

  @Override
  protected AttributionMethod<Differentiable> method() {
    return new ExpectedGradients(Options.standard());
  }

  @Override
  protected double completenessTolerance() {
    return 0.02; // of scores about 1, with 200 gradients
  }

  @Test
  void theAnswerForALinearModelIsExactAndCertain() {
    // weight times the distance from the weighted mean (1 * 0 + 3 * 2) / 4 = 1.5
    AttributionRequest request =
        Requests.of(
            Requests.row(3, 3),
            Baseline.background(Tensor.of(new float[] {0, 0, 2, 2}, 2, 2), new double[] {1, 3}));

    Attributions result = method().attribute(Polynomial.linear(2, -4), request);

    assertThat(result.values().values()).containsExactly(new float[] {3, -6}, within(1e-5f));
    assertThat(result.standardErrors().orElseThrow().values())
        .containsExactly(new float[] {0, 0}, within(1e-6f));
  }

  @Test
  void everyReferenceIsUsedEquallyOftenAndTwiceAtLeast() {
    assertThat(method().callsPerRow(5, 1)).isEqualTo(new CallsPerRow(1, 200));
    assertThat(method().callsPerRow(5, 16)).isEqualTo(new CallsPerRow(1, 208));
    assertThat(method().callsPerRow(5, 200)).isEqualTo(new CallsPerRow(1, 400));
  }

  /** Independent draws of reference and place are what the paper, shap and Captum take. */
  @ParameterizedTest
  @ValueSource(ints = {112, 192})
  void theErrorIsAFractionOfThatOfIndependentDraws(int samples) {
    AttributionRequest request = Requests.of(Requests.rows(40, FEATURES, 11), background());
    Tensor limit = limit(request);

    Tensor ours = new ExpectedGradients(new Options(samples)).attribute(MODEL, request).values();

    assertThat(15 * squaredError(ours, limit))
        .isLessThan(squaredError(independent(request, samples), limit));
  }

  @Test
  void intervalsCoverTheLimit() {
    AttributionRequest few = Requests.of(Requests.rows(1, FEATURES, 11), background());
    double[] limit = new double[FEATURES];
    for (int feature = 0; feature < FEATURES; feature++) {
      limit[feature] = limit(few).at(feature);
    }
    float[] copies = new float[500 * FEATURES];
    for (int at = 0; at < copies.length; at++) {
      copies[at] = few.batch().input().at(at % FEATURES);
    }
    AttributionRequest request = Requests.of(Tensor.of(copies, 500, FEATURES), few.baseline());

    Attributions result = method().attribute(MODEL, request);

    assertThat(SmoothGradTest.covered(result, limit)).isGreaterThan(0.94);
    double claimed = 0;
    for (float error : result.standardErrors().orElseThrow().values()) {
      claimed += (double) error * error;
    }
    double actual = 0;
    for (int at = 0; at < copies.length; at++) {
      actual += Math.pow(result.values().at(at) - limit[at % FEATURES], 2);
    }
    assertThat(claimed / actual).isBetween(1.0, 4.0); // kinks make errors large, never small
  }

  @Test
  void theErrorOfAGroupIsThatOfItsSum() {
    // f = ab: along (t, t) a and b get the same samples t, so their errors add up
    Polynomial model = Polynomial.of(2, Polynomial.term(1, 0, 1));
    AttributionRequest request = Requests.of(Requests.row(1, 1), SmoothGradTest.zeros(2));
    FeatureGroups one = FeatureGroups.of(List.of("both"), new int[] {0, 0});

    Attributions apart = method().attribute(model, request);
    Attributions together = method().attribute(model, Requests.with(request, one));

    float error = apart.standardErrors().orElseThrow().at(0);
    assertThat(error).isPositive();
    assertThat(together.standardErrors().orElseThrow().at(0)).isCloseTo(2 * error, within(1e-6f));
  }

  private static Baseline background() {
    return Baseline.background(Requests.rows(16, FEATURES, 12));
  }

  private static Tensor limit(AttributionRequest request) {
    IntegratedGradients.Options exact =
        new IntegratedGradients.Options(IntegratedGradients.Rule.ADAPTIVE, 50, 1e-5, 100_000);
    return new IntegratedGradients(exact).attribute(MODEL, request).values();
  }

  private static Tensor independent(AttributionRequest request, int samples) {
    SplittableRandom random = new SplittableRandom(5);
    Tensor input = request.batch().input();
    Tensor references = request.baseline().rows();
    double[] values = new double[input.values().length];
    for (int row = 0; row < input.rows(); row++) {
      for (int sample = 0; sample < samples; sample++) {
        int reference = random.nextInt(references.rows());
        StraightLine line = new StraightLine(input, row, references, reference);
        float[] point = new float[FEATURES];
        line.write(random.nextDouble(), point, 0);
        Tensor gradient = MODEL.gradient(Requests.row(point), request.target()).gradients();
        for (int feature = 0; feature < FEATURES; feature++) {
          values[row * FEATURES + feature] +=
              line.distances()[feature] * gradient.at(feature) / samples;
        }
      }
    }
    return Tensor.of(values, input.rows(), 1, FEATURES);
  }

  private static double squaredError(Tensor values, Tensor limit) {
    double sum = 0;
    for (int at = 0; at < values.values().length; at++) {
      sum += Math.pow(values.at(at) - limit.at(at), 2);
    }
    return sum;
  }
}
