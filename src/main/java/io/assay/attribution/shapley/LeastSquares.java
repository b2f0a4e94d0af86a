package io.assay.attribution.shapley;

import io.assay.tensor.Cholesky;
import java.util.Optional;

/**
 * Weighted least squares on fixed features, as one matrix: with b minimising
 *
 * <pre>
 * sum over observations i of w_i (y_i - f_i . b)^2
 * </pre>
 *
 * b = M y, and M is the same for every y. Building takes observations x unknowns^2 multiplications,
 * solving observations x unknowns.
 */
final class LeastSquares {
  private final int unknowns;
  private final double[] features; // [observations, unknowns]
  private final double[] operator; // M, transposed: [observations, unknowns]

  private LeastSquares(int unknowns, double[] features, double[] operator) {
    this.unknowns = unknowns;
    this.features = features;
    this.operator = operator;
  }

  /**
   * Builds the matrix.
   *
   * @param features [observations, unknowns], kept
   * @param weights [observations], above 0
   * @return empty if the features do not determine every unknown
   */
  static Optional<LeastSquares> of(double[] features, double[] weights, int unknowns) {
    return Cholesky.of(gram(features, weights, unknowns), unknowns)
        .map(
            gram ->
                new LeastSquares(unknowns, features, operator(features, weights, unknowns, gram)));
  }

  private static double[] gram(double[] features, double[] weights, int unknowns) {
    double[] gram = new double[unknowns * unknowns];
    for (int i = 0; i < weights.length; i++) {
      int offset = i * unknowns;
      for (int one = 0; one < unknowns; one++) {
        double weighted = weights[i] * features[offset + one];
        if (weighted != 0) {
          for (int other = 0; other <= one; other++) {
            gram[one * unknowns + other] += weighted * features[offset + other];
          }
        }
      }
    }
    return gram;
  }

  private static double[] operator(
      double[] features, double[] weights, int unknowns, Cholesky gram) {
    double[] operator = new double[features.length];
    double[] column = new double[unknowns];
    for (int i = 0; i < weights.length; i++) {
      for (int unknown = 0; unknown < unknowns; unknown++) {
        column[unknown] = weights[i] * features[i * unknowns + unknown];
      }
      gram.solve(column);
      System.arraycopy(column, 0, operator, i * unknowns, unknowns);
    }
    return operator;
  }

  /** Returns how many numbers are looked for. */
  int unknowns() {
    return unknowns;
  }

  /** Returns what one observation adds to an unknown for each unit of its y. */
  double operator(int observation, int unknown) {
    return operator[observation * unknowns + unknown];
  }

  /** Returns the feature of an observation. */
  double feature(int observation, int unknown) {
    return features[observation * unknowns + unknown];
  }

  /** Returns how much of its own y an observation's fit takes, 0 to 1. */
  double leverage(int observation) {
    double sum = 0;
    for (int at = observation * unknowns; at < (observation + 1) * unknowns; at++) {
      sum += features[at] * operator[at];
    }
    return sum;
  }

  /** Returns b of the observations' y. */
  double[] solve(double[] y) {
    double[] solution = new double[unknowns];
    for (int i = 0; i < y.length; i++) {
      for (int unknown = 0; unknown < unknowns; unknown++) {
        solution[unknown] += operator[i * unknowns + unknown] * y[i];
      }
    }
    return solution;
  }

  /**
   * Adds what each observation, on its own, varies the unknowns by.
   *
   * @param variances of the observations' y
   * @param into takes the unknowns' variances
   */
  void addVariances(double[] variances, double[] into) {
    for (int i = 0; i < variances.length; i++) {
      double variance = variances[i];
      for (int unknown = 0; unknown < unknowns; unknown++) {
        double influence = operator[i * unknowns + unknown];
        into[unknown] += variance * influence * influence;
      }
    }
  }

  /** Turns y into what the fit of a solution leaves of it. */
  void subtractFit(double[] solution, double[] y) {
    for (int i = 0; i < y.length; i++) {
      double fit = 0;
      for (int unknown = 0; unknown < unknowns; unknown++) {
        fit += features[i * unknowns + unknown] * solution[unknown];
      }
      y[i] -= fit;
    }
  }
}
