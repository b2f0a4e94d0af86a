package io.assay.report;

import io.assay.aggregate.Distribution;
import io.assay.aggregate.Histogram;
import java.util.List;
import java.util.stream.IntStream;

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
  private static final int BINS = 40;
  private static final List<Double> SHARES = List.of(0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0);

  /** Copies the lists. */
  public DistributionSection {
    bins = List.copyOf(bins);
    quantiles = List.copyOf(quantiles);
  }

  /** A merged distribution as a section: 40 bins of equal width and seven quantiles. */
  public static DistributionSection of(
      Quantity quantity, String method, String target, String unit, Distribution distribution) {
    List<Quantile> quantiles =
        distribution.count() == 0
            ? List.of()
            : SHARES.stream()
                .map(share -> new Quantile(share, distribution.quantile(share)))
                .toList();
    return new DistributionSection(
        quantity, method, target, unit, bins(distribution.histogram(BINS)), quantiles);
  }

  private static List<Bin> bins(Histogram histogram) {
    int bins = histogram.counts().size();
    double width = (histogram.high() - histogram.low()) / bins;
    return Double.isFinite(width)
        ? IntStream.range(0, bins)
            .mapToObj(
                bin ->
                    new Bin(
                        histogram.low() + bin * width,
                        histogram.low() + (bin + 1) * width,
                        histogram.counts().get(bin)))
            .toList()
        : List.of();
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
