package io.assay.report;

import java.util.List;

/**
 * How one number lies over the explained rows.
 *
 * @param quantity what the number is
 * @param method the method's key; of a score, which no method changes, any that was run
 * @param target the explained output
 * @param unit the number's unit, such as {@code logit}; empty if there is none
 * @param bins the histogram, ascending, side by side
 * @param quantiles ascending by share
 */
public record DistributionSection(
    Quantity quantity,
    String method,
    String target,
    String unit,
    List<Bin> bins,
    List<Quantile> quantiles) {
  /** Copies the lists. */
  public DistributionSection {
    bins = List.copyOf(bins);
    quantiles = List.copyOf(quantiles);
  }

  /** What is counted. */
  public enum Quantity {
    /** The target's value. */
    SCORE,
    /** Score minus baseline score minus the sum of the attributions. */
    COMPLETENESS_GAP
  }

  /**
   * A bar of the histogram.
   *
   * @param low where it begins
   * @param high where it ends
   * @param rows how many rows lie in it
   */
  public record Bin(double low, double high, long rows) {}

  /**
   * A quantile.
   *
   * @param share the share of rows at or under the value, 0 to 1
   * @param value the value
   */
  public record Quantile(double share, double value) {}
}
