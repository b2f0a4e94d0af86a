package io.assay.attribution.shapley;

import io.assay.attribution.shapley.ShapleyInteractions.Index;
import io.assay.baseline.Coalitions;
import io.assay.baseline.PairedDesign;
import java.util.Arrays;
import java.util.Optional;

/**
 * Interactions of singles and pairs from a paired design, as one matrix. A game of singles and
 * pairs is fitted to the values by the Shapley kernel's least squares; what it leaves is carried
 * through the index as a weighted sum over the coalitions drawn, each over its chance, which makes
 * the estimate right for any game as coalitions become more, and exact when they are all.
 *
 * <pre>
 * index(v) = index(g) + sum over coalitions T of w(T) (v(T) - g(T)) / P(T)
 * </pre>
 *
 * Of a coalition T and its complement T', the difference u = v(T) - v(T') tells of singles alone
 * and the sum of pairs alone: with x = 1 for the players of T and -1 for the others,
 *
 * <pre>
 * u = x . a,  sum(a) = v(all) - v(none)
 * m = (v(all) + v(none) - v(T) - v(T')) / 2 = 1/2 sum of b over pairs that T separates
 * </pre>
 *
 * The variance is estimated from the residuals e of both fits over one minus their leverages h, and
 * the share q of the stratum that was not drawn:
 *
 * <pre>
 * var_c = sum over pairs of coalitions of q (A_c e / (1 - h) + B_c e' / (1 - h'))^2
 * </pre>
 */
final class InteractionRegression implements Estimator {
  /** A pair that alone decides a direction leaves no residual, and so no standard error. */
  private static final double MOST_LEVERAGE = 1 - 1e-6;

  private final int players;
  private final int columns;
  private final int draws; // pairs of coalitions
  private final Coalitions coalitions;
  private final LeastSquares odd; // a but for the last player's
  private final LeastSquares even; // b
  private final int oddColumns; // those that differences have a part in
  private final double[] lastSide; // x of the last player: [draws]
  private final double[] ofDifference; // A: [draws, oddColumns]
  private final double[] ofSum; // B: [draws, columns]
  private final double[] oddFree; // 1 / (1 - h): [draws]
  private final double[] evenFree;
  private final double[] unseen; // q: [draws]

  private InteractionRegression(
      Index index, PairedDesign design, LeastSquares odd, LeastSquares even) {
    this.players = design.players();
    this.columns = columns(players);
    this.draws = design.pairs();
    this.coalitions = design.coalitions();
    this.odd = odd;
    this.even = even;
    this.oddColumns = index == Index.STII ? columns : players;
    this.lastSide = new double[draws];
    this.ofDifference = new double[Math.multiplyExact(draws, oddColumns)];
    this.ofSum = new double[Math.multiplyExact(draws, columns)];
    this.oddFree = new double[draws];
    this.evenFree = new double[draws];
    this.unseen = new double[draws];
    double[] sides = design.sides();
    for (int draw = 0; draw < draws; draw++) {
      lastSide[draw] = sides[(players - 1) * draws + draw];
      unseen[draw] = design.unseen(draw);
      oddFree[draw] = 1 / (1 - Math.min(odd.leverage(draw), MOST_LEVERAGE));
      evenFree[draw] = 1 / (1 - Math.min(even.leverage(draw), MOST_LEVERAGE));
    }
    carryFits();
    carryResiduals(new InteractionIndex(index, players), design, sides);
  }

  /** Returns how many singles and pairs there are. */
  static int columns(int players) {
    return players + players * (players - 1) / 2;
  }

  /** Returns the column of a pair: singles come first, then pairs, the first player slowest. */
  static int column(int one, int other, int players) {
    return players + one * (2 * players - one - 1) / 2 + other - one - 1;
  }

  /**
   * Builds the regression of a design.
   *
   * @return empty if the design does not determine all singles and pairs with some residual left
   */
  static Optional<InteractionRegression> of(Index index, PairedDesign design) {
    int players = design.players();
    double[] sides = design.sides();
    double[] weights = new double[design.pairs()];
    for (int draw = 0; draw < weights.length; draw++) {
      weights[draw] = design.weight(draw);
    }
    Optional<LeastSquares> even =
        LeastSquares.of(
            separated(sides, players, weights.length), weights, columns(players) - players);
    return even.flatMap(
            fit ->
                LeastSquares.of(against(sides, players, weights.length), weights, players - 1)
                    .map(odd -> new InteractionRegression(index, design, odd, fit)))
        .filter(InteractionRegression::leavesResiduals);
  }

  /** Returns [draws, pairs of players]: 1/2 where a draw separates the two. */
  private static double[] separated(double[] sides, int players, int draws) {
    int pairs = columns(players) - players;
    double[] separated = new double[Math.multiplyExact(draws, pairs)];
    for (int one = 0; one < players; one++) {
      for (int other = one + 1; other < players; other++) {
        int pair = column(one, other, players) - players;
        for (int draw = 0; draw < draws; draw++) {
          boolean isSeparate = sides[one * draws + draw] != sides[other * draws + draw];
          separated[draw * pairs + pair] = isSeparate ? 0.5 : 0;
        }
      }
    }
    return separated;
  }

  /** Returns [draws, players - 1]: x less that of the last player, whose value the gain fixes. */
  private static double[] against(double[] sides, int players, int draws) {
    double[] against = new double[draws * (players - 1)];
    for (int draw = 0; draw < draws; draw++) {
      for (int player = 0; player < players - 1; player++) {
        against[draw * (players - 1) + player] =
            sides[player * draws + draw] - sides[(players - 1) * draws + draw];
      }
    }
    return against;
  }

