package io.assay.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Spelling {
  private static final int MOST_NAMES = 20;

  private Spelling() {}

  /** Returns the known word nearest to a word, if it is near enough to be a slip. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    String plain = plain(word);
    int most = Math.max(1, Math.min(3, plain.length() / 3));
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= most)
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  /** Returns {@code ; did you mean x?}, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** Returns names for a message: all, or the first of many and how many more there are. */
  public static String some(List<String> names) {
    return names.size() <= MOST_NAMES
        ? names.toString()
        : names.subList(0, MOST_NAMES) + " and " + (names.size() - MOST_NAMES) + " more";
  }

  /**
   * Returns the distance of Damerau and Levenshtein in its restricted form: how many characters
   * must be put in, taken out, changed, or swapped with their neighbour.
   */
  static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, left, right, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int cheapest(int[][] cost, String left, String right, int i, int j) {
    int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }
}
