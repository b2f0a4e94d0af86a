package io.assay.tensor;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A sum of float64 numbers that does not depend on their order: it is held exactly, as a list of
 * numbers that do not overlap, and rounded once at the end.
 *
 * <p>Source: J. R. Shewchuk (1997), Adaptive precision floating-point arithmetic and fast robust
 * geometric predicates, section 2.4 (grow-expansion). Sums whose exact value leaves the range of
 * float64 on the way are not supported; neither are infinities and NaN.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1;

  private double[] parts = new double[4];
  private int size;

  /** Adds a finite number. */
  public void add(double value) {
    double carry = value;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      double part = parts[i];
      double high = Math.abs(carry) >= Math.abs(part) ? carry : part;
      double low = Math.abs(carry) >= Math.abs(part) ? part : carry;
      double sum = high + low;
      double rest = low - (sum - high);
      if (rest != 0) {
        parts[kept++] = rest;
      }
      carry = sum;
    }
    if (kept == parts.length) {
      parts = Arrays.copyOf(parts, 2 * kept);
    }
    parts[kept] = carry;
    size = kept + 1;
  }

  /** Adds another sum. */
  public void merge(ExactSum other) {
    double[] others = Arrays.copyOf(other.parts, other.size);
    for (double part : others) {
      add(part);
    }
  }

  /** Returns the sum, correctly rounded. */
  public double value() {
    int at = size - 1;
    if (at < 0) {
      return 0;
    }
    double sum = parts[at];
    double rest = 0;
    while (at > 0 && rest == 0) {
      double high = sum;
      double part = parts[--at];
      sum = high + part;
      rest = part - (sum - high);
    }
    boolean isHalfway = rest != 0 && at > 0 && Math.signum(rest) == Math.signum(parts[at - 1]);
    if (isHalfway) { // the bits below decide which way a tie is rounded
      double doubled = 2 * rest;
      double rounded = sum + doubled;
      return rounded - sum == doubled ? rounded : sum;
    }
    return sum;
  }
}
