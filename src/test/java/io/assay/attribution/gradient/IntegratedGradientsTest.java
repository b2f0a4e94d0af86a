package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.gradient.IntegratedGradients.Options;
import io.assay.attribution.gradient.IntegratedGradients.Rule;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.Differentiable;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IntegratedGradientsTest {
  /** The default: errors are up to its tolerance, about 1e-3 of values about 5. */
  @Nested
  class Adaptive extends AttributionMethodContract {
    @Override
    protected AttributionMethod<Differentiable> method() {
      return new IntegratedGradients(Options.standard());
    }

    @Override
    protected double tolerance() {
      return 1e-2;
    }
  }

  @Nested
  class AdaptiveAndTight extends AttributionMethodContract {
    @Override
    protected AttributionMethod<Differentiable> method() {
      return new IntegratedGradients(Options.adaptive(1e-5));
    }

    @Override
    protected double tolerance() {
      return 1e-4;
    }
  }

  /** Exact for the polynomials; kinks of the ReLU network cost 1/steps. */
  @Nested
  class GaussLegendre extends AttributionMethodContract {
    @Override
    protected AttributionMethod<Differentiable> method() {
      return new IntegratedGradients(Options.fixed(Rule.GAUSS_LEGENDRE, 64));
    }

    @Override
    protected double tolerance() {
      return 1e-2;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      names = {"ADAPTIVE", "MIDPOINT", "GAUSS_LEGENDRE", "TRAPEZOID"})
  void aProductOfTwoFeaturesIsSplitEvenly(Rule rule) {
    // f = ab + c at (2, 3, 4) from 0: gradient along the path (3t, 2t, 1), so 3, 3, 4; every
    // rule that is symmetric about the middle integrates t exactly.
    Polynomial model = Polynomial.of(3, Polynomial.term(1, 0, 1), Polynomial.term(1, 2));

    Tensor values = values(model, Options.fixed(rule, 5), Requests.row(2, 3, 4));

    assertThat(values.values()).containsExactly(new float[] {3, 3, 4}, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({
    // f = a^3 at 1 from 0, gradient 3t^2: sums of 3 w t^2 with n nodes, by hand
    "MIDPOINT, 2, 0.9375", // (3/16 + 27/16) / 2
    "LEFT, 2, 0.375", // (0 + 3/4) / 2
    "RIGHT, 2, 1.875", // (3/4 + 3) / 2
    "TRAPEZOID, 3, 1.125", // (0/2 + 3/4 + 3/2) / 2
    "GAUSS_LEGENDRE, 2, 1", // exact to degree 3
    "GAUSS_LEGENDRE, 1, 0.75" // the midpoint
  })
  void rulesHaveTheNodesAndWeightsOfTheBook(Rule rule, int steps, float expected) {
    Polynomial cube = Polynomial.of(1, Polynomial.term(1, 0, 0, 0));

    Tensor values = values(cube, Options.fixed(rule, steps), Requests.row(1));

    assertThat(values.at(0)).isCloseTo(expected, within(1e-6f));
  }

  @ParameterizedTest
  @EnumSource(value = Rule.class, names = "ADAPTIVE", mode = EnumSource.Mode.EXCLUDE)
  void weightsSumToOneSoThatALinearModelIsExact(Rule rule) {
    Polynomial model = Polynomial.linear(2, -1, 0.5);

    for (int steps : new int[] {2, 7, 50, 1000}) {
      Tensor values = values(model, Options.fixed(rule, steps), Requests.row(1, 2, 4));
      assertThat(values.values()).containsExactly(new float[] {2, -2, 2}, within(1e-6f));
    }
  }

  @Test
  void gaussLegendreIsExactToTwiceItsSteps() {
    // f = a^8: gradient of degree 7, four nodes
    Polynomial power = Polynomial.of(1, Polynomial.term(1, 0, 0, 0, 0, 0, 0, 0, 0));

    assertThat(values(power, Options.fixed(Rule.GAUSS_LEGENDRE, 4), Requests.row(1)).at(0))
        .isCloseTo(1, within(1e-6f));
    assertThat(values(power, Options.fixed(Rule.GAUSS_LEGENDRE, 3), Requests.row(1)).at(0))
        .isNotCloseTo(1, within(1e-4f));
  }

  @Test
  void theAdaptiveRuleSeesErrorsThatCancelBetweenFeatures() {
    // f = a^3 - b^3 along a = b: the score never changes, the values are 1 and -1
    Polynomial model = Polynomial.of(2, Polynomial.term(1, 0, 0, 0), Polynomial.term(-1, 1, 1, 1));

    Tensor values = values(model, Options.adaptive(1e-4), Requests.row(1, 1));

    assertThat(values.values()).containsExactly(new float[] {1, -1}, within(2e-4f));
  }

  @Test
  void theAdaptiveRuleKeepsItsTolerance() {
    Differentiable model = SmallRelu.of(6, 40, 5);
    AttributionRequest request =
        Requests.of(Requests.rows(50, 6, 8), Baseline.single(Requests.rows(1, 6, 9)));
    Attributions fine = attribute(model, Options.fixed(Rule.MIDPOINT, 10_000), request);

    for (double tolerance : new double[] {1e-1, 1e-2, 1e-3}) {
      Attributions adaptive = attribute(model, Options.adaptive(tolerance), request);

      double squares = 0;
      for (int row = 0; row < 50; row++) {
        double length = length(fine.values(), row);
        double change = Math.abs(fine.scores().at(row) - fine.baselineScores().at(row));
        assertThat(Math.abs(adaptive.completenessGap(row, 0)))
            .isLessThan(tolerance * Math.max(length, change) + 1e-5);
        double error = distance(adaptive.values(), fine.values(), row) / length;
        squares += error * error;
      }
      assertThat(Math.sqrt(squares / 50)).isLessThan(1.5 * tolerance);
    }
  }

  @Test
  void theAdaptiveRuleSpendsWhereThePathIsHard() {
    Differentiable kinky = SmallRelu.of(6, 40, 5);
    Differentiable linear = Polynomial.linear(1, 2, 3, 4, 5, 6);
    AttributionRequest request =
        Requests.of(Requests.rows(1, 6, 8), Baseline.single(Requests.rows(1, 6, 9)));

    long hard = attribute(kinky, Options.standard(), request).calls().gradient(0);
    long easy = attribute(linear, Options.standard(), request).calls().gradient(0);

    assertThat(easy).isEqualTo(3);
    assertThat(hard).isGreaterThan(10);
  }

  @Test
  void aRowIsFlaggedOverTheToleranceThatWasAskedFor() {
    assertThat(new IntegratedGradients(Options.adaptive(0.02)).completenessTolerance())
        .isEqualTo(0.02);
    assertThat(new IntegratedGradients(Options.adaptive(1e-6)).completenessTolerance())
        .isEqualTo(1e-5);
  }

  @Test
  void theCapIsHard() {
    AttributionRequest request =
        Requests.of(Requests.rows(20, 6, 8), Baseline.single(Requests.rows(1, 6, 9)));
    CountingModel model = CountingModel.around(SmallRelu.of(6, 40, 5));

    Attributions result = attribute(model, new Options(Rule.ADAPTIVE, 50, 1e-6, 21), request);

    for (int row = 0; row < 20; row++) {
      assertThat(result.calls().gradient(row)).isLessThanOrEqualTo(21);
    }
    assertThat(model.gradientRows()).isLessThanOrEqualTo(20 * 21);
  }

  @Test
  void theAdaptiveRuleReportsItsLargestDefectAndItsError() {
    // f = a^2 + kinks none: three panels of the midpoint rule are exact, so both are nought
    Polynomial square = Polynomial.of(1, Polynomial.term(1, 0, 0));
    AttributionRequest request = request(Requests.row(1));

    Attributions exact = attribute(square, Options.standard(), request);
    Attributions rough =
        attribute(
            SmallRelu.of(6, 40, 5),
            Options.adaptive(0.5),
            Requests.of(Requests.rows(1, 6, 8), Baseline.single(Requests.rows(1, 6, 9))));

    assertThat(exact.diagnostics())
        .extracting(diagnostic -> diagnostic.name())
        .containsExactly("largest_panel_defect", "estimated_error");
    assertThat(exact.diagnostics())
        .allSatisfy(number -> assertThat(number.values().at(0)).isBetween(0f, 1e-6f));
    assertThat(rough.diagnostics())
        .allSatisfy(number -> assertThat(number.values().at(0)).isGreaterThan(1e-4f));
  }

  @Test
  void aFixedRuleCostsItsStepsAndOneForwardPass() {
    CountingModel model = CountingModel.around(Polynomial.mixed());
    AttributionRequest request =
        Requests.of(Requests.rows(4, 5, 1), Baseline.background(Requests.rows(3, 5, 2)));

    Attributions result = attribute(model, Options.fixed(Rule.MIDPOINT, 10), request);

    assertThat(model.gradientRows()).isEqualTo(4 * 3 * 10);
    assertThat(model.forwardRows()).isEqualTo(4 + 3);
    assertThat(result.calls().shared()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      names = {"ADAPTIVE", "MIDPOINT"})
  void aBackgroundGivesTheWeightedMeanOfItsRows(Rule rule) {
    Tensor rows = Requests.rows(4, 5, 1);
    Tensor references = Requests.rows(2, 5, 2);
    Options options = Options.fixed(rule, 20);
    AttributionRequest both =
        Requests.of(rows, Baseline.background(references, new double[] {1, 3}));

    Attributions mean = attribute(Polynomial.mixed(), options, both);

    Attributions first =
        attribute(
            Polynomial.mixed(),
            options,
            Requests.of(rows, Baseline.single(references.slice(0, 1))));
    Attributions second =
        attribute(
            Polynomial.mixed(),
            options,
            Requests.of(rows, Baseline.single(references.slice(1, 2))));
    for (int at = 0; at < 20; at++) {
      assertThat(mean.values().at(at))
          .isCloseTo(0.25f * first.values().at(at) + 0.75f * second.values().at(at), within(1e-6f));
    }
    assertThat(mean.baselineScores().at(0))
        .isCloseTo(
            0.25f * first.baselineScores().at(0) + 0.75f * second.baselineScores().at(0),
            within(1e-6f));
  }

  @Test
  void aGroupGetsTheSumOfItsMembers() {
    AttributionRequest single = request(Requests.row(2, 3, 4));
    AttributionRequest grouped =
        Requests.with(single, FeatureGroups.of(List.of("p", "q"), new int[] {0, 1, 0}));
    Polynomial model = Polynomial.of(3, Polynomial.term(1, 0, 1), Polynomial.term(1, 2));

    Tensor values = attribute(model, Options.standard(), grouped).values();

    assertThat(values.values()).containsExactly(new float[] {7, 3}, within(1e-5f));
  }

  @Test
  void optionsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> Options.fixed(Rule.MIDPOINT, 0))
        .hasMessage("integrated-gradients.steps is 0; need 1 to 10000");
    assertThatThrownBy(() -> Options.fixed(Rule.TRAPEZOID, 1))
        .hasMessage("integrated-gradients.steps is 1; need 2 to 10000");
    assertThatThrownBy(() -> Options.adaptive(Double.NaN))
        .hasMessage("integrated-gradients.tolerance is NaN; need 1e-6 to 0.5");
    assertThatThrownBy(() -> new Options(Rule.ADAPTIVE, 50, 0.1, 15))
        .hasMessage("integrated-gradients.max-gradients is 15; need 16 to 100000");
  }

  private static AttributionRequest request(Tensor row) {
    return Requests.of(row, Baseline.single(Tensor.zeros(1, row.rowLength())));
  }

  private static Tensor values(Differentiable model, Options options, Tensor row) {
    return attribute(model, options, request(row)).values();
  }

  private static Attributions attribute(
      Differentiable model, Options options, AttributionRequest request) {
    return new IntegratedGradients(options).attribute(model, request);
  }

  private static double length(Tensor values, int row) {
    return distance(values, Tensor.zeros(values.shape()), row);
  }

  private static double distance(Tensor one, Tensor other, int row) {
    double squares = 0;
    for (int at = 0; at < one.rowLength(); at++) {
      double off = (double) one.at(row, at) - other.at(row, at);
      squares += off * off;
    }
    return Math.sqrt(squares);
  }
}
