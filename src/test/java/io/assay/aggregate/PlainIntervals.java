package io.assay.aggregate;

import io.assay.aggregate.MagnitudeIntervals.Bounds;
import java.util.Arrays;

/**
 * The intervals of {@link AsymptoticIntervals} from rows in two passes, as they are written down.
 */
final class PlainIntervals {
  private PlainIntervals() {}

  static Bounds meanAbs(double[] sizes, double t) {
    double se = std(sizes) / Math.sqrt(sizes.length);
    return SkewedMean.of(mean(sizes), se, skewness(sizes), sizes.length, t);
  }

  /** Returns the interval of mean(a) / (mean(a) + mean(r)), as in AsymptoticIntervals. */
  static Bounds share(double[] a, double[] r, double t) {
    int rows = a.length;
    Bounds own = meanAbs(a, t);
    Bounds rest = meanAbs(r, t);
    double products = 0;
    for (int row = 0; row < rows; row++) {
      products += (a[row] - mean(a)) * (r[row] - mean(r)) / (rows - 1);
    }
    double correlation = products / std(a) / std(r);
    double down1 = Math.log(mean(a) / own.low());
    double down2 = Math.log(rest.high() / mean(r));
    double up1 = Math.log(own.high() / mean(a));
    double up2 = Math.log(mean(r) / rest.low());
    double down = Math.sqrt(down1 * down1 + down2 * down2 - 2 * correlation * down1 * down2);
    double up = Math.sqrt(up1 * up1 + up2 * up2 - 2 * correlation * up1 * up2);
    double odds = mean(a) / mean(r);
    return new Bounds(
        odds * Math.exp(-down) / (1 + odds * Math.exp(-down)),
        odds * Math.exp(up) / (1 + odds * Math.exp(up)));
  }

  private static double skewness(double[] values) {
    double mean = mean(values);
    double n = values.length;
    double squares = Arrays.stream(values).map(value -> Math.pow(value - mean, 2)).sum() / n;
    double cubes = Arrays.stream(values).map(value -> Math.pow(value - mean, 3)).sum() / n;
    return cubes / Math.pow(squares, 1.5) * Math.sqrt(n * (n - 1)) / (n - 2);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double std(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
