package io.assay.engine.torchscript;

import java.util.Comparator;
import java.util.List;

/** Names to offer where one was not found. */
final class Nearest {
  private static final int OFFERED = 3;
  private static final int SHOWN = 40;

  private Nearest() {}

  /** Returns the names that differ from a text in few letters, the nearest first. */
  static List<String> of(String text, List<String> names) {
    return names.stream()
        .filter(name -> distance(text, name) <= Math.max(2, text.length() / 2))
        .sorted(Comparator.comparingInt(name -> distance(text, name)))
        .limit(OFFERED)
        .toList();
  }

  /** Returns the first names in one line, and how many there are more. */
  static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
  }

  /** Returns how many letters must be put in, taken out or changed. */
  private static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] here = new int[other.length() + 1];
      here[0] = row;
      for (int column = 1; column <= other.length(); column++) {
        int change = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        int least = Math.min(above[column], here[column - 1]) + 1;
        here[column] = Math.min(least, above[column - 1] + change);
      }
      above = here;
    }
    return above[other.length()];
  }
}
