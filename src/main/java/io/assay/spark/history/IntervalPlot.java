package io.assay.spark.history;

/** Intervals drawn with characters, all on one scale. */
final class IntervalPlot {
  private final double low;
  private final double high;
  private final int width;

  /**
   * Sets the scale.
   *
   * @param low what the first character stands for
   * @param high what the last stands for
   * @param width characters
   */
  IntervalPlot(double low, double high, int width) {
    this.low = low;
    this.high = high;
    this.width = width;
  }

  /** Returns the ends of the scale. */
  String axis() {
    String left = Words.percent(low);
    String right = Words.percent(high);
    return left + " ".repeat(Math.max(1, width - left.length() - right.length())) + right;
  }

  /** Returns an interval and the value inside it. */
  String line(double from, double value, double to) {
    char[] line = " ".repeat(width).toCharArray();
    if (Double.isFinite(value)) {
      int first = Double.isFinite(from) ? at(from) : at(value);
      int last = Double.isFinite(to) ? at(to) : at(value);
      for (int i = first; i <= last; i++) {
        line[i] = '─';
      }
      line[first] = '├';
      line[last] = '┤';
      line[at(value)] = '●';
    }
    return new String(line);
  }

  private int at(double value) {
    double share = high > low ? (value - low) / (high - low) : 0.5;
    return (int) Math.round(Math.max(0, Math.min(1, share)) * (width - 1));
  }
}
