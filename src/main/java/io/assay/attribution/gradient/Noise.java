package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.baseline.Baseline;
import io.assay.tensor.Tensor;
import java.util.Arrays;

/** How large the normal noise is that methods add to a row. */
final class Noise {
  static final String SHARE = "Standard deviation of the noise, in the unit of noise-unit.";
  static final String SHARE_ALLOWED = "0 to 1e9";
  static final String UNIT =
      "What noise is a share of: the feature's standard deviation over the background (the row's"
          + " range if there is but one reference), the row's range, or the input's own unit.";
  static final String UNIT_ALLOWED = "spread, row-range, input";

  private static final double LARGEST = 1e9;

  private final Tensor input;
  private final NoiseUnit unit;
  private final double share;
  private final double[] spreads;

  Noise(AttributionRequest request, double share, NoiseUnit unit) {
    boolean hasSpread = unit == NoiseUnit.SPREAD && request.baseline().size() > 1;
    this.input = request.batch().input();
    this.unit = unit;
    this.share = share;
    this.spreads = hasSpread ? spreads(request.baseline()) : new double[0];
  }

  /** Refuses a share that is out of range. */
  static void check(double share) {
    if (!(share >= 0 && share <= LARGEST)) {
      throw new IllegalArgumentException("noise is " + share + "; need " + SHARE_ALLOWED);
    }
  }

  private static double[] spreads(Baseline baseline) {
    int length = baseline.rows().rowLength();
    double[] spreads = new double[length];
    for (int feature = 0; feature < length; feature++) {
      double mean = 0;
      for (int reference = 0; reference < baseline.size(); reference++) {
        mean += baseline.weight(reference) * baseline.rows().at(reference * length + feature);
      }
      double variance = 0;
      for (int reference = 0; reference < baseline.size(); reference++) {
        double off = baseline.rows().at(reference * length + feature) - mean;
        variance += baseline.weight(reference) * off * off;
      }
      spreads[feature] = Math.sqrt(variance);
    }
    return spreads;
  }

  /** Returns the standard deviation of each feature's noise at a row, in input units. */
  double[] deviations(int row) {
    double[] deviations = spreads.length > 0 ? spreads.clone() : new double[input.rowLength()];
    if (spreads.length == 0) {
      Arrays.fill(deviations, unit == NoiseUnit.INPUT ? 1 : range(row));
    }
    for (int feature = 0; feature < deviations.length; feature++) {
      deviations[feature] *= share;
    }
    return deviations;
  }

  private double range(int row) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int length = input.rowLength();
    for (int at = row * length; at < (row + 1) * length; at++) {
      least = Math.min(least, input.at(at));
      most = Math.max(most, input.at(at));
    }
    return most - least;
  }
}
