package io.assay.table.image;

/**
 * How the pixels along one axis of a resampled image are mixed from those of the source: a triangle
 * of the width of one pixel of the coarser of the two, so that enlarging is bilinear and shrinking
 * takes an average without aliasing. Pixels are mixed in the order of the source, in float64.
 *
 * <pre>centre(i) = (i + 1/2) source / target;  weight(x) ~ max(0, 1 - |x + 1/2 - centre| / support)
 * </pre>
 *
 * It is the antialiased bilinear filter of Pillow and of torchvision, without their rounding to
 * whole levels.
 */
final class Weights {
  private final int[] first;
  private final double[][] weights;

  private Weights(int[] first, double[][] weights) {
    this.first = first;
    this.weights = weights;
  }

  /**
   * The weights of a stretch of the resampled axis.
   *
   * @param source pixels of the source
   * @param target pixels of the whole resampled axis
   * @param from the first of them that is wanted
   * @param count how many are wanted
   */
  static Weights of(int source, int target, int from, int count) {
    double step = (double) source / target;
    double support = Math.max(1, step);
    int[] first = new int[count];
    double[][] weights = new double[count][];
    for (int place = 0; place < count; place++) {
      double centre = (from + place + 0.5) * step;
      first[place] = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(source, (int) (centre + support + 0.5));
      weights[place] = triangle(first[place], end, centre, support);
    }
    return new Weights(first, weights);
  }

  private static double[] triangle(int first, int end, double centre, double support) {
    double[] weights = new double[end - first];
    double sum = 0;
    for (int x = 0; x < weights.length; x++) {
      weights[x] = Math.max(0, 1 - Math.abs(first + x + 0.5 - centre) / support);
      sum += weights[x];
    }
    for (int x = 0; x < weights.length; x++) {
      weights[x] /= sum;
    }
    return weights;
  }

  int count() {
    return first.length;
  }

  /** The first pixel of the source that counts for a place. */
  int first(int place) {
    return first[place];
  }

  /** The pixel after the last one that counts for a place. */
  int end(int place) {
    return first[place] + weights[place].length;
  }

  /** The weight of a pixel of the source, {@link #first} to {@link #end}. */
  double weight(int place, int pixel) {
    return weights[place][pixel - first[place]];
  }

  /** Mixes one row of the source, beginning at {@code offset}. */
  double mix(int place, double[] row, int offset) {
    double[] own = weights[place];
    int start = offset + first[place];
    double sum = 0;
    for (int x = 0; x < own.length; x++) {
      sum += own[x] * row[start + x];
    }
    return sum;
  }
}
