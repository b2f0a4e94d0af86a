package io.assay.model.tree;

import java.util.List;

/**
 * A sum of trees: what every library's file becomes. A forest equals itself alone, so that what was
 * built from it can be kept by it.
 */
public final class Forest {
  /** The numbers in which a library adds up its leaves, first tree first. */
  public enum Summation {
    /** Single precision, rounded after every tree. */
    FLOAT32,
    /** Double precision. */
    FLOAT64
  }

  private final int features;
  private final List<Tree> trees;
  private final List<Double> base;
  private final Link link;
  private final Summation summation;

  /**
   * Creates a forest.
   *
   * @param features how many values a row's input has
   * @param trees in the library's order
   * @param base what each output is before the first tree: one finite number an output
   * @param link between margins and predictions
   * @throws IllegalArgumentException if a tree looks at another feature or adds to another output
   */
  public Forest(int features, List<Tree> trees, List<Double> base, Link link, Summation summation) {
    this.features = features;
    this.trees = List.copyOf(trees);
    this.base = List.copyOf(base);
    this.link = link;
    this.summation = summation;
    if (base.isEmpty() || !base.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("base scores are " + base + "; need finite numbers");
    }
    for (int number = 0; number < trees.size(); number++) {
      check(trees.get(number), number);
    }
  }

  private void check(Tree tree, int number) {
    if (tree.firstOutput() < 0 || tree.firstOutput() > outputs() - tree.width()) {
      throw new IllegalArgumentException(
          "tree %d adds to the outputs %d to %d; need 0 to %d"
              .formatted(
                  number,
                  tree.firstOutput(),
                  tree.firstOutput() - 1L + tree.width(),
                  outputs() - 1));
    }
    for (int node = 0; node < tree.nodes(); node++) {
      if (!tree.isLeaf(node) && tree.split(node).feature() >= features) {
        throw new IllegalArgumentException(
            "tree %d looks at feature %d; need 0 to %d"
                .formatted(number, tree.split(node).feature(), features - 1));
      }
    }
  }

  /** Returns how many values a row's input has. */
  public int features() {
    return features;
  }

  /** Returns how many outputs there are. */
  public int outputs() {
    return base.size();
  }

  /** Returns the trees, in the library's order. */
  public List<Tree> trees() {
    return trees;
  }

  /** Returns what an output is before the first tree. */
  public double base(int output) {
    return base.get(output);
  }

  /** Returns what stands between margins and predictions. */
  public Link link() {
    return link;
  }

  /** Returns the numbers in which the leaves are added up. */
  public Summation summation() {
    return summation;
  }

  /** Returns whether every node says how much of the training data came to it. */
  public boolean hasCovers() {
    return trees.stream().noneMatch(Forest::lacksCovers);
  }

  private static boolean lacksCovers(Tree tree) {
    for (int node = 0; node < tree.nodes(); node++) {
      if (Double.isNaN(tree.cover(node))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds up the leaves of a row, in the library's own numbers and order.
   *
   * @param rows float32 values, rows one behind the other
   * @param from where the row begins
   * @param margins takes one number an output
   */
  public void margins(float[] rows, int from, double[] margins) {
    for (int output = 0; output < margins.length; output++) {
      margins[output] = base(output);
    }
    for (Tree tree : trees) {
      int leaf = tree.leafOf(rows, from);
      for (int place = 0; place < tree.width(); place++) {
        int output = tree.firstOutput() + place;
        double sum = margins[output] + tree.value(leaf, place);
        margins[output] = summation == Summation.FLOAT32 ? (float) sum : sum;
      }
    }
  }
}
