package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.fakes.Requests;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuadratureDescentTest {
  @ParameterizedTest
  @CsvSource({"0,3", "1,1", "1,4", "2,3", "3,2", "5,6", "8,8", "12,9", "20,10"})
  void valuesAreThoseOfAllCoalitions(int depth, int features) {
    Forest forest = TestForests.ofOutputs(depth, features, 4, depth, 2);
    Tensor rows = TestForests.rows(7, 150, features);
    for (Semivalue semivalue : Semivalue.values()) {
      for (Order order : Order.values()) {
        ResultColumns columns = new ResultColumns(Requests.singletons(features), order);
        TreeSums kernel = new QuadratureDescent(forest.trees(), features, columns, semivalue);

        double[][][] sums = sums(kernel, rows, 2, columns);

        for (int row = 0; row < 150; row += 37) {
          for (int output = 0; output < 2; output++) {
            double[] truth = BruteForceTrees.values(forest, output, rows, row, columns, semivalue);
            for (int column = 0; column < truth.length; column++) {
              assertThat(sums[output][column][row]).isCloseTo(truth[column], within(1e-9));
            }
          }
        }
      }
    }
  }

  static double[][][] sums(TreeSums kernel, Tensor rows, int outputs, ResultColumns columns) {
    double[][][] sums = new double[outputs][columns.size()][RowBlock.MOST_ROWS];
    RowBlock block = new RowBlock(rows.rowLength());
    block.fill(rows, 0, rows.rows());
    kernel.add(block, sums);
    return sums;
  }
}
