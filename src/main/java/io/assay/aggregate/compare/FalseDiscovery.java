package io.assay.aggregate.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The false-discovery rate of many tests made together: whoever takes for real what has a q of at
 * most 0.05 must expect 5 % of it to be chance.
 *
 * <p>Source: Benjamini and Hochberg (1995), "Controlling the False Discovery Rate: a practical and
 * powerful approach to multiple testing", Journal of the Royal Statistical Society B 57. Proven for
 * independent tests and for those that go up together (Benjamini and Yekutieli 2001).
 */
public final class FalseDiscovery {
  private FalseDiscovery() {}

  /**
   * Returns the q of each p: the least rate at which it would be found.
   *
   * <pre>
   *   q_(i) = min over j >= i of  m p_(j) / j        p_(1) <= ... <= p_(m)
   * </pre>
   *
   * @param p of each test, 0 to 1; NaN where nothing was tested, which then does not count
   * @return for each p its q, 0 to 1; NaN for NaN
   */
  public static double[] qValues(double... p) {
    int[] tested =
        IntStream.range(0, p.length)
            .filter(test -> !Double.isNaN(p[test]))
            .boxed()
            .sorted(Comparator.comparingDouble(test -> p[test]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] q = new double[p.length];
    Arrays.fill(q, Double.NaN);
    double least = 1;
    for (int rank = tested.length; rank >= 1; rank--) {
      int test = tested[rank - 1];
      least = Math.min(least, p[test] * tested.length / rank);
      q[test] = least;
    }
    return q;
  }
}
