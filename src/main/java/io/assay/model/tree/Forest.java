package io.assay.model.tree;

import io.assay.tensor.Tensor;
import java.util.List;

/**
 * A sum of trees: what every library's file becomes. A forest equals itself alone, so that what was
 * built from it can be kept by it.
 */
public final class Forest {
  private static final int BLOCK_ROWS = 1024;

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
    add(rows, from, 1, margins);
  }

  /**
   * Returns the outputs of rows: their margins behind a link. Blocks of rows pass a tree before the
   * next tree is looked at, which is up to three times as fast as row by row, and gives the same.
   *
   * @param input [rows, ...]
   * @param behind {@link Link#IDENTITY} for margins, {@link #link()} for predictions
   * @return [rows, outputs]
   */
  public Tensor outputs(Tensor input, Link behind) {
    int outputs = outputs();
    float[] all = new float[input.rows() * outputs];
    double[] sums = new double[Math.min(BLOCK_ROWS, input.rows()) * outputs];
    double[] margins = new double[outputs];
    for (int start = 0; start < input.rows(); start += BLOCK_ROWS) {
      int rows = Math.min(BLOCK_ROWS, input.rows() - start);
      add(input.values(), start * features, rows, sums);
      for (int row = 0; row < rows; row++) {
        System.arraycopy(sums, row * outputs, margins, 0, outputs);
        behind.apply(margins);
        for (int output = 0; output < outputs; output++) {
          all[(start + row) * outputs + output] = (float) margins[output];
        }
      }
    }
    return Tensor.of(all, input.rows(), outputs);
  }

  private void add(float[] values, int from, int rows, double[] sums) {
    int outputs = outputs();
    for (int i = 0; i < rows * outputs; i++) {
      sums[i] = base(i % outputs);
    }
    for (Tree tree : trees) {
      for (int row = 0; row < rows; row++) {
        int leaf = tree.leafOf(values, from + row * features);
        int first = row * outputs + tree.firstOutput();
        for (int place = 0; place < tree.width(); place++) {
          double sum = sums[first + place] + tree.value(leaf, place);
          sums[first + place] = summation == Summation.FLOAT32 ? (float) sum : sum;
        }
      }
    }
  }
}
