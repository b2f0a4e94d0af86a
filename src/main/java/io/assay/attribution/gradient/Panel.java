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
  private final @Nullable Slope slope;
  private @Nullable Slope bendBefore; // of the last bend that was asked for
  private @Nullable Slope bendAfter;
  private double bend;

  private Panel(double from, double to, double scoreFrom, double scoreTo, @Nullable Slope slope) {
    this.from = from;
    this.to = to;
    this.scoreFrom = scoreFrom;
    this.scoreTo = scoreTo;
    this.slope = slope;
  }

  /** A panel whose gradient is still to be taken. */
  static Panel open(double from, double to, double scoreFrom, double scoreTo) {
    return new Panel(from, to, scoreFrom, scoreTo, null);
  }

  /** Returns this panel with its gradient. */
  Panel with(Slope atMiddle) {
    return new Panel(from, to, scoreFrom, scoreTo, atMiddle);
  }

  /** Returns the three panels that it is cut into, given the scores at the cuts. */
  List<Panel> thirds(double scoreFirst, double scoreSecond) {
    return List.of(
        open(from, cut(0), scoreFrom, scoreFirst),
        new Panel(cut(0), cut(1), scoreFirst, scoreSecond, slope),
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
    return slope == null;
  }

  Slope slope() {
    if (slope == null) {
      throw new IllegalStateException("a panel is used before its gradient is taken");
    }
    return slope;
  }

  /** Returns its integral minus the difference of its end scores, in score units. */
  double defect() {
    return width() * slope().alongPath() - (scoreTo - scoreFrom);
  }

  /**
   * Returns how far its gradient lies from the line between two others', times distances. It is
   * worked out again only for other neighbours; a neighbour that was cut has another middle, but
   * then its third lies between.
   */
  double bend(Panel before, Panel after, double[] distances) {
    if (before.slope != bendBefore || after.slope != bendAfter) {
      double share = (middle() - before.middle()) / (after.middle() - before.middle());
      bend = slope().bend(before.slope(), after.slope(), share, distances);
      bendBefore = before.slope;
      bendAfter = after.slope;
    }
    return bend;
  }
}
