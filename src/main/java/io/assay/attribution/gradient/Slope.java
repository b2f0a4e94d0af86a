package io.assay.attribution.gradient;

/**
 * A gradient that was taken on a path, flat, and how much it counts for in the path's integral so
 * far. What counts is changed in the sums only where it differs from what it was.
 */
final class Slope {
  private final float[] gradients;
  private final int offset;
  private final double alongPath;
  private double weight;

  /**
   * Takes a gradient that lies among others.
   *
   * @param gradients one after the other; they are kept, not copied
   * @param offset where it starts
   * @param distances end minus start of the path, one a feature
   */
  Slope(float[] gradients, int offset, double[] distances) {
    this.gradients = gradients;
    this.offset = offset;
    this.alongPath = times(distances);
  }

  /** Sums by fours, since one sum would wait for itself at every step. */
  private double times(double[] distances) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int feature = 0;
    for (; feature + 3 < distances.length; feature += 4) {
      int at = offset + feature;
      a += gradients[at] * distances[feature];
      b += gradients[at + 1] * distances[feature + 1];
      c += gradients[at + 2] * distances[feature + 2];
      d += gradients[at + 3] * distances[feature + 3];
    }
    for (; feature < distances.length; feature++) {
      a += gradients[offset + feature] * distances[feature];
    }
    return a + b + (c + d);
  }

  /** Returns the derivative of the score along the whole path, in score units. */
  double alongPath() {
    return alongPath;
  }

  /** Returns what it counts for in the sum of the path's values, in score units. */
  double counted() {
    return weight * alongPath;
  }

  /** Lets it count for a weight in sums that it counted in before. */
  void weigh(double wanted, double[] sums) {
    double change = wanted - weight;
    if (change == 0) {
      return;
    }
    for (int feature = 0; feature < sums.length; feature++) {
      sums[feature] += change * gradients[offset + feature];
    }
    weight = wanted;
  }

  /**
   * Returns how far it lies from a line between two others, times distances, Euclidean.
   *
   * @param share of the way from the first to the last, at which it lies
   */
  double bend(Slope first, Slope last, double share, double[] distances) {
    double even = 0;
    double odd = 0;
    int feature = 0;
    for (; feature + 1 < distances.length; feature += 2) {
      double left = off(first, last, share, feature) * distances[feature];
      double right = off(first, last, share, feature + 1) * distances[feature + 1];
      even += left * left;
      odd += right * right;
    }
    if (feature < distances.length) {
      double left = off(first, last, share, feature) * distances[feature];
      even += left * left;
    }
    return Math.sqrt(even + odd);
  }

  private double off(Slope first, Slope last, double share, int feature) {
    double from = first.gradients[first.offset + feature];
    double to = last.gradients[last.offset + feature];
    return gradients[offset + feature] - (from + share * (to - from));
  }
}
