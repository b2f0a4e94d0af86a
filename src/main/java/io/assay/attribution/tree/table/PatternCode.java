package io.assay.attribution.tree.table;

import java.util.Arrays;
import java.util.List;

/**
 * How ranks become patterns: a pattern is a number, and each turn of each digit that a rank has yet
 * to come to changes it. A turn costs a comparison of whole numbers, which the compiler turns into
 * vector instructions.
 */
final class PatternCode {
  private final int last;
  private final int[] features;
  private final int[] turns;
  private final int[] steps;

  PatternCode(List<Digit> digits) {
    int count = digits.stream().mapToInt(Digit::turns).sum();
    this.features = new int[count];
    this.turns = new int[count];
    this.steps = new int[count];
    int at = 0;
    int stride = 1;
    int ofLastRanks = 0;
    for (Digit digit : digits) {
      for (int turn = 0; turn < digit.turns(); turn++) {
        features[at] = digit.feature();
        turns[at] = digit.turn(turn);
        steps[at] = stride * (digit.classBefore(turn) - digit.classBefore(turn + 1));
        at++;
      }
      ofLastRanks += stride * digit.classBefore(digit.turns());
      stride *= digit.size();
    }
    this.last = ofLastRanks;
  }

  /**
   * Writes the patterns of rows.
   *
   * @param ranks [feature][row]
   * @param patterns one a row
   */
  void write(int[][] ranks, int rows, int[] patterns) {
    int at = features.length % 2;
    if (at == 0) {
      Arrays.fill(patterns, 0, rows, last);
    } else {
      first(ranks[features[0]], turns[0], steps[0], rows, patterns);
    }
    for (; at < features.length; at += 2) {
      int[] one = ranks[features[at]];
      int[] other = ranks[features[at + 1]];
      int oneTurn = turns[at];
      int otherTurn = turns[at + 1];
      int oneStep = steps[at];
      int otherStep = steps[at + 1];
      for (int row = 0; row < rows; row++) {
        patterns[row] +=
            (((one[row] - oneTurn) >> 31) & oneStep)
                + (((other[row] - otherTurn) >> 31) & otherStep);
      }
    }
  }

  private void first(int[] ranks, int turn, int step, int rows, int[] patterns) {
    for (int row = 0; row < rows; row++) {
      patterns[row] = last + (((ranks[row] - turn) >> 31) & step);
    }
  }
}
