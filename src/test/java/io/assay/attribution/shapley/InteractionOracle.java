package io.assay.attribution.shapley;

import io.assay.attribution.shapley.ShapleyInteractions.Index;
import java.util.Arrays;

/** Interactions of order two by their definitions, from a table with every coalition's value. */
final class InteractionOracle {
  private InteractionOracle() {}

  /** Returns singles, then pairs, the first player slowest. */
  static double[] of(Index index, int players, double[] table) {
    return index == Index.FAITH_SHAP
        ? nearest(players, table)
        : byDerivatives(index, players, table);
  }

  private static double[] byDerivatives(Index index, int players, double[] table) {
    double[] values = new double[players + players * (players - 1) / 2];
    double[] shapley = ExactShapley.ofTable(players, table);
    int column = players;
    for (int one = 0; one < players; one++) {
      values[one] += index == Index.STII ? table[1 << one] - table[0] : shapley[one];
      for (int other = one + 1; other < players; other++) {
        int both = 1 << one | 1 << other;
        for (int set = 0; set < table.length; set++) {
          if ((set & both) == 0) {
            double derivative =
                table[set | both] - table[set | 1 << one] - table[set | 1 << other] + table[set];
            values[column] += weight(index, players, Integer.bitCount(set)) * derivative;
          }
        }
        if (index == Index.K_SII) {
          values[one] -= values[column] / 2;
          values[other] -= values[column] / 2;
        }
        column++;
      }
    }
    return values;
  }

  private static double weight(Index index, int players, int size) {
    return index == Index.STII
        ? 2 * factorial(size) * factorial(players - 1 - size) / factorial(players)
        : factorial(size) * factorial(players - size - 2) / factorial(players - 1);
  }

  private static double factorial(int of) {
    double product = 1;
    for (int i = 2; i <= of; i++) {
      product *= i;
    }
    return product;
  }

  /**
   * Minimises the squared distance to a game of singles and pairs under Shapley's kernel, with both
   * ends met exactly: Lagrange's equations, solved by elimination.
   */
  private static double[] nearest(int players, double[] table) {
    int unknowns = players + players * (players - 1) / 2;
    double[][] equations = new double[unknowns + 1][unknowns + 2];
    for (int set = 1; set < table.length - 1; set++) {
      int size = Integer.bitCount(set);
      double kernel = factorial(size - 1) * factorial(players - size - 1); // over a common factor
      int[] present = present(players, set);
      for (int row = 0; row < unknowns; row++) {
        for (int at = 0; at < unknowns; at++) {
          equations[row][at] += kernel * present[row] * present[at];
        }
        equations[row][unknowns + 1] += kernel * present[row] * (table[set] - table[0]);
      }
    }
    for (int at = 0; at < unknowns; at++) {
      equations[at][unknowns] = 1;
      equations[unknowns][at] = 1;
    }
    equations[unknowns][unknowns + 1] = table[table.length - 1] - table[0];
    double[] solution = solve(equations);
    return Arrays.copyOf(solution, unknowns);
  }

  private static int[] present(int players, int set) {
    int[] present = new int[players + players * (players - 1) / 2];
    int column = players;
    for (int one = 0; one < players; one++) {
      present[one] = set >> one & 1;
      for (int other = one + 1; other < players; other++) {
        present[column++] = (set >> one & 1) * (set >> other & 1);
      }
    }
    return present;
  }

  private static double[] solve(double[][] equations) {
    int size = equations.length;
    for (int pivot = 0; pivot < size; pivot++) {
      int best = pivot;
      for (int row = pivot; row < size; row++) {
        best = Math.abs(equations[row][pivot]) > Math.abs(equations[best][pivot]) ? row : best;
      }
      double[] moved = equations[best];
      equations[best] = equations[pivot];
      equations[pivot] = moved;
      for (int row = 0; row < size; row++) {
        double times = row == pivot ? 0 : equations[row][pivot] / moved[pivot];
        for (int at = pivot; at <= size && times != 0; at++) {
          equations[row][at] -= times * moved[at];
        }
      }
    }
    double[] solution = new double[size];
    for (int at = 0; at < size; at++) {
      solution[at] = equations[at][size] / equations[at][at];
    }
    return solution;
  }
}
