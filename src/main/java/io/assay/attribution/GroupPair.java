package io.assay.attribution;

import java.util.ArrayList;
import java.util.List;

/**
 * Two feature groups of which a method values what they do together.
 *
 * @param first its number among the groups
 * @param second another's, greater
 */
public record GroupPair(int first, int second) {
  /** Checks the order. */
  public GroupPair {
    if (first < 0 || second <= first) {
      throw new IllegalArgumentException(
          "a pair of groups " + first + " and " + second + "; need 0 <= first < second");
    }
  }

  /**
   * Returns all pairs, the first group slowest.
   *
   * @param groups how many groups there are
   */
  public static List<GroupPair> all(int groups) {
    List<GroupPair> pairs = new ArrayList<>();
    for (int first = 0; first < groups; first++) {
      for (int second = first + 1; second < groups; second++) {
        pairs.add(new GroupPair(first, second));
      }
    }
    return List.copyOf(pairs);
  }

  /**
   * Returns the names of the two.
   *
   * @param groups the names of all groups
   */
  public List<String> names(List<String> groups) {
    return List.of(groups.get(first), groups.get(second));
  }

  /**
   * Returns the name of the pair's column, {@code a x b}.
   *
   * @param groups the names of all groups
   */
  public String column(List<String> groups) {
    return String.join(" x ", names(groups));
  }
}
