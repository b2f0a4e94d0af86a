package io.assay.attribution.shapley.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sum of regression trees. An inner node sends an input left if the value of its feature is at
 * most the threshold, and right if it is more or not a number.
 */
public final class BoostedTrees {
  private static final int LEAF = -1;
  private static final int HEAD = 3; // features, start, trees

  private final int features;
  private final double start;
  private final int[] roots; // [trees]
  private final int[] feature; // [nodes], LEAF at leaves
  private final int[] left; // [nodes] the left child; the right one follows it
  private final double[] split; // [nodes] thresholds of inner nodes, values of leaves

  private BoostedTrees(int features, double start, int[] roots, int[] nodes, double[] split) {
    this.features = features;
    this.start = start;
    this.roots = roots;
    this.feature = Arrays.copyOf(nodes, split.length);
    this.left = Arrays.copyOfRange(nodes, split.length, nodes.length);
    this.split = split;
  }

  /**
   * Fits trees to labelled inputs by gradient boosting for squared error. The same inputs in any
   * order give the same trees.
   *
   * @param train what to fit
   * @param check other inputs; no tree is kept after the one at which their error is least. None:
   *     as many trees as the growth allows
   * @param growth how trees grow
   */
  public static BoostedTrees fit(LabelledInputs train, LabelledInputs check, Growth growth) {
    return Boosting.fit(train.sorted(), check.sorted(), growth);
  }

  /** Returns how many values an input has. */
  public int features() {
    return features;
  }

  /** Returns how many trees there are. */
  public int trees() {
    return roots.length;
  }

  /** Returns how many nodes all trees have. */
  int nodes() {
    return split.length;
  }

  /** Returns what is added to every input's sum. */
  double start() {
    return start;
  }

  int root(int tree) {
    return roots[tree];
  }

  /** Returns how many splits lie between a node and its farthest leaf. */
  int depth(int node) {
    return isLeaf(node) ? 0 : 1 + Math.max(depth(left(node)), depth(right(node)));
  }

  boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  int feature(int node) {
    return feature[node];
  }

  int left(int node) {
    return left[node];
  }

  int right(int node) {
    return left[node] + 1;
  }

  /** Returns the value of a leaf. */
  double value(int leaf) {
    return split[leaf];
  }

  /** Returns whether an input passes an inner node on its left. */
  boolean goesLeft(int node, float[] inputs, int offset) {
    return inputs[offset + feature[node]] <= split[node];
  }

  /**
   * Returns the sum of all trees at an input.
   *
   * @param inputs holds it
   * @param offset where its first value stands
   */
  public double score(float[] inputs, int offset) {
    double sum = start;
    for (int root : roots) {
      sum += split[leaf(root, inputs, offset)];
    }
    return sum;
  }

  /** Returns the value of one tree at an input. */
  double score(int tree, float[] inputs, int offset) {
    return split[leaf(roots[tree], inputs, offset)];
  }

  private int leaf(int root, float[] inputs, int offset) {
    int node = root;
    while (feature[node] != LEAF) {
      node = inputs[offset + feature[node]] <= split[node] ? left[node] : left[node] + 1;
    }
    return node;
  }

  /** Returns the first so many trees. */
  BoostedTrees first(int trees) {
    int nodes = trees == roots.length ? split.length : roots[trees];
    int[] numbers = Arrays.copyOf(feature, 2 * nodes);
    System.arraycopy(left, 0, numbers, nodes, nodes);
    return new BoostedTrees(
        features, start, Arrays.copyOf(roots, trees), numbers, Arrays.copyOf(split, nodes));
  }

  /** Returns all there is to know, for {@link #of}. */
  public List<Double> toNumbers() {
    List<Double> numbers = new ArrayList<>(HEAD + roots.length + 3 * split.length);
    numbers.add((double) features);
    numbers.add(start);
    numbers.add((double) roots.length);
    for (int root : roots) {
      numbers.add((double) root);
    }
    for (int node = 0; node < split.length; node++) {
      numbers.add((double) feature[node]);
      numbers.add((double) left[node]);
      numbers.add(split[node]);
    }
    return numbers;
  }

  /**
   * Returns the trees that gave these numbers.
   *
   * @throws IllegalArgumentException if no trees gave them
   */
  public static BoostedTrees of(List<Double> numbers) {
    int trees = numbers.size() < HEAD ? -1 : numbers.get(2).intValue();
    int nodes = (numbers.size() - HEAD - trees) / 3;
    if (trees < 0 || nodes < trees || numbers.size() != HEAD + trees + 3 * nodes) {
      throw new IllegalArgumentException(numbers.size() + " numbers are no trees");
    }
    int[] roots = new int[trees];
    for (int tree = 0; tree < trees; tree++) {
      roots[tree] = numbers.get(HEAD + tree).intValue();
    }
    int[] ints = new int[2 * nodes];
    double[] split = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      int at = HEAD + trees + 3 * node;
      ints[node] = numbers.get(at).intValue();
      ints[nodes + node] = numbers.get(at + 1).intValue();
      split[node] = numbers.get(at + 2);
    }
    return new BoostedTrees(numbers.get(0).intValue(), numbers.get(1), roots, ints, split);
  }

  /** Collects nodes as trees grow. */
  static final class Builder {
    private final int features;
    private final double start;
    private int[] roots = new int[16];
    private int[] feature = new int[256];
    private int[] left = new int[256];
    private double[] split = new double[256];
    private int trees;
    private int nodes;

    Builder(int features, double start) {
      this.features = features;
      this.start = start;
    }

    /** Starts a tree and returns its root, a leaf of 0. */
    int tree() {
      roots = trees == roots.length ? Arrays.copyOf(roots, 2 * trees) : roots;
      roots[trees++] = nodes;
      return leaf();
    }

    private int leaf() {
      if (nodes == split.length) {
        feature = Arrays.copyOf(feature, 2 * nodes);
        left = Arrays.copyOf(left, 2 * nodes);
        split = Arrays.copyOf(split, 2 * nodes);
      }
      feature[nodes] = LEAF;
      left[nodes] = LEAF;
      return nodes++;
    }

    void value(int leaf, double value) {
      split[leaf] = value;
    }

    /** Turns a leaf into an inner node and returns its left child; the right one follows. */
    int split(int leaf, int byFeature, double threshold) {
      int child = leaf();
      leaf();
      feature[leaf] = byFeature;
      left[leaf] = child;
      split[leaf] = threshold;
      return child;
    }

    BoostedTrees trees() {
      int[] numbers = Arrays.copyOf(feature, 2 * nodes);
      System.arraycopy(left, 0, numbers, nodes, nodes);
      return new BoostedTrees(
          features, start, Arrays.copyOf(roots, trees), numbers, Arrays.copyOf(split, nodes));
    }
  }
}
