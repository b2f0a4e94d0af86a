package io.assay.engine.tree;

import io.assay.engine.tree.FilePart.Fields;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The nodes of an XGBoost tree that ask for a category, and the set of each. */
final class XgboostCategories {
  /** XGBoost knows no category from this one on. */
  private static final int CATEGORIES = 1 << 24;

  private final Map<Integer, BitSet> sets;

  private XgboostCategories(Map<Integer, BitSet> sets) {
    this.sets = sets;
  }

  /**
   * Reads the sets. Files before 1.3 have none.
   *
   * @throws IllegalArgumentException if lists do not fit together
   */
  static XgboostCategories of(Fields tree, int nodes) {
    Map<Integer, BitSet> sets = new HashMap<>();
    if (tree.has("categories_nodes")) {
      NumberList asking = tree.numbers("categories_nodes");
      for (int place = 0; place < asking.size(); place++) {
        if (sets.put(asking.whole(place), set(tree, place)) != null) {
          throw new IllegalArgumentException(
              "categories_nodes has node " + asking.whole(place) + " twice; need it once");
        }
      }
    }
    tree.numbersIfAny("split_type").ifPresent(types -> check(types, nodes, sets));
    return new XgboostCategories(sets);
  }

  /** Returns how many bits the sets of a tree take at most. */
  static long bits(Fields tree) {
    if (!tree.has("categories") || !tree.has("categories_nodes")) {
      return 0;
    }
    NumberList categories = tree.numbers("categories");
    long largest = 0;
    for (int at = 0; at < categories.size(); at++) {
      largest = Math.max(largest, categories.whole(at));
    }
    return largest * tree.numbers("categories_nodes").size();
  }

  private static BitSet set(Fields tree, int place) {
    NumberList starts = tree.numbers("categories_segments");
    NumberList sizes = tree.numbers("categories_sizes");
    NumberList categories = tree.numbers("categories");
    if (place >= starts.size() || place >= sizes.size()) {
      throw new IllegalArgumentException(
          "categories_segments has %d entries, categories_sizes %d; need one a node of %s"
              .formatted(starts.size(), sizes.size(), "categories_nodes"));
    }
    int from = starts.whole(place);
    int size = sizes.whole(place);
    if (from < 0 || size < 1 || from > categories.size() - size) {
      throw new IllegalArgumentException(
          "a set of categories has %d from place %d on, there are %d; need 1 or more of them"
              .formatted(size, from, categories.size()));
    }
    BitSet set = new BitSet();
    for (int at = from; at < from + size; at++) {
      set.set(checked(categories.whole(at)));
    }
    return set;
  }

  private static int checked(int category) {
    if (category < 0 || category >= CATEGORIES) {
      throw new IllegalArgumentException(
          "a set holds the category %d; need 0 to %d".formatted(category, CATEGORIES - 1));
    }
    return category;
  }

  private static void check(NumberList types, int nodes, Map<Integer, BitSet> sets) {
    if (types.size() != nodes) {
      throw new IllegalArgumentException(
          "split_type has %d entries, left_children has %d; need one a node"
              .formatted(types.size(), nodes));
    }
    for (int node = 0; node < nodes; node++) {
      boolean isAsking = types.whole(node) != 0;
      if (isAsking != sets.containsKey(node)) {
        throw new IllegalArgumentException(
            "node %d has the split_type %d, and categories_nodes %s it; need sets of just those nodes"
                .formatted(node, types.whole(node), isAsking ? "lacks" : "has"));
      }
    }
  }

  /** Returns whether a node asks for a category. */
  boolean has(int node) {
    return sets.containsKey(node);
  }

  /** Returns the set of a node that asks. */
  BitSet of(int node) {
    BitSet set = sets.get(node);
    if (set == null) {
      throw new IllegalArgumentException("node " + node + " has no set of categories");
    }
    return set;
  }
}
