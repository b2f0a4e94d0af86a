package io.assay.aggregate;

import java.util.List;

/**
 * Counts over bins of equal width.
 *
 * @param low lower edge of the first bin: the least value; NaN if there are no values
 * @param high upper edge of the last bin: the greatest value; NaN if there are no values
 * @param counts values in each bin, upper edge included; they sum to the number of values
 */
public record Histogram(double low, double high, List<Long> counts) {
  /** Copies the counts. */
  public Histogram {
    counts = List.copyOf(counts);
  }
}
