package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Requests;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuadratureDescentTest {
  private static final double FLOAT64 = 1e-9;

  @ParameterizedTest
  @CsvSource({"0,3", "1,1", "1,4", "2,3", "3,2", "5,6", "8,8", "12,9", "20,10"})
  void valuesAreThoseOfAllCoalitions(int depth, int features) {
    Forest forest = TestForests.ofOutputs(depth, features, 4, depth, 2);
    Tensor rows = TestForests.rows(7, 150, features);
    for (Semivalue semivalue : Semivalue.values()) {
      for (Order order : Order.values()) {
        ResultColumns columns = new ResultColumns(Requests.singletons(features), order);

        double[][][] sums = sums(descent(forest, columns, semivalue), rows, 2, columns);

        for (int row = 0; row < rows.rows(); row += 37) {
          for (int output = 0; output < 2; output++) {
            double[] truth = BruteForceTrees.values(forest, output, rows, row, columns, semivalue);
            for (int column = 0; column < truth.length; column++) {
              assertThat(sums[output][column][row]).isCloseTo(truth[column], within(FLOAT64));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"12,40", "20,40", "40,25", "60,40"})
  void valuesOfLongPathsAreThoseOfTheirProducts(int depth, int features) {
    Forest forest = TestForests.of(depth, features, 4, depth);
    Tensor rows = TestForests.rows(7, 5, features);
    int[] groupOf = new int[features];
    groupOf[3] = 1;
    groupOf[7] = 1;
    groupOf[2] = 2;
    List<FeatureGroups> groupings =
        List.of(Requests.singletons(features), FeatureGroups.of(List.of("a", "b", "c"), groupOf));
    for (FeatureGroups groups : groupings) {
      for (Semivalue semivalue : Semivalue.values()) {
        ResultColumns columns = new ResultColumns(groups, Order.PAIRS);

        double[][][] sums = sums(descent(forest, columns, semivalue), rows, 1, columns);
        double[][][] truth =
            sums(new PathProducts(forest.trees(), columns, semivalue), rows, 1, columns);

        assertClose(sums, truth);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void waysThatNoTrainingDataTookGiveNoNaN(Order order) {
    // nobody came to the left child, nobody on to its children, and all went right twice
    Tree tree =
        Tree.of(
            List.of(
                Node.inner(NumericSplit.less(0, 0, Missing.RIGHT), 1, 6, 10),
                Node.inner(NumericSplit.less(1, 0, Missing.RIGHT), 2, 5, 0),
                Node.inner(NumericSplit.less(0, -1, Missing.RIGHT), 3, 4, 0),
                Node.leaf(0, 1.0),
                Node.leaf(0, 2.0),
                Node.leaf(0, 4.0),
                Node.inner(NumericSplit.less(0, 1, Missing.RIGHT), 7, 8, 10),
                Node.leaf(0, 8.0),
                Node.inner(NumericSplit.less(1, 1, Missing.RIGHT), 9, 10, 10),
                Node.leaf(4, 16.0),
                Node.leaf(6, 32.0)),
            0);
    Forest forest = TestForests.ofTrees(List.of(tree), 2);
    ResultColumns columns = new ResultColumns(Requests.singletons(2), order);
    float[] values = {-2, -0.5f, 0.5f, 2, Float.NaN};
    float[] pairs = new float[50];
    for (int row = 0; row < 25; row++) {
      pairs[2 * row] = values[row / 5];
      pairs[2 * row + 1] = values[row % 5];
    }
    Tensor rows = Tensor.of(pairs, 25, 2);

    double[][][] sums = sums(descent(forest, columns, Semivalue.SHAPLEY), rows, 1, columns);

    for (int row = 0; row < 25; row++) {
      double[] truth = BruteForceTrees.values(forest, 0, rows, row, columns, Semivalue.SHAPLEY);
      for (int column = 0; column < truth.length; column++) {
        assertThat(sums[0][column][row]).isCloseTo(truth[column], within(FLOAT64));
      }
    }
  }

  @Test
  void theDeepestTreeIsNoDeeperThanTheStack() throws InterruptedException {
    // a chain of 1,000 questions on as many features
    int depth = Tree.MOST_DEPTH;
    List<Node> nodes = new ArrayList<>();
    for (int node = 0; node < depth; node++) {
      NumericSplit split = NumericSplit.less(node, 0, Missing.LEFT);
      nodes.add(Node.inner(split, node + 1, depth + 1 + node, 1.0 - 0.9 * node / depth));
    }
    for (int leaf = 0; leaf <= depth; leaf++) {
      nodes.add(Node.leaf(leaf == 0 ? 0.1 : 0.9 / depth, leaf % 7 - 3.0));
    }
    Forest forest = TestForests.ofTrees(List.of(Tree.of(nodes, 0)), depth);
    Tensor rows = TestForests.rows(3, 3, depth);
    ResultColumns columns = new ResultColumns(Requests.singletons(depth), Order.SINGLES);
    List<double[][][]> results = new ArrayList<>();

    Thread narrow =
        new Thread(
            null,
            () -> results.add(sums(descent(forest, columns, Semivalue.SHAPLEY), rows, 1, columns)),
            "narrow",
            1 << 17);
    narrow.start();
    narrow.join();

    assertThat(results).hasSize(1);
    assertEfficient(forest, rows, results.get(0));
  }

  @ParameterizedTest
  @CsvSource({"1,6", "6,6", "12,20", "20,20", "20,100"})
  void valuesAddUpToTheMarginInFloat64(int depth, int features) {
    Forest forest = TestForests.of(depth, features, 20, depth);
    Tensor rows = TestForests.rows(2, 300, features);
    for (Order order : Order.values()) {
      ResultColumns columns = new ResultColumns(Requests.singletons(features), order);

      double[][][] sums = sums(descent(forest, columns, Semivalue.SHAPLEY), rows, 1, columns);

      assertEfficient(forest, rows, sums);
    }
  }

  @Test
  void theRowsBesideARowChangeNoBitOfIt() {
    Forest forest = TestForests.of(4, 8, 5, 9);
    Tensor rows = TestForests.rows(2, 300, 8);
    ResultColumns columns = new ResultColumns(Requests.singletons(8), Order.PAIRS);
    TreeSums kernel = descent(forest, columns, Semivalue.SHAPLEY);

    double[][][] together = sums(kernel, rows, 1, columns);

    for (int row = 0; row < 300; row += 43) {
      double[][][] alone = sums(kernel, rows.slice(row, row + 1), 1, columns);
      for (int column = 0; column < columns.size(); column++) {
        assertThat(together[0][column][row]).isEqualTo(alone[0][column][0]);
      }
    }
  }

  private static TreeSums descent(Forest forest, ResultColumns columns, Semivalue semivalue) {
    return new QuadratureDescent(forest.trees(), columns, semivalue);
  }

  private static double[][][] sums(
      TreeSums kernel, Tensor rows, int outputs, ResultColumns columns) {
    double[][][] sums = new double[outputs][columns.size()][rows.rows()];
    RowBlock block = new RowBlock(rows.rowLength());
    block.fill(rows, 0, rows.rows());
    kernel.add(block, sums);
    return sums;
  }

  /** Values add up to the margin less the mean margin. */
  private static void assertEfficient(Forest forest, Tensor rows, double[][][] sums) {
    double[] margins = new double[1];
    for (int row = 0; row < rows.rows(); row++) {
      forest.margins(rows.values(), row * forest.features(), margins);
      double sum = BruteForceTrees.expected(forest, 0);
      for (double[] column : sums[0]) {
        sum += column[row];
      }
      assertThat(sum).isCloseTo(margins[0], within(1e-12 * Math.max(1, Math.abs(margins[0]))));
    }
  }

  private static void assertClose(double[][][] sums, double[][][] truth) {
    for (int output = 0; output < truth.length; output++) {
      for (int column = 0; column < truth[output].length; column++) {
        for (int row = 0; row < truth[output][column].length; row++) {
          assertThat(sums[output][column][row])
              .isCloseTo(truth[output][column][row], within(FLOAT64));
        }
      }
    }
  }
}
