package io.assay.attribution.gradient;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a path, 0 to 1, with the scores at its ends and, once taken, the gradient at its
 * middle. Cut in three, its gradient stays that of the middle third, so that no gradient is lost.
 */
final class Panel {
  private final double from;
  private final double to;
  private final double scoreFrom;
  private final double scoreTo;
  private final float @Nullable [] gradient;

  private Panel(
      double from, double to, double scoreFrom, double scoreTo, float @Nullable [] gradient) {
    this.from = from;
    this.to = to;
    this.scoreFrom = scoreFrom;
    this.scoreTo = scoreTo;
    this.gradient = gradient;
  }

  /** A panel whose gradient is still to be taken. */
  static Panel open(double from, double to, double scoreFrom, double scoreTo) {
    return new Panel(from, to, scoreFrom, scoreTo, null);
  }

  /** Returns this panel with its gradient, flat. */
  Panel with(float[] gradientAtMiddle) {
    return new Panel(from, to, scoreFrom, scoreTo, gradientAtMiddle);
  }

  /** Returns the three panels that it is cut into, given the scores at the cuts. */
  List<Panel> thirds(double scoreFirst, double scoreSecond) {
    return List.of(
        open(from, cut(0), scoreFrom, scoreFirst),
        new Panel(cut(0), cut(1), scoreFirst, scoreSecond, gradient),
        open(cut(1), to, scoreSecond, scoreTo));
  }

  double width() {
    return to - from;
  }

  double middle() {
    return (from + to) / 2;
  }

  /** Returns where it is cut, first (0) or second (1). */
  double cut(int which) {
    return which == 0 ? from + width() / 3 : to - width() / 3;
  }

  boolean isOpen() {
    return gradient == null;
  }

  float[] gradient() {
    if (gradient == null) {
      throw new IllegalStateException("a panel is used before its gradient is taken");
    }
    return gradient;
  }

  /** Returns its integral minus the difference of its end scores, in score units. */
  double defect(double[] distances) {
    float[] slopes = gradient();
    double slope = 0;
    for (int feature = 0; feature < distances.length; feature++) {
      slope += slopes[feature] * distances[feature];
    }
    return width() * slope - (scoreTo - scoreFrom);
  }

  /** Returns how far its gradient lies from the line between two others', times distances. */
  double bend(Panel before, Panel after, double[] distances) {
    double share = (middle() - before.middle()) / (after.middle() - before.middle());
    float[] first = before.gradient();
    float[] here = gradient();
    float[] last = after.gradient();
    double squares = 0;
    for (int feature = 0; feature < distances.length; feature++) {
      double line = first[feature] + share * ((double) last[feature] - first[feature]);
      double off = (here[feature] - line) * distances[feature];
      squares += off * off;
    }
    return Math.sqrt(squares);
  }

  /** Adds width times gradient. */
  void addTo(double[] sums) {
    float[] slopes = gradient();
    double width = width();
    for (int feature = 0; feature < sums.length; feature++) {
      sums[feature] += width * slopes[feature];
    }
  }

  /** Adds a factor times the second derivative of the gradient, from this and its neighbours. */
  void addCurvature(Panel before, Panel after, double factor, double[] sums) {
    double left = middle() - before.middle();
    double right = after.middle() - middle();
    double scale = 2 * factor / (left + right);
    float[] first = before.gradient();
    float[] here = gradient();
    float[] last = after.gradient();
    for (int feature = 0; feature < sums.length; feature++) {
      double slopeAfter = ((double) last[feature] - here[feature]) / right;
      double slopeBefore = ((double) here[feature] - first[feature]) / left;
      sums[feature] += scale * (slopeAfter - slopeBefore);
    }
  }
}
