package io.assay.attribution.tree.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.tree.ResultColumns;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.attribution.tree.RowBlock;
import io.assay.attribution.tree.Semivalue;
import io.assay.attribution.tree.TestForests;
import io.assay.attribution.tree.TreeSums;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubtreeTablesTest {
  private static final int FEATURES = 6;
  private static final double ROUNDED = 2e-6; // tables are float32: 6e-8 of each of some 30 numbers

  private static TreeQuestion question(Absence absence, Semivalue index, Order order) {
    List<String> names = IntStream.range(0, FEATURES).mapToObj(i -> "x" + i).toList();
    return new TreeQuestion(
        absence, index, new ResultColumns(FeatureGroups.singletons(names), order));
  }

  private static Absence absence(boolean isBackground) {
    return isBackground
        ? new Absence.Background(Baseline.background(TestForests.rows(5, 30, FEATURES)))
        : new Absence.TrainingShares();
  }

  private static double[][][] sums(
      TreeSums kernel, Forest forest, TreeQuestion question, Tensor rows) {
    RowBlock block = new RowBlock(FEATURES);
    block.fill(rows, 0, rows.rows());
    double[][][] sums = new double[forest.outputs()][question.columns().size()][rows.rows()];
    kernel.add(block, sums);
    return sums;
  }

  private static TreeSums none(Forest forest) {
    throw new AssertionError(forest.trees().size() + " trees without tables");
  }

  @ParameterizedTest
  @CsvSource({
    "0, SHAPLEY, SINGLES", "1, SHAPLEY, PAIRS", "2, BANZHAF, SINGLES", "3, BANZHAF, PAIRS",
    "4, SHAPLEY, SINGLES", "5, SHAPLEY, PAIRS", "6, BANZHAF, PAIRS", "8, SHAPLEY, PAIRS"
  })
  void valuesAreThoseOfAllCoalitions(int depth, Semivalue index, Order order) {
    for (boolean isBackground : new boolean[] {false, true}) {
      Forest forest = TestForests.ofOutputs(depth, FEATURES, 4, depth, 2);
      Tensor rows = TestForests.rows(1, 40, FEATURES);
      TreeQuestion question = question(absence(isBackground), index, order);

      TreeSums kernel = SubtreeTables.of(forest, question, Long.MAX_VALUE, SubtreeTablesTest::none);
      double[][][] sums = sums(kernel, forest, question, rows);

      for (int row = 0; row < rows.rows(); row++) {
        double[][] expected = expected(forest, question, rows, row);
        for (int output = 0; output < 2; output++) {
          for (int column = 0; column < question.columns().size(); column++) {
            assertThat(sums[output][column][row])
                .as("background %s, row %d, column %d", isBackground, row, column)
                .isCloseTo(expected[output][column], within(ROUNDED));
          }
        }
      }
    }
  }

  private static double[][] expected(Forest forest, TreeQuestion question, Tensor rows, int row) {
    double[][] expected = new double[forest.outputs()][question.columns().size()];
    float[] values = Arrays.copyOfRange(rows.values(), row * FEATURES, (row + 1) * FEATURES);
    for (Tree tree : forest.trees()) {
      TreeGameOracle oracle = new TreeGameOracle(tree, FEATURES, question.absence());
      for (int place = 0; place < tree.width(); place++) {
        double[] columns = oracle.columns(values, place, question);
        for (int column = 0; column < columns.length; column++) {
          expected[tree.firstOutput() + place][column] += columns[column];
        }
      }
    }
    return expected;
  }
}
