package io.assay.attribution.tree;

import io.assay.attribution.Quadrature;
import io.assay.attribution.Quadrature.Rule;
import io.assay.model.tree.Link;
import java.util.Arrays;

/**
 * How changes of margins become a change of one prediction: the mean of its slopes along the
 * straight line between the margins of a reference, b, and of a row, x.
 *
 * <pre>
 * S_j   = integral of dL_k/dm_j (b + t (x - b)) dt over 0 to 1      L the link, k the prediction
 * sum_j S_j (x_j - b_j) = L_k(x) - L_k(b)
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
  private final int output;
  private final double[] point;
  private final double[] atRow;
  private final double[] atReference;

  /**
   * Makes room.
   *
   * @param outputs of the model
   * @param output the prediction
   */
  MeanSlope(Link link, int outputs, int output) {
    this.link = link;
    this.outputs = outputs;
    this.output = output;
    this.point = new double[outputs];
    this.atRow = new double[outputs];
    this.atReference = new double[outputs];
  }

  /** Returns whether an output depends on the margins of other outputs. */
  static boolean mixes(Link link) {
    return link == Link.SOFTMAX;
  }

  /**
   * Works it out.
   *
   * @param row margins of a row
   * @param reference margins of a reference
   * @param slope takes one number a margin
   */
  void of(double[] row, double[] reference, double[] slope) {
    Arrays.fill(slope, 0);
    if (mixes(link)) {
      addSoftmax(row, reference, slope);
      mend(row, reference, slope);
    } else {
      slope[output] = ratio(row[output], reference[output]);
    }
  }

  private double ratio(double row, double reference) {
    double middle = 0.5 * (row + reference);
    double least = LEAST_REACH * Math.max(1, Math.abs(middle));
    double reach = Math.max(0.5 * Math.abs(row - reference), least);
    atRow[output] = middle + reach;
    atReference[output] = middle - reach;
    double distance = atRow[output] - atReference[output];
    link.apply(atRow);
    link.apply(atReference);
    return (atRow[output] - atReference[output]) / distance;
  }

  /** Adds the integral of p_k ([k = j] - p_j). */
  private void addSoftmax(double[] row, double[] reference, double[] slope) {
    Quadrature rule = Rules.of(spread(row, reference));
    for (int node = 0; node < rule.size(); node++) {
      double t = rule.nodes().get(node);
      for (int margin = 0; margin < outputs; margin++) {
        point[margin] = reference[margin] + t * (row[margin] - reference[margin]);
      }
      link.apply(point);
      double share = rule.weights().get(node) * point[output];
      for (int margin = 0; margin < outputs; margin++) {
        slope[margin] -= share * point[margin];
      }
      slope[output] += share;
    }
  }

  private static double spread(double[] row, double[] reference) {
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (int margin = 0; margin < row.length; margin++) {
      most = Math.max(most, row[margin] - reference[margin]);
      least = Math.min(least, row[margin] - reference[margin]);
    }
    return most - least;
  }

  private void mend(double[] row, double[] reference, double[] slope) {
    System.arraycopy(row, 0, atRow, 0, outputs);
    System.arraycopy(reference, 0, atReference, 0, outputs);
    link.apply(atRow);
    link.apply(atReference);
    double rest = atRow[output] - atReference[output];
    double squares = 0;
    for (int margin = 0; margin < outputs; margin++) {
      double change = row[margin] - reference[margin];
      rest -= slope[margin] * change;
      squares += change * change;
    }
    for (int margin = 0; squares > 0 && margin < outputs; margin++) {
      slope[margin] += rest / squares * (row[margin] - reference[margin]);
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
