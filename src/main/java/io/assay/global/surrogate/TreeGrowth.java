package io.assay.global.surrogate;

import io.assay.baseline.FeatureGroups;
import io.assay.global.surrogate.NodeRows.Side;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Grows a tree, the leaf first that gains most by a question. Where a leaf has few rows the model
 * is asked about more, composed of its rows. Questions are chosen by both; predictions, shares and
 * what a question explains are of the rows alone.
 */
final class TreeGrowth {
  /** A question must explain this share of all variance, or it is not worth reading. */
  static final double LEAST_GAIN = 1e-3;

  private static final String PURPOSE = "surrogate-tree";

  /** Of two leaves that gain as much, the older one is first. */
  private static final Comparator<Leaf> MOST_FIRST =
      Comparator.comparingDouble((Leaf leaf) -> -leaf.gain).thenComparingInt(leaf -> leaf.id);

  private final Size size;
  private final FeatureGroups groups;
  private final Function<Tensor, Answered> teacher;
  private final long seed;
  private final List<TreeNode> nodes = new ArrayList<>();
  private int all;
  private double variance;
  private long calls;

  /**
   * How large a tree grows.
   *
   * @param leaves at most
   * @param leastRows training rows of a leaf
   * @param queries rows that a node is filled up to before its question is chosen
   */
  record Size(int leaves, int leastRows, int queries) {}

  /**
   * Prepares a tree.
   *
   * @param groups positions that stay together in composed rows
   * @param teacher says what the model answers about rows, [rows, width]
   */
  TreeGrowth(Size size, FeatureGroups groups, Function<Tensor, Answered> teacher, long seed) {
    this.size = size;
    this.groups = groups;
    this.teacher = teacher;
    this.seed = seed;
  }

  /** A node of which nothing has been asked yet. */
  private static final class Leaf {
    private final int id;
    private final String path;
    private final NodeRows rows;
    private final Optional<Split> split;
    private final double gain;

    Leaf(int id, String path, NodeRows rows, Optional<Split> split, double share) {
      this.id = id;
      this.path = path;
      this.rows = rows;
      this.split = split;
      this.gain = split.map(best -> share * best.reduction()).orElse(0.0);
    }
  }

  /**
   * Grows the tree.
   *
   * @param training one row or more
   */
  SurrogateTree grow(Answered training) {
    all = training.rows();
    variance = squares(training) / all;
    List<Leaf> leaves = new ArrayList<>(List.of(leaf(-1, "root", NodeRows.of(training))));
    for (int order = 1; order < size.leaves(); order++) {
      leaves.sort(MOST_FIRST);
      Leaf best = leaves.get(0);
      if (best.split.isEmpty() || variance == 0 || best.gain < LEAST_GAIN * variance) {
        break;
      }
      leaves.remove(0);
      leaves.addAll(children(best, best.split.get(), order));
    }
    return new SurrogateTree(nodes);
  }

  private List<Leaf> children(Leaf leaf, Split split, int order) {
    NodeRows leftRows = leaf.rows.side(split, Side.LEFT);
    NodeRows rightRows = leaf.rows.side(split, Side.RIGHT);
    TreeNode node = nodes.get(leaf.id);
    double lowered =
        squares(leaf.rows.known()) - squares(leftRows.known()) - squares(rightRows.known());
    nodes.set(
        leaf.id,
        new TreeNode(
            node.id(),
            node.parent(),
            node.depth(),
            order,
            split.feature(),
            split.threshold(),
            split.missingLeft(),
            split.meetsMissing(),
            nodes.size(),
            nodes.size() + 1,
            node.rows(),
            node.share(),
            node.prediction(),
            node.deviation(),
            node.wins(),
            node.queries(),
            lowered / (variance * all)));
    Leaf left = leaf(leaf.id, leaf.path + ".left", leftRows);
    Leaf right = leaf(leaf.id, leaf.path + ".right", rightRows);
    return List.of(left, right);
  }

  /** Adds a node. */
  private Leaf leaf(int parent, String path, NodeRows rows) {
    NodeRows filled = filled(rows, path);
    Answered known = rows.known();
    int id = nodes.size();
    double share = (double) known.rows() / all;
    nodes.add(
        new TreeNode(
            id,
            parent,
            parent < 0 ? 0 : nodes.get(parent).depth() + 1,
            0,
            -1,
            Float.NaN,
            false,
            false,
            -1,
            -1,
            known.rows(),
            share,
            mean(known.scores()),
            Math.sqrt(squares(known) / known.rows()),
            mean(known.wins()),
            filled.asked().rows(),
            0));
    Optional<Split> split = SplitSearch.best(filled, size.leastRows(), queryWeight(filled));
    return new Leaf(id, path, filled, split, share);
  }

  /** Asks about as many rows as a node lacks. */
  private NodeRows filled(NodeRows rows, String path) {
    int lacking = size.queries() - rows.rows();
    if (lacking <= 0 || rows.known().rows() < 2 * size.leastRows()) {
      return rows;
    }
    Tensor composed =
        LeafQueries.composed(rows.known(), groups, lacking, Rng.of(seed, PURPOSE, path));
    calls += lacking;
    return rows.with(teacher.apply(composed));
  }

  /** All queries of a node together count at most as much as its rows. */
  private static double queryWeight(NodeRows rows) {
    return Math.min(1, (double) rows.known().rows() / Math.max(1, rows.asked().rows()));
  }

  private static double mean(Tensor values) {
    double sum = 0;
    for (float value : values.values()) {
      sum += value;
    }
    return sum / values.rows();
  }

  private static double squares(Answered rows) {
    double mean = mean(rows.scores());
    double squares = 0;
    for (float score : rows.scores().values()) {
      squares += (score - mean) * (score - mean);
    }
    return squares;
  }

  /** Returns about how many composed rows the model was asked. */
  long calls() {
    return calls;
  }
}