  private boolean leavesResiduals() {
    for (int draw = 0; draw < draws; draw++) {
      boolean isFree = odd.leverage(draw) < MOST_LEVERAGE && even.leverage(draw) < MOST_LEVERAGE;
      if (unseen[draw] > 0 && !isFree) {
        return false;
      }
    }
    return true;
  }

  /** Adds the index of the fitted game: pairs are b, singles a less half of their pairs. */
  private void carryFits() {
    for (int draw = 0; draw < draws; draw++) {
      double rest = 0;
      for (int player = 0; player < players - 1; player++) {
        double each = odd.operator(draw, player);
        ofDifference[draw * oddColumns + player] = each;
        rest -= each;
      }
      ofDifference[draw * oddColumns + players - 1] = rest;
      for (int one = 0; one < players; one++) {
        for (int other = one + 1; other < players; other++) {
          int column = column(one, other, players);
          double each = even.operator(draw, column - players);
          ofSum[draw * columns + column] = each;
          ofSum[draw * columns + one] -= each / 2;
          ofSum[draw * columns + other] -= each / 2;
        }
      }
    }
  }

  /** Adds the index of what the fits leave, each coalition's over its chance. */
  private void carryResiduals(InteractionIndex index, PairedDesign design, double[] sides) {
    double[] oddWeights = new double[ofDifference.length];
    double[] evenWeights = new double[ofSum.length];
    double[] first = new double[columns];
    double[] second = new double[columns];
    for (int draw = 0; draw < draws; draw++) {
      counts(index, sides, draw, first, second);
      for (int column = 0; column < columns; column++) {
        double sum = (first[column] + second[column]) / design.chance(draw);
        evenWeights[draw * columns + column] = -sum; // m falls as the sum rises
        if (column < oddColumns) {
          double difference = (first[column] - second[column]) / design.chance(draw);
          oddWeights[draw * oddColumns + column] = difference / 2;
        }
      }
    }
    carry(odd, oddWeights, oddColumns, ofDifference);
    carry(even, evenWeights, columns, ofSum);
  }

  /** Finds how much both coalitions of a draw count in every column. */
  private void counts(
      InteractionIndex index, double[] sides, int draw, double[] first, double[] second) {
    int size = 0;
    for (int player = 0; player < players; player++) {
      size += sides[player * draws + draw] > 0 ? 1 : 0;
    }
    for (int one = 0; one < players; one++) {
      int ofOne = sides[one * draws + draw] > 0 ? 1 : 0;
      first[one] = index.ofSingle(size, ofOne);
      second[one] = index.ofSingle(players - size, 1 - ofOne);
      for (int other = one + 1; other < players; other++) {
        int ofBoth = ofOne + (sides[other * draws + draw] > 0 ? 1 : 0);
        int column = column(one, other, players);
        first[column] = index.ofPair(size, ofBoth);
        second[column] = index.ofPair(players - size, 2 - ofBoth);
      }
    }
  }

  /** Adds W (I - F M) for the weights W of residuals, the features F and the matrix M of a fit. */
  private void carry(LeastSquares fit, double[] weights, int width, double[] into) {
    int unknowns = fit.unknowns();
    double[] ofFit = new double[unknowns * width]; // W F
    for (int draw = 0; draw < draws; draw++) {
      for (int unknown = 0; unknown < unknowns; unknown++) {
        addRow(fit.feature(draw, unknown), weights, draw * width, ofFit, unknown * width, width);
      }
    }
    for (int draw = 0; draw < draws; draw++) {
      addRow(1, weights, draw * width, into, draw * width, width);
      for (int unknown = 0; unknown < unknowns; unknown++) {
        addRow(-fit.operator(draw, unknown), ofFit, unknown * width, into, draw * width, width);
      }
    }
  }

  private static void addRow(
      double times, double[] from, int offset, double[] into, int at, int width) {
    if (times != 0) {
      for (int i = 0; i < width; i++) {
        into[at + i] += times * from[offset + i];
      }
    }
  }

  @Override
  public Coalitions coalitions() {
    return coalitions;
  }

  @Override
  public void explain(
      double[] values, int offset, double empty, double full, double[] into, double[] variances) {
    double[] differences = new double[draws];
    double[] sums = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      double first = values[offset + 2 * draw];
      double second = values[offset + 2 * draw + 1];
      differences[draw] = first - second - lastSide[draw] * (full - empty);
      sums[draw] = (full - first + empty - second) / 2;
    }
    Arrays.fill(into, 0);
    for (int draw = 0; draw < draws; draw++) {
      addRow(differences[draw], ofDifference, draw * oddColumns, into, 0, oddColumns);
      addRow(sums[draw], ofSum, draw * columns, into, 0, columns);
    }
    into[players - 1] += full - empty;
    odd.subtractFit(odd.solve(differences), differences);
    even.subtractFit(even.solve(sums), sums);
    variances(differences, sums, variances);
  }

  private void variances(double[] differences, double[] sums, double[] into) {
    Arrays.fill(into, 0);
    for (int draw = 0; draw < draws; draw++) {
      double ofOdd = differences[draw] * oddFree[draw];
      double ofEven = sums[draw] * evenFree[draw];
      for (int column = 0; column < columns && unseen[draw] > 0; column++) {
        double part = ofEven * ofSum[draw * columns + column];
        if (column < oddColumns) {
          part += ofOdd * ofDifference[draw * oddColumns + column];
        }
        into[column] += unseen[draw] * part * part;
      }
    }
  }
}
