package io.assay.attribution.tree;

/**
 * Shares the value of a leaf among those features that decide whether it is reached, as {@link
 * PairwiseShap} says. It holds what the path to the leaf has decided. One thread's.
 */
final class PathShares {
  private final ResultColumns columns;
  private final Betas betas;
  private final int[] present; // features whose own value leads here, the reference's elsewhere
  private final int[] absent; // features whose reference's value leads here, the own elsewhere
  private int presents;
  private int absents;

  /**
   * Makes room.
   *
   * @param features of a row
   */
  PathShares(ResultColumns columns, Betas betas, int features) {
    this.columns = columns;
    this.betas = betas;
    this.present = new int[features];
    this.absent = new int[features];
  }

  /** From here on the path needs a feature of the row. */
  void present(int feature) {
    present[presents++] = feature;
  }

  /** From here on the path needs a feature of the reference. */
  void absent(int feature) {
    absent[absents++] = feature;
  }

  /** Forgets the feature that the row had to have last. */
  void forgetPresent() {
    presents--;
  }

  /** Forgets the feature that the reference had to have last. */
  void forgetAbsent() {
    absents--;
  }

  /** Returns whether the path goes where both row and reference go by themselves. */
  boolean areNone() {
    return presents + absents == 0;
  }

  /**
   * Adds the shares of a leaf.
   *
   * @param mass what it brings, one number a row of the meeting
   * @param sums [column][row]
   */
  void add(double[] mass, Meeting meeting, double[][] sums) {
    if (presents > 0) {
      double share = ofPresent();
      for (int at = 0; at < presents; at++) {
        meeting.add(share, mass, sums[columns.of(present[at])]);
      }
    }
    if (absents > 0) {
      double share = ofAbsent();
      for (int at = 0; at < absents; at++) {
        meeting.add(share, mass, sums[columns.of(absent[at])]);
      }
    }
    if (columns.order() == ResultColumns.Order.PAIRS) {
      addPairs(mass, meeting, sums);
    }
  }

  /** Returns the share of a feature itself; beside columns for pairs, less half of its pairs. */
  private double ofPresent() {
    double share = betas.of(presents - 1, absents);
    if (columns.order() == ResultColumns.Order.PAIRS) {
      share -= 0.5 * ((presents - 1) * bothPresent() + absents * across());
    }
    return share;
  }

  private double ofAbsent() {
    double share = -betas.of(presents, absents - 1);
    if (columns.order() == ResultColumns.Order.PAIRS) {
      share -= 0.5 * ((absents - 1) * bothAbsent() + presents * across());
    }
    return share;
  }

  private double bothPresent() {
    return presents < 2 ? 0 : betas.of(presents - 2, absents);
  }

  private double bothAbsent() {
    return absents < 2 ? 0 : betas.of(presents, absents - 2);
  }

  private double across() {
    return presents == 0 || absents == 0 ? 0 : -betas.of(presents - 1, absents - 1);
  }

  private void addPairs(double[] mass, Meeting meeting, double[][] sums) {
    double bothPresent = bothPresent();
    double bothAbsent = bothAbsent();
    double across = across();
    for (int one = 0; one < presents; one++) {
      for (int other = one + 1; other < presents; other++) {
        meeting.add(bothPresent, mass, sums[columns.of(present[one], present[other])]);
      }
      for (int other = 0; other < absents; other++) {
        meeting.add(across, mass, sums[columns.of(present[one], absent[other])]);
      }
    }
    for (int one = 0; one < absents; one++) {
      for (int other = one + 1; other < absents; other++) {
        meeting.add(bothAbsent, mass, sums[columns.of(absent[one], absent[other])]);
      }
    }
  }
}
