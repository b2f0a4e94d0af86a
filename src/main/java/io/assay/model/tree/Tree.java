package io.assay.model.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision tree. Nodes are numbered from the root, 0, downwards: a node comes before its left
 * subtree, and that before its right one. It is at most {@value #MOST_DEPTH} questions deep.
 */
public final class Tree {
  /** How many questions a row may be asked at most. */
  public static final int MOST_DEPTH = 1000;

  private final @Nullable Split[] splits;
  private final Question[] questions;
  private final int[] features;
  private final float[] bounds;
  private final int[] right;
  private final double[] covers;
  private final double[][] values;
  private final int depth;
  private final int firstOutput;

  /** How a node is passed by float32 rows. */
  private enum Question {
    NONE,
    LESS,
    LESS_OR_MISSING,
    OTHER
  }

  private Tree(Walk walk, int firstOutput) {
    int nodes = walk.order.size();
    this.splits = new Split[nodes];
    this.questions = new Question[nodes];
    this.features = new int[nodes];
    this.bounds = new float[nodes];
    this.right = new int[nodes];
    this.covers = new double[nodes];
    this.values = new double[nodes][];
    this.depth = walk.depth;
    this.firstOutput = firstOutput;
    for (int node = 0; node < nodes; node++) {
      Node from = walk.order.get(node);
      splits[node] = from.split();
      prepare(node, from.split());
      right[node] = from.split() == null ? -1 : walk.place[from.right()];
      covers[node] = from.cover();
      values[node] = from.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /** Lays out a question so that rows need not ask what kind it is of. */
  private void prepare(int node, @Nullable Split split) {
    questions[node] = split == null ? Question.NONE : Question.OTHER;
    if (split instanceof NumericSplit numeric) {
      features[node] = numeric.feature();
      bounds[node] = numeric.bound();
      questions[node] =
          switch (numeric.missing()) {
            case RIGHT -> Question.LESS;
            case LEFT -> Question.LESS_OR_MISSING;
            case ZERO_LEFT, ZERO_RIGHT -> Question.OTHER;
          };
    }
  }

  /**
   * Builds a tree.
   *
   * @param nodes in any order, the root first; those that cannot be reached are left out
   * @param firstOutput the output that the first value of a leaf adds to; further ones follow
   * @throws IllegalArgumentException if a child is out of range or the child of two nodes, the tree
   *     is deeper than {@value #MOST_DEPTH}, leaves have none or different numbers of values, a
   *     value is not finite, or a cover is negative or infinite
   */
  public static Tree of(List<Node> nodes, int firstOutput) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a tree has no nodes; need a leaf at least");
    }
    return new Tree(new Walk(nodes), firstOutput);
  }

  /** Returns how many nodes there are, leaves among them. */
  public int nodes() {
    return splits.length;
  }

  /** Returns the most questions that a row is asked; 0 of a single leaf. */
  public int depth() {
    return depth;
  }

  /** Returns whether a node is a leaf. */
  public boolean isLeaf(int node) {
    return splits[node] == null;
  }

  /**
   * Returns the question of an inner node.
   *
   * @throws IllegalArgumentException if the node is a leaf
   */
  public Split split(int node) {
    Split split = splits[node];
    if (split == null) {
      throw new IllegalArgumentException("node " + node + " is a leaf");
    }
    return split;
  }

  /** Returns the left child of an inner node. */
  public int left(int node) {
    return node + 1;
  }

  /** Returns the right child of an inner node. */
  public int right(int node) {
    return right[node];
  }

  /** Returns how much of the training data came to a node; NaN where the file does not say. */
  public double cover(int node) {
    return covers[node];
  }

  /**
   * Returns the share of a node's training data that went to one of its children; one half each if
   * none came to the node.
   *
   * @param child the left or the right child of {@code node}
   */
  public double share(int node, int child) {
    return covers[node] == 0 ? 0.5 : covers[child] / covers[node];
  }

  /** Returns how many values a leaf has. */
  public int width() {
    return values[values.length - 1].length;
  }

  /** Returns the output that the first value of a leaf adds to. */
  public int firstOutput() {
    return firstOutput;
  }

  /** Returns a value of a leaf: what it adds to output {@code firstOutput() + place}. */
  public double value(int leaf, int place) {
    return values[leaf][place];
  }

  /**
   * Returns the leaf that a row comes to.
   *
   * @param rows float32 values, rows one behind the other
   * @param from where the row begins
   */
  public int leafOf(float[] rows, int from) {
    int node = 0;
    while (questions[node] != Question.NONE) {
      node = goesLeft(node, rows, from) ? node + 1 : right[node];
    }
    return node;
  }

  private boolean goesLeft(int node, float[] rows, int from) {
    return switch (questions[node]) {
      case LESS -> rows[from + features[node]] < bounds[node];
      case LESS_OR_MISSING -> !(rows[from + features[node]] >= bounds[node]);
      case NONE, OTHER -> split(node).goesLeft(rows[from + split(node).feature()]);
    };
  }

  /** A walk over the nodes of a file, from the root down, left before right. */
  private static final class Walk {
    private final List<Node> nodes;
    private final List<Node> order = new ArrayList<>();
    private final int[] place;
    private int depth;
    private int width = -1;

    private record Step(int node, int parent, int depth) {}

    Walk(List<Node> nodes) {
      this.nodes = nodes;
      this.place = new int[nodes.size()];
      Arrays.fill(place, -1);
      Deque<Step> open = new ArrayDeque<>();
      open.push(new Step(0, -1, 0));
      while (!open.isEmpty()) {
        Step step = open.pop();
        Node node = enter(step);
        if (node.split() != null) {
          open.push(new Step(node.right(), step.node(), step.depth() + 1));
          open.push(new Step(node.left(), step.node(), step.depth() + 1));
        }
      }
    }

    private Node enter(Step step) {
      if (step.node() < 0 || step.node() >= nodes.size()) {
        throw new IllegalArgumentException(
            "node %d has the child %d; need 0 to %d"
                .formatted(step.parent(), step.node(), nodes.size() - 1));
      }
      if (place[step.node()] >= 0) {
        throw new IllegalArgumentException(
            "node %d has the child %d, which has another parent or is above it; need a tree"
                .formatted(step.parent(), step.node()));
      }
      if (step.depth() > MOST_DEPTH) {
        throw new IllegalArgumentException(
            "node %d is %d questions deep; need at most %d"
                .formatted(step.node(), step.depth(), MOST_DEPTH));
      }
      Node node = nodes.get(step.node());
      check(step.node(), node);
      place[step.node()] = order.size();
      order.add(node);
      depth = Math.max(depth, step.depth());
      return node;
    }

    private void check(int number, Node node) {
      if (node.cover() < 0 || Double.isInfinite(node.cover())) {
        throw new IllegalArgumentException(
            "node %d has the cover %s; need 0 or more".formatted(number, node.cover()));
      }
      if (node.split() != null) {
        return;
      }
      width = width < 0 ? node.values().size() : width;
      boolean isFinite = node.values().stream().allMatch(Double::isFinite);
      if (node.values().size() != width || width == 0 || !isFinite) {
        throw new IllegalArgumentException(
            "leaf %d has the values %s; need finite numbers, as many as the first leaf"
                .formatted(number, node.values()));
      }
    }
  }
}
