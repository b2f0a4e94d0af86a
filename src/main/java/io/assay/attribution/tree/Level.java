package io.assay.attribution.tree;

import java.util.Arrays;

/**
 * What a {@link Descent} holds at one depth: the node there, the way that led to it, and its
 * question. Letters are those of the descent; q are the nodes of the quadrature. Loops are over
 * rows.
 */
final class Level {
  /** The tree's node. */
  int node;

  /** How many of its children have been looked at. */
  int visits;

  /** The feature that its question looks at. */
  int asked;

  /** The level that the feature's last question above led to; 0, where z and p are 1, if none. */
  int before;

  /** z of the feature asked on the way here. */
  double share;

  /** p of the feature asked on the way here, [row]: 1 or 0. */
  final double[] follows;

  /** 1 / (f (1 - q)) of the feature asked on the way here, [q]. */
  final double[] slopes;

  /** p of the rows that go left, [row]. */
  final double[] left;

  /** What the leaves below give to the feature asked, [q][row]; with pairs only. */
  final double[][] gains;

  private final double[][] products; // of the f of the way here, times the weight, [q][row]
  private final double[][] sums; // of S over the leaves below, [q][row]
  private final double[] turns; // q / f_o
  private final double[] ends; // z_o / f_o^2
  private final double[] losses; // 1 / (f_o (1 - q))

  /**
   * Makes room.
   *
   * @param mostNodes of the quadrature
   * @param gained how many of them there are gains for
   */
  Level(int mostNodes, int gained, int rows) {
    this.follows = new double[rows];
    this.slopes = new double[mostNodes];
    this.left = new double[rows];
    this.gains = new double[gained][rows];
    this.products = new double[mostNodes][rows];
    this.sums = new double[mostNodes][rows];
    this.turns = new double[mostNodes];
    this.ends = new double[mostNodes];
    this.losses = new double[mostNodes];
  }

  /** Stands at the root: no question was asked, products are the weights. */
  void begin(double[] weights) {
    node = 0;
    share = 1;
    Arrays.fill(follows, 1);
    for (int each = 0; each < weights.length; each++) {
      Arrays.fill(products[each], weights[each]);
    }
  }

  /** Asks a question on a feature of which z is known, and forgets what is below. */
  void ask(double[] nodes, double shareBefore) {
    visits = 0;
    for (int each = 0; each < nodes.length; each++) {
      double q = nodes[each];
      double factor = shareBefore + (1 - shareBefore) * q; // of a row that follows
      turns[each] = q / factor;
      ends[each] = shareBefore / (factor * factor);
      losses[each] = 1 / (factor * (1 - q));
      Arrays.fill(sums[each], 0);
    }
  }

  /**
   * Takes those leaves that are children.
   *
   * @param nodes how many q there are
   * @param mean sum of v s over the leaves
   * @param tilt sum of v t over the leaves, [row]
   * @param gain takes what the leaves give to the feature asked, but for a factor {@code tilt},
   *     [row]
   */
  void leaves(int nodes, double mean, double[] tilt, double[] gain) {
    Arrays.fill(gain, 0);
    for (int each = 0; each < nodes; each++) {
      double[] product = products[each];
      double[] sum = sums[each];
      double turn = turns[each];
      double end = ends[each];
      for (int row = 0; row < gain.length; row++) {
        double above = product[row];
        sum[row] = above * (mean + turn * tilt[row]);
        gain[row] += above * end;
      }
    }
  }

  /** Begins the gains at every q with those of the same leaves. */
  void leafGains(int nodes, double[] tilt) {
    for (int each = 0; each < nodes; each++) {
      double[] product = products[each];
      double[] gain = gains[each];
      double end = ends[each];
      for (int row = 0; row < tilt.length; row++) {
        gain[row] = product[row] * end * tilt[row];
      }
    }
  }

  /**
   * Goes down to a child.
   *
   * @param part the child's share of the node
   * @param tilt t of the child, [row]
   */
  void down(double[] nodes, double shareBefore, double part, double[] tilt, Level child) {
    child.share = shareBefore * part;
    for (int each = 0; each < nodes.length; each++) {
      double q = nodes[each];
      child.slopes[each] = 1 / ((child.share + (1 - child.share) * q) * (1 - q));
      double[] product = products[each];
      double[] below = child.products[each];
      double turn = turns[each];
      for (int row = 0; row < tilt.length; row++) {
        below[row] = product[row] * (part + turn * tilt[row]);
      }
    }
  }

  /**
   * Takes what a child has summed.
   *
   * @param nodes how many q there are
   * @param followsBefore p of the feature asked before the question, [row]
   * @param gain takes what the child's leaves give to the feature asked, [row]
   */
  void up(int nodes, Level child, double[] followsBefore, double[] gain) {
    Arrays.fill(gain, 0);
    double[] follows = child.follows;
    for (int each = 0; each < nodes; each++) {
      double[] below = child.sums[each];
      double[] sum = sums[each];
      double slope = child.slopes[each];
      double loss = losses[each];
      for (int row = 0; row < gain.length; row++) {
        double leaves = below[row];
        sum[row] += leaves;
        gain[row] += leaves * (slope * follows[row] - loss * followsBefore[row]);
      }
    }
  }

  /** Adds the gains at every q of the same leaves. */
  void childGains(int nodes, Level child, double[] followsBefore) {
    double[] follows = child.follows;
    for (int each = 0; each < nodes; each++) {
      double[] below = child.sums[each];
      double[] gain = gains[each];
      double slope = child.slopes[each];
      double loss = losses[each];
      for (int row = 0; row < follows.length; row++) {
        gain[row] += below[row] * (slope * follows[row] - loss * followsBefore[row]);
      }
    }
  }
}
