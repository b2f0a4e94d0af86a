package io.assay.report;

import io.assay.report.number.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The random sample of rows that a run explained, in place of all rows of its input.
 *
 * @param inputRows rows of the input
 * @param rows rows of the sample; some of them may have been rejected
 * @param precision wanted: half the width of the widest interval of a feature as a share of the
 *     largest importance; NaN if so many rows were wanted
 * @param confidence that all features of a method and target are within their intervals at once,
 *     which the precision is for
 * @param reached the precision of the sample; NaN if it could not be told, as of one row
 * @param rounds how the sample grew
 * @param powered the surrogate that was explained on all rows; null if none was
 */
public record SampledInput(
    long inputRows,
    long rows,
    double precision,
    double confidence,
    double reached,
    List<Round> rounds,
    @Nullable Powered powered) {
  /** Copies the list. */
  public SampledInput {
    rounds = List.copyOf(rounds);
  }

  /**
   * Rows that were explained together.
   *
   * @param rows new rows
   * @param precision of all rows so far; NaN if it could not be told
   */
  public record Round(long rows, double precision) {}

  /**
   * A surrogate of the model, whose attributions of all rows correct those of the sample.
   *
   * @param path its file
   * @param sha256 its digest, 64 hex digits
   * @param method how it was explained
   * @param rows that it was explained on
   * @param plainRows how large the sample would have to be without it for intervals as narrow, by
   *     the widest interval of a feature
   */
  public record Powered(String path, String sha256, String method, long rows, double plainRows) {}

  /** A sample without a surrogate. */
  public SampledInput(
      long inputRows,
      long rows,
      double precision,
      double confidence,
      double reached,
      List<Round> rounds) {
    this(inputRows, rows, precision, confidence, reached, rounds, null);
  }

  /** Returns this sample with what its surrogate was worth. */
  public SampledInput with(Powered surrogate) {
    return new SampledInput(inputRows, rows, precision, confidence, reached, rounds, surrogate);
  }

  /** Returns whether the sample is as precise as was wanted, or as large. */
  public boolean isReached() {
    return Double.isNaN(precision) || reached <= precision;
  }

  /** Returns in a sentence what was explained, and how precise that is. */
  public String words() {
    StringBuilder words = new StringBuilder();
    words.append(
        "%s of %s rows were explained, a random sample by row id"
            .formatted(Numbers.count(rows), Numbers.count(inputRows)));
    if (rounds.size() > 1) {
      words.append(" in ").append(rounds.size()).append(" rounds");
    }
    if (!Double.isNaN(reached)) {
      words.append(
          ": importance is within %s of the largest, for all features of a method at once with %s"
              .formatted(percent(reached), percent(confidence)));
    }
    if (!Double.isNaN(precision)) {
      words.append(isReached() ? "; " : "; not ").append(percent(precision)).append(" as wanted");
    }
    words.append('.');
    if (powered != null) {
      words.append(
          " Powered by a surrogate explained on %s rows, the table powered is as precise as %s"
                  .formatted(
                      Numbers.count(powered.rows), Numbers.count(Math.round(powered.plainRows)))
              + " rows explained exactly would be.");
    }
    return words.toString();
  }

  private static String percent(double share) {
    return Numbers.rounded(100 * share) + " %";
  }
}
