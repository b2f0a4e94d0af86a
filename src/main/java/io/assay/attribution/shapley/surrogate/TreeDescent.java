package io.assay.attribution.shapley.surrogate;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Takes rows down trees together with up to 64 references, each a bit of a word. */
final class TreeDescent {
  private final BoostedTrees trees;
  private final int[] playerOf; // [nodes] who decides
  private final long[] left; // [nodes] the references that go left
  private final double[] weights; // [references]
  private final boolean areEqual; // all weights
  private final double[][] shares; // [in][out] (in - 1)! out! / (in + out)!
  private final Stand[] stands; // [players] on the way to the node at hand
  private final int[] in; // players so far without whom the references miss the node
  private final int[] out; // players so far with whom the row misses the node
  private int ins;
  private int outs;

  private float[] inputs = new float[0];
  private int offset;
  private double[] into = new double[0];
  private long[] with = new long[0]; // [players] coalitions that each is in
  private int first; // coalition of the lowest bit

  /** Whose features a player takes. */
  private enum Stand {
    /** The row and the references have gone the same way so far. */
    OPEN,
    /** The row's. */
    PRESENT,
    /** The reference's. */
    ABSENT
  }

  /**
   * Sends references down all trees.
   *
   * @param from the first of at most 64 references of the baseline
   */
  TreeDescent(BoostedTrees trees, Baseline baseline, int from, FeatureGroups groups) {
    int references = Math.min(Long.SIZE, baseline.size() - from);
    this.trees = trees;
    this.playerOf = new int[trees.nodes()];
    this.left = new long[trees.nodes()];
    this.weights =
        IntStream.range(0, references).mapToDouble(i -> baseline.weight(from + i)).toArray();
    this.areEqual = IntStream.range(0, references).allMatch(i -> weights[i] == weights[0]);
    int deepest = 0;
    for (int tree = 0; tree < trees.trees(); tree++) {
      deepest = Math.max(deepest, trees.depth(trees.root(tree)));
    }
    this.shares = shares(deepest);
    this.stands = new Stand[groups.size()];
    Arrays.fill(stands, Stand.OPEN);
    this.in = new int[deepest];
    this.out = new int[deepest];
    for (int node = 0; node < playerOf.length; node++) {
      if (!trees.isLeaf(node)) {
        playerOf[node] = groups.groupOf(trees.feature(node));
        left[node] = left(node, baseline.rows().values(), from, references);
      }
    }
  }

  private long left(int node, float[] references, int from, int size) {
    long bits = 0;
    for (int i = 0; i < size; i++) {
      if (trees.goesLeft(node, references, (from + i) * trees.features())) {
        bits |= 1L << i;
      }
    }
    return bits;
  }

  private static double[][] shares(int most) {
    double[][] shares = new double[most + 1][most + 1];
    for (int in = 1; in <= most; in++) {
      shares[in][0] = 1.0 / in;
      for (int out = 1; in + out <= most; out++) {
        shares[in][out] = shares[in][out - 1] * out / (in + out);
      }
    }
    return shares;
  }

  private long references() {
    return -1L >>> (Long.SIZE - weights.length);
  }

  private double weight(long references) {
    if (areEqual) {
      return Long.bitCount(references) * weights[0];
    }
    double sum = 0;
    for (long bits = references; bits != 0; bits &= bits - 1) {
      sum += weights[Long.numberOfTrailingZeros(bits)];
    }
    return sum;
  }

  /** Adds what the references of this object give to the Shapley values of a row. */
  void addShapley(float[] rows, int row, double[] shapley) {
    inputs = rows;
    offset = row;
    into = shapley;
    for (int tree = 0; tree < trees.trees(); tree++) {
      descend(trees.root(tree), references());
    }
  }

  private void descend(int node, long references) {
    if (trees.isLeaf(node)) {
      share(trees.value(node) * weight(references));
      return;
    }
    boolean goesLeft = trees.goesLeft(node, inputs, offset);
    int same = goesLeft ? trees.left(node) : trees.right(node);
    int player = playerOf[node];
    switch (stands[player]) {
      case PRESENT -> descend(same, references);
      case ABSENT -> {
        descendIfAny(trees.left(node), references & left[node]);
        descendIfAny(trees.right(node), references & ~left[node]);
      }
      case OPEN -> {
        long others = references & (goesLeft ? ~left[node] : left[node]);
        descendIfAny(same, references & ~others);
        if (others != 0) {
          in[ins++] = player;
          stands[player] = Stand.PRESENT;
          descend(same, others);
          ins--;
          out[outs++] = player;
          stands[player] = Stand.ABSENT;
          descend(goesLeft ? trees.right(node) : trees.left(node), others);
          outs--;
          stands[player] = Stand.OPEN;
        }
      }
    }
  }

  private void descendIfAny(int node, long references) {
    if (references != 0) {
      descend(node, references);
    }
  }

  private void share(double value) {
    double gained = value * shares[ins][outs];
    for (int i = 0; i < ins; i++) {
      into[in[i]] += gained;
    }
    double lost = value * shares[outs][ins];
    for (int i = 0; i < outs; i++) {
      into[out[i]] -= lost;
    }
  }

  /**
   * Adds what the references of this object give to the values of coalitions of a row.
   *
   * @param present [players] for up to 64 coalitions, which of them each player is in
   * @param coalitions a bit each
   * @param from number of the coalition of the lowest bit
   * @param values takes one a coalition
   */
  void addValues(
      float[] rows, int row, long[] present, long coalitions, int from, double[] values) {
    inputs = rows;
    offset = row;
    with = present;
    first = from;
    into = values;
    for (int tree = 0; tree < trees.trees(); tree++) {
      part(trees.root(tree), references(), coalitions);
    }
  }

  /**
   * Coalitions with the node's player take all references the way of the row; for the others each
   * reference goes its own. So a coalition meets a leaf once at most.
   */
  private void part(int from, long references, long of) {
    int node = from;
    long coalitions = of;
    while (!trees.isLeaf(node)) {
      boolean goesLeft = trees.goesLeft(node, inputs, offset);
      int same = goesLeft ? trees.left(node) : trees.right(node);
      long others = references & (goesLeft ? ~left[node] : left[node]);
      if (others != 0) {
        long without = coalitions & ~with[playerOf[node]];
        if (without != 0) {
          part(goesLeft ? trees.right(node) : trees.left(node), others, without);
          if (others != references) {
            part(same, references & ~others, without);
          }
        }
        coalitions &= with[playerOf[node]];
        if (coalitions == 0) {
          return;
        }
      }
      node = same;
    }
    double gives = trees.value(node) * weight(references);
    for (long bits = coalitions; bits != 0; bits &= bits - 1) {
      into[first + Long.numberOfTrailingZeros(bits)] += gives;
    }
  }
}
