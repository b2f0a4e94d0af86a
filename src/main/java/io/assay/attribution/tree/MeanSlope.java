package io.assay.attribution.tree;

import io.assay.attribution.Quadrature;
import io.assay.attribution.Quadrature.Rule;
import io.assay.model.tree.Link;
import java.util.Arrays;

/**
 * How a change of margins becomes a change of predictions: the mean of a link's slopes along the
 * straight line between the margins of a reference, b, and of a row, x.
 *
 * <pre>
 * S     = integral of L'(b + t (x - b)) dt over 0 to 1      L' the link's Jacobian
 * S (x - b) = L(x) - L(b)
 * </pre>
 *
 * For a link of each output by itself this is the ratio (L(x) - L(b)) / (x - b), or the derivative
 * if both are equal: Lundberg, Erion et al. (2020), doi 10.1038/s42256-019-0138-9, Methods, and
 * what shap does. Margins that are closer than 2e-5 to each other, or that share of their size, are
 * moved apart to there for the ratio, which is still right to about 1e-10. For the softmax we
 * extend this to the matrix. Its integral is taken by Gauss-Legendre, of 8 nodes for margin
 * differences that spread over up to 4, of 16 up to 10, of 32 up to 20, of 64 beyond: within 1e-7
 * where they spread over up to 40. What is left of the second equation goes to the matrix by the
 * smallest change that mends it, that of Broyden (1965), doi 10.1090/S0025-5718-1965-0198670-6:
 * (L(x) - L(b) - S d) d' / d'd with d = x - b.
 *
 * <p>One thread's.
 */
final class MeanSlope {
  private static final double LEAST_REACH = 1e-5;

  private final Link link;
  private final int outputs;
  private final double[] point;
  private final double[] atRow;
  private final double[] atReference;

  /** Makes room for so many outputs. */
  MeanSlope(Link link, int outputs) {
    this.link = link;
    this.outputs = outputs;
    this.point = new double[outputs];
    this.atRow = new double[outputs];
    this.atReference = new double[outputs];
  }

  /** Returns whether an output depends on the margins of other outputs. */
  static boolean mixes(Link link) {
    return link == Link.SOFTMAX;
  }

  /** Returns how many numbers a slope has: one an output, or one a prediction and margin. */
  int size() {
    return mixes(link) ? outputs * outputs : outputs;
  }

  /**
   * Works it out.
   *
   * @param row margins of a row
   * @param reference margins of a reference
   * @param slope takes {@link #size} numbers: [output], or [prediction, margin]
   */
  void of(double[] row, double[] reference, double[] slope) {
    if (mixes(link)) {
      ofSoftmax(row, reference, slope);
      return;
    }
    for (int output = 0; output < outputs; output++) {
      double middle = 0.5 * (row[output] + reference[output]);
      double least = LEAST_REACH * Math.max(1, Math.abs(middle));
      double reach = Math.max(0.5 * Math.abs(row[output] - reference[output]), least);
      atRow[output] = middle + reach;
      atReference[output] = middle - reach;
      point[output] = atRow[output] - atReference[output];
    }
    link.apply(atRow);
    link.apply(atReference);
    for (int output = 0; output < outputs; output++) {
      slope[output] = (atRow[output] - atReference[output]) / point[output];
    }
  }

  private void ofSoftmax(double[] row, double[] reference, double[] slope) {
    Quadrature rule = Rules.of(spread(row, reference));
    Arrays.fill(slope, 0);
    for (int node = 0; node < rule.size(); node++) {
      double t = rule.nodes().get(node);
      for (int output = 0; output < outputs; output++) {
        point[output] = reference[output] + t * (row[output] - reference[output]);
      }
      link.apply(point);
      addJacobian(rule.weights().get(node), slope);
    }
    mend(row, reference, slope);
  }

  private static double spread(double[] row, double[] reference) {
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (int output = 0; output < row.length; output++) {
      most = Math.max(most, row[output] - reference[output]);
      least = Math.min(least, row[output] - reference[output]);
    }
    return most - least;
  }

  /** Adds the Jacobian at the point, p_k ([k = j] - p_j), times a number. */
  private void addJacobian(double factor, double[] slope) {
    for (int output = 0; output < outputs; output++) {
      double share = factor * point[output];
      for (int margin = 0; margin < outputs; margin++) {
        slope[output * outputs + margin] -= share * point[margin];
      }
      slope[output * outputs + output] += share;
    }
  }

  private void mend(double[] row, double[] reference, double[] slope) {
    System.arraycopy(row, 0, atRow, 0, outputs);
    System.arraycopy(reference, 0, atReference, 0, outputs);
    link.apply(atRow);
    link.apply(atReference);
    double squares = 0;
    for (int margin = 0; margin < outputs; margin++) {
      point[margin] = row[margin] - reference[margin];
      squares += point[margin] * point[margin];
    }
    for (int output = 0; squares > 0 && output < outputs; output++) {
      double rest = atRow[output] - atReference[output];
      for (int margin = 0; margin < outputs; margin++) {
        rest -= slope[output * outputs + margin] * point[margin];
      }
      for (int margin = 0; margin < outputs; margin++) {
        slope[output * outputs + margin] += rest / squares * point[margin];
      }
    }
  }

  /** Rules of integration, by how far the differences of margins spread. */
  private static final class Rules {
    private static final Quadrature SHORT = Quadrature.of(Rule.GAUSS_LEGENDRE, 8);
    private static final Quadrature MIDDLE = Quadrature.of(Rule.GAUSS_LEGENDRE, 16);
    private static final Quadrature LONG = Quadrature.of(Rule.GAUSS_LEGENDRE, 32);
    private static final Quadrature LONGEST = Quadrature.of(Rule.GAUSS_LEGENDRE, 64);

    static Quadrature of(double spread) {
      if (spread <= 4) {
        return SHORT;
      }
      if (spread <= 10) {
        return MIDDLE;
      }
      return spread <= 20 ? LONG : LONGEST;
    }
  }
}
