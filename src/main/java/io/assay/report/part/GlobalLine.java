package io.assay.report.part;

import java.util.List;

/**
 * A record of the global table.
 *
 * @param method the method's key
 * @param title what people call the method
 * @param target the explained output
 * @param feature the feature; empty of a number about the method as a whole
 * @param with the other feature of a pair; empty if it is of one
 * @param kind score, curve, line or cell
 * @param x where it stands along the feature; NaN if that is no number
 * @param xWith the same along the other feature of a cell; NaN elsewhere
 * @param label what x is called, of a cell both with a slash between, or what a score measures;
 *     empty if nothing is to be said
 * @param rowId of a line its row; empty otherwise
 * @param value the number
 * @param low lower end of its interval; NaN if not known
 * @param high upper end
 * @param rank among the scores; 0 if it has none
 * @param rankLow the best rank that is not excluded
 * @param rankHigh the worst
 * @param rows behind it
 */
public record GlobalLine(
    String method,
    String title,
    String target,
    String feature,
    String with,
    String kind,
    double x,
    double xWith,
    String label,
    String rowId,
    double value,
    double low,
    double high,
    int rank,
    int rankLow,
    int rankHigh,
    long rows) {
  /** Returns what a score is of: a feature, or a pair of them. */
  public String name() {
    return with.isEmpty() ? feature : feature + " x " + with;
  }

  /** Returns what a score measures: lines of one measure can be compared. */
  public List<String> measure() {
    return List.of(method, target, measured());
  }

  /** Returns what a score measures in words, besides its method; pairs are apart from features. */
  public String measured() {
    return label.isEmpty() && !with.isEmpty() ? "pairs" : label;
  }

  /** Returns when a score is met: a fact about the whole method at once, then by rank. */
  public int turn() {
    if (feature.isEmpty()) {
      return 0;
    }
    return rank > 0 ? rank : Integer.MAX_VALUE;
  }
}
