package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.model.tree.Link;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeanSlopeTest {
  @Test
  void theLogisticChordHasItsKnownSlope() {
    // (1 / (1 + e^-3) - 1 / (1 + e^1)) / (3 + 1)
    assertThat(slope(Link.LOGISTIC, new double[] {3}, new double[] {-1}))
        .containsExactly(
            new double[] {(0.9525741268224334 - 0.2689414213699951) / 4}, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e-12, 1e-6})
  void nearbyMarginsHaveTheDerivative(double distance) {
    double[] row = {0.7 + distance};
    double[] reference = {0.7};
    double logistic = 1 / (1 + Math.exp(-0.7));

    assertThat(slope(Link.LOGISTIC, row, reference))
        .containsExactly(new double[] {logistic * (1 - logistic)}, within(distance + 1e-10));
    assertThat(slope(Link.EXPONENTIAL, row, reference))
        .containsExactly(new double[] {Math.exp(0.7)}, within(3 * distance + 1e-10));
  }

  @ParameterizedTest
  @MethodSource("links")
  void theSlopeTimesTheChangeOfMarginsIsTheChangeOfPredictions(Link link) {
    SplittableRandom random = new SplittableRandom(3);
    for (double scale : new double[] {0.1, 3, 10, 40, 300}) {
      double[] row = random.doubles(4, -scale, scale).toArray();
      double[] reference = random.doubles(4, -scale, scale).toArray();

      double[][] slopes = slopes(link, row, reference);

      double[] change = row.clone();
      double[] atReference = reference.clone();
      link.apply(change);
      link.apply(atReference);
      for (int output = 0; output < 4; output++) {
        double sum = 0;
        for (int margin = 0; margin < 4; margin++) {
          sum += slopes[output][margin] * (row[margin] - reference[margin]);
        }
        double expected = change[output] - atReference[output];
        assertThat(sum).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3.9, 4.1, 9.9, 10.1, 19.9, 20.1, 40})
  void theSoftmaxSlopeIsTheMeanOfTheJacobian(double spread) {
    double[] reference = {0.3 * spread, -0.2, 0.1};
    double[] row = {-0.5 * spread, 0.2 * spread - 0.2, 0.1 - 0.1 * spread};

    double[][] slopes = slopes(Link.SOFTMAX, row, reference);

    double[][] means = means(row, reference);
    for (int output = 0; output < 3; output++) {
      assertThat(slopes[output]).containsExactly(means[output], within(2e-7));
    }
  }

  @Test
  void aRowAndItselfHaveTheJacobian() {
    double[] margins = {1, 0, -2};

    double[][] slopes = slopes(Link.SOFTMAX, margins, margins);

    double[] chances = margins.clone();
    Link.SOFTMAX.apply(chances);
    for (int output = 0; output < 3; output++) {
      for (int margin = 0; margin < 3; margin++) {
        double same = output == margin ? 1 : 0;
        assertThat(slopes[output][margin])
            .isCloseTo(chances[output] * (same - chances[margin]), within(1e-14));
      }
    }
  }

  static List<Link> links() {
    return List.of(
        Link.IDENTITY,
        Link.LOGISTIC,
        Link.logistic(2),
        Link.SOFTMAX,
        Link.EXPONENTIAL,
        Link.SOFTPLUS,
        Link.SIGNED_SQUARE);
  }

  /** The mean of the Jacobian by 40,000 midpoints. */
  private static double[][] means(double[] row, double[] reference) {
    int steps = 40_000;
    double[][] means = new double[3][3];
    double[] point = new double[3];
    for (int step = 0; step < steps; step++) {
      for (int output = 0; output < 3; output++) {
        double t = (step + 0.5) / steps;
        point[output] = reference[output] + t * (row[output] - reference[output]);
      }
      Link.SOFTMAX.apply(point);
      for (int output = 0; output < 3; output++) {
        for (int margin = 0; margin < 3; margin++) {
          double same = output == margin ? 1 : 0;
          means[output][margin] += point[output] * (same - point[margin]) / steps;
        }
      }
    }
    return means;
  }

  private static double[] slope(Link link, double[] row, double[] reference) {
    return slopes(link, row, reference)[0];
  }

  private static double[][] slopes(Link link, double[] row, double[] reference) {
    double[][] slopes = new double[row.length][row.length];
    for (int output = 0; output < row.length; output++) {
      new MeanSlope(link, row.length, output).of(row, reference, slopes[output]);
    }
    return slopes;
  }
}
