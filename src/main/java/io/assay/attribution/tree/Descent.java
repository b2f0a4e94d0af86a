package io.assay.attribution.tree;

import io.assay.attribution.Quadrature;
import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import java.util.Arrays;

/**
 * Walks of some rows at a time through trees ({@link QuadratureDescent}), and the room they need:
 * one thread's, used for many walks. With z, p and f as there, before a question (o) and after it
 * (n), s the share that goes on, and t = p_n - s p_o, rows that have followed so far have
 *
 * <pre>
 * f_n / f_o             = s + t q / f_o
 * g                     = p / (f (1 - q)) - 1 / (1 - q)
 * (g_n - g_o) f_n / f_o = t z_o / f_o^2
 * </pre>
 *
 * and for the others, with t = 0, the first line is right and the difference of the g is 0. The
 * last line is what leaves give; other children give what the second makes of their sums.
 */
final class Descent {
  /** Rows of a walk at most: long loops, and what a question needs stays in a core's own cache. */
  private static final int MOST_LANES = 256;

  /** Numbers held for products, and as many for sums and gains: 8 MiB each. */
  private static final int MOST_NUMBERS = 1 << 20;

  private final ResultColumns columns;
  private final boolean hasPairs;
  private final int lanes;
  private final int[] asked;
  private final float[][] values; // [feature][row]; of those asked
  private final byte[] goesLeft; // [row]
  private final int[] last; // [feature]: the level that its last question led to, 0 if none
  private final Level[] path; // [depth]
  private final double[] tilt; // [row]
  private final double[] gain; // [row]
  private final PairGains pairs;
  private double[] nodes = new double[0];
  private int first;
  private int rows;

  /**
   * Makes room.
   *
   * @param asked the features that trees look at, ascending
   * @param depth of the deepest tree
   * @param mostNodes of the largest quadrature
   * @param blockRows how many rows will be walked with
   */
  Descent(ResultColumns columns, int[] asked, int depth, int mostNodes, int blockRows) {
    this.columns = columns;
    this.hasPairs = columns.order() == ResultColumns.Order.PAIRS;
    long most = Math.max(1, Math.min(MOST_LANES, MOST_NUMBERS / ((depth + 1L) * mostNodes)));
    long walks = Math.max(1, (blockRows + most - 1) / most);
    this.lanes = (int) ((blockRows + walks - 1) / walks); // none of which is left empty
    this.asked = asked;
    int features = asked.length == 0 ? 0 : asked[asked.length - 1] + 1;
    this.values = new float[features][];
    for (int feature : asked) {
      values[feature] = new float[lanes];
    }
    this.goesLeft = new byte[lanes];
    this.last = new int[features];
    this.path = new Level[depth + 1];
    Arrays.setAll(path, each -> new Level(mostNodes, hasPairs ? mostNodes : 0, lanes));
    this.tilt = new double[lanes];
    this.gain = new double[lanes];
    this.pairs = new PairGains(columns, lanes);
  }

  /** Returns how many rows are taken at a time, at most. */
  int lanes() {
    return lanes;
  }

  /** Takes rows of a block, from {@code from} on. */
  void take(RowBlock block, int from) {
    first = from;
    rows = Math.min(lanes, block.rows() - from);
    for (int feature : asked) {
      System.arraycopy(block.column(feature), from, values[feature], 0, rows);
    }
  }

  /**
   * Adds what a tree gives to the rows taken.
   *
   * @param place which of a leaf's values
   * @param exact for the tree's longest path
   * @param sums [column][row of the block]
   */
  void walk(Tree tree, int place, Quadrature exact, double[][] sums) {
    if (tree.isLeaf(0)) {
      return;
    }
    nodes = exact.nodes().stream().mapToDouble(Double::doubleValue).toArray();
    path[0].begin(exact.weights().stream().mapToDouble(Double::doubleValue).toArray());
    arrive(tree, place, path[0], sums);
    int depth = 0;
    while (depth >= 0) {
      Level level = path[depth];
      int child = nextInner(tree, level);
      if (child >= 0) {
        depth++;
        descend(tree, level, child, depth);
        arrive(tree, place, path[depth], sums);
      } else {
        leave(depth, sums);
        depth--;
      }
    }
  }

  /** Asks a node's question. */
  private void arrive(Tree tree, int place, Level level, double[][] sums) {
    Split split = tree.split(level.node);
    level.asked = split.feature();
    level.before = last[level.asked];
    Level before = path[level.before];
    level.ask(nodes, before.share);
    split.sides(values[level.asked], rows, goesLeft);
    for (int row = 0; row < lanes; row++) {
      level.left[row] = goesLeft[row] * before.follows[row];
    }
    takeLeaves(tree, place, level, sums);
  }

  /** Takes what those leaves give that are children of the node. */
  private void takeLeaves(Tree tree, int place, Level level, double[][] sums) {
    int left = tree.left(level.node);
    int right = tree.right(level.node);
    double ofLeft = tree.isLeaf(left) ? tree.value(left, place) : 0;
    double ofRight = tree.isLeaf(right) ? tree.value(right, place) : 0;
    double mean = ofLeft * tree.share(level.node, left) + ofRight * tree.share(level.node, right);
    double[] follows = path[level.before].follows;
    for (int row = 0; row < lanes; row++) {
      tilt[row] = (ofLeft - ofRight) * level.left[row] + (ofRight - mean) * follows[row];
    }
    level.leaves(nodes.length, mean, tilt, gain);
    for (int row = 0; row < lanes; row++) {
      gain[row] *= tilt[row];
    }
    addGain(level, sums);
    if (hasPairs) {
      level.leafGains(nodes.length, tilt);
    }
  }

  /** Returns the next child that is no leaf; -1 if there is none. */
  private static int nextInner(Tree tree, Level level) {
    while (level.visits < 2) {
      level.visits++;
      int child = level.visits == 1 ? tree.left(level.node) : tree.right(level.node);
      if (!tree.isLeaf(child)) {
        return child;
      }
    }
    return -1;
  }

  private void descend(Tree tree, Level level, int node, int depth) {
    Level before = path[level.before];
    Level child = path[depth];
    child.node = node;
    double part = tree.share(level.node, node);
    boolean isLeft = level.visits == 1;
    for (int row = 0; row < lanes; row++) {
      double all = before.follows[row];
      double goes = isLeft ? level.left[row] : all - level.left[row];
      child.follows[row] = goes;
      tilt[row] = goes - part * all;
    }
    level.down(nodes, before.share, part, tilt, child);
    last[level.asked] = depth;
  }

  /** Hands what is below a node to its parent. */
  private void leave(int depth, double[][] sums) {
    if (hasPairs) {
      addPairs(depth, sums);
    }
    if (depth > 0) {
      Level level = path[depth - 1];
      double[] follows = path[level.before].follows;
      last[level.asked] = level.before;
      level.up(nodes.length, path[depth], follows, gain);
      addGain(level, sums);
      if (hasPairs) {
        level.childGains(nodes.length, path[depth], follows);
      }
    }
  }

  private void addPairs(int depth, double[][] sums) {
    Level level = path[depth];
    pairs.of(level, nodes);
    for (int each = 1; each <= depth; each++) {
      int other = path[each - 1].asked;
      if (other != level.asked && last[other] == each) {
        pairs.add(level, path[each], other, sums, first, rows);
      }
    }
  }

  private void addGain(Level level, double[][] sums) {
    double[] column = sums[columns.of(level.asked)];
    for (int row = 0; row < rows; row++) {
      column[first + row] += gain[row];
    }
  }
}
