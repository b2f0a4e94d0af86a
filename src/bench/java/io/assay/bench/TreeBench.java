package io.assay.bench;

import io.assay.attribution.tree.ResultColumns;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.attribution.tree.RowBlock;
import io.assay.attribution.tree.Semivalue;
import io.assay.attribution.tree.TreeSums;
import io.assay.attribution.tree.table.Absence;
import io.assay.attribution.tree.table.SubtreeTables;
import io.assay.attribution.tree.table.TreeQuestion;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Tables of full random trees: time to build them, and processor time of a row in one thread, best
 * block of many. Arguments: the game, {@code shares} or the number of background rows, and perhaps
 * {@code pairs}.
 */
public final class TreeBench {
  private static final int FEATURES = 40;
  private static final int BLOCKS = 40;
  private static final int[][] SHAPES = {{200, 4}, {200, 6}, {100, 6}, {100, 8}, {50, 10}};

  private TreeBench() {}

  /** Measures, and prints a line a shape. */
  public static void main(String[] arguments) {
    String game = arguments.length > 0 ? arguments[0] : "shares";
    Order order = arguments.length > 1 ? Order.PAIRS : Order.SINGLES;
    Absence absence =
        game.equals("shares")
            ? new Absence.TrainingShares()
            : new Absence.Background(Baseline.background(rows(2, Integer.parseInt(game))));
    List<String> names = IntStream.range(0, FEATURES).mapToObj(each -> "x" + each).toList();
    ResultColumns columns = new ResultColumns(FeatureGroups.singletons(names), order);
    for (int[] shape : SHAPES) {
      measure(shape[0], shape[1], new TreeQuestion(absence, Semivalue.SHAPLEY, columns));
    }
  }

  private static void measure(int trees, int depth, TreeQuestion question) {
    Forest forest = forest(trees, depth);
    int[] without = {0};
    long start = System.nanoTime();
    TreeSums kernel =
        SubtreeTables.of(
            forest,
            question,
            2L << 30,
            others -> {
              without[0] = others.trees().size();
              return new NoTrees();
            });
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%3d trees, depth %2d: %7.2f us a row, %.2f s to build, %6.1f MB, %d trees without tables%n",
        trees, depth, micros(kernel, question), seconds, kernel.bytes() / 1e6, without[0]);
  }

  private static double micros(TreeSums kernel, TreeQuestion question) {
    RowBlock block = new RowBlock(FEATURES);
    block.fill(rows(1, RowBlock.MOST_ROWS), 0, RowBlock.MOST_ROWS);
    double[][][] sums = new double[1][question.columns().size()][RowBlock.MOST_ROWS];
    double best = Double.POSITIVE_INFINITY;
    for (int repetition = 0; repetition < BLOCKS; repetition++) {
      for (double[] column : sums[0]) {
        Arrays.fill(column, 0);
      }
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      kernel.add(block, sums);
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      best = Math.min(best, nanos / 1e3 / block.rows());
    }
    return best;
  }

  private static Tensor rows(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * FEATURES];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextDouble();
    }
    return Tensor.of(values, rows, FEATURES);
  }

  private static Forest forest(int trees, int depth) {
    SplittableRandom random = new SplittableRandom(depth);
    List<Tree> grown = new ArrayList<>();
    for (int tree = 0; tree < trees; tree++) {
      List<Node> nodes = new ArrayList<>();
      grow(nodes, depth, 1000, random);
      grown.add(Tree.of(nodes, 0));
    }
    return new Forest(FEATURES, grown, List.of(0.0), Link.IDENTITY, Summation.FLOAT32);
  }

  private static int grow(List<Node> nodes, int depth, double cover, SplittableRandom random) {
    int number = nodes.size();
    nodes.add(Node.leaf(cover, random.nextDouble(-1, 1)));
    if (depth > 0) {
      double cut = (float) random.nextDouble(0.1, 0.9);
      int left = grow(nodes, depth - 1, cover * cut, random);
      int right = grow(nodes, depth - 1, cover * (1 - cut), random);
      NumericSplit split = NumericSplit.less(random.nextInt(FEATURES), cut, Missing.RIGHT);
      nodes.set(number, Node.inner(split, left, right, cover));
    }
    return number;
  }

  /** A kernel that adds nothing. */
  private static final class NoTrees implements TreeSums {
    @Override
    public void add(RowBlock block, double[][][] sums) {}

    @Override
    public long bytes() {
      return 0;
    }
  }
}
