package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Requests;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairwiseSumsTest {
  private static final int FEATURES = 8;
  private static final double FLOAT64 = 1e-9; // sums of a few thousand numbers about 1

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 11, 15, 20})
  void valuesAreThoseOfEveryCoalitionAtAnyDepth(int depth) {
    Forest forest = TestForests.ofOutputs(depth, FEATURES, 3, depth, 2);
    Baseline baseline = background(depth, 6);

    double[][][] sums = sums(forest, baseline, singletons(), Semivalue.SHAPLEY);

    for (int row = 0; row < rows().rows(); row++) {
      for (int output = 0; output < 2; output++) {
        GameTable game = game(forest, baseline, row, output);
        for (int feature = 0; feature < FEATURES; feature++) {
          assertThat(sums[output][feature][row])
              .isCloseTo(game.single(feature, Semivalue.SHAPLEY), within(FLOAT64));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Semivalue.class)
  void pairsAreThoseOfEveryCoalition(Semivalue semivalue) {
    Forest forest = TestForests.of(40, FEATURES, 4, 7);
    Baseline baseline = background(41, 5);
    ResultColumns columns = new ResultColumns(Requests.singletons(FEATURES), Order.PAIRS);

    double[][][] sums = sums(forest, baseline, columns, semivalue);

    for (int row = 0; row < rows().rows(); row++) {
      GameTable game = game(forest, baseline, row, 0);
      for (int one = 0; one < FEATURES; one++) {
        double own = game.single(one, semivalue);
        for (int other = 0; other < FEATURES; other++) {
          if (one != other) {
            double pair = game.pair(one, other, semivalue);
            own -= pair / 2;
            assertThat(sums[0][columns.of(one, other)][row]).isCloseTo(pair, within(FLOAT64));
          }
        }
        assertThat(sums[0][one][row]).isCloseTo(own, within(FLOAT64));
      }
    }
  }

  @Test
  void banzhafValuesAreThoseOfEveryCoalition() {
    Forest forest = TestForests.of(50, FEATURES, 4, 9);
    Baseline baseline = background(51, 5);

    double[][][] sums = sums(forest, baseline, singletons(), Semivalue.BANZHAF);

    for (int row = 0; row < rows().rows(); row++) {
      GameTable game = game(forest, baseline, row, 0);
      for (int feature = 0; feature < FEATURES; feature++) {
        assertThat(sums[0][feature][row])
            .isCloseTo(game.single(feature, Semivalue.BANZHAF), within(FLOAT64));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void groupsGetTheSumsOfTheirFeatures(Order order) {
    Forest forest = TestForests.of(60, FEATURES, 4, 7);
    Baseline baseline = background(61, 5);
    FeatureGroups groups =
        FeatureGroups.of(List.of("p", "q", "r"), new int[] {1, 0, 0, 1, 2, 2, 0, 1});
    ResultColumns grouped = new ResultColumns(groups, order);
    ResultColumns single = new ResultColumns(Requests.singletons(FEATURES), order);

    double[][] sums = sums(forest, baseline, grouped, Semivalue.SHAPLEY)[0];

    double[][] alone = sums(forest, baseline, single, Semivalue.SHAPLEY)[0];
    double[][] expected = new double[grouped.size()][rows().rows()];
    for (int one = 0; one < FEATURES; one++) {
      add(alone[one], expected[grouped.of(one)]);
      for (int other = one + 1; order == Order.PAIRS && other < FEATURES; other++) {
        add(alone[single.of(one, other)], expected[grouped.of(one, other)]);
      }
    }
    for (int column = 0; column < expected.length; column++) {
      assertThat(sums[column]).containsExactly(expected[column], within(FLOAT64));
    }
  }

  @Test
  void columnsOfAnyOrderAddUpToTheChangeOfTheMargin() {
    Forest forest = TestForests.ofOutputs(70, 30, 6, 20, 2);
    Tensor rows = TestForests.rows(71, 40, 30);
    Baseline baseline = Baseline.background(TestForests.rows(72, 50, 30));
    ResultColumns pairs = new ResultColumns(Requests.singletons(30), Order.PAIRS);

    double[][][] sums = sums(forest, rows, baseline, pairs, Semivalue.SHAPLEY);

    for (int row = 0; row < rows.rows(); row++) {
      double[] margins = new double[2];
      forest.margins(rows.values(), row * 30, margins);
      for (int output = 0; output < 2; output++) {
        double sum = -(margins[output] - mean(forest, baseline, output));
        for (double[] column : sums[output]) {
          sum += column[row];
        }
        assertThat(sum).isCloseTo(0, within(FLOAT64));
      }
    }
  }

  @Test
  void valuesOfARowDependOnNoOtherRow() {
    Forest forest = TestForests.ofOutputs(80, FEATURES, 5, 12, 2);
    Tensor rows = TestForests.rows(81, 60, FEATURES);
    double[] weights = new double[3000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + i % 7; // sums of their shares depend on the order in float64
    }
    Baseline baseline = Baseline.background(TestForests.rows(82, 3000, FEATURES), weights);

    double[][][] whole = sums(forest, rows, baseline, singletons(), Semivalue.SHAPLEY);

    for (int row = 0; row < rows.rows(); row += 7) {
      Tensor alone = rows.slice(row, row + 1);
      double[][][] one = sums(forest, alone, baseline, singletons(), Semivalue.SHAPLEY);
      for (int feature = 0; feature < FEATURES; feature++) {
        assertThat(one[1][feature][0]).isEqualTo(whole[1][feature][row]);
      }
    }
  }

  @Test
  void aRowAgainstItselfGetsNothing() {
    Forest forest = TestForests.of(90, FEATURES, 5, 10);
    Tensor row = TestForests.rows(91, 1, FEATURES);

    double[][][] sums = sums(forest, row, Baseline.single(row), singletons(), Semivalue.SHAPLEY);

    for (double[] column : sums[0]) {
      assertThat(column[0]).isZero();
    }
  }

  @Test
  void theDeepestTreeIsDescended() {
    Forest forest = TestForests.of(95, 40, 1, Tree.MOST_DEPTH);
    Tensor rows = TestForests.rows(96, 20, 40);
    Baseline baseline = Baseline.background(TestForests.rows(97, 20, 40));
    ResultColumns columns = new ResultColumns(Requests.singletons(40), Order.SINGLES);

    double[][][] sums = sums(forest, rows, baseline, columns, Semivalue.SHAPLEY);

    double[] margins = new double[1];
    forest.margins(rows.values(), 0, margins);
    double sum = 0;
    for (double[] column : sums[0]) {
      sum += column[0];
    }
    assertThat(sum).isCloseTo(margins[0] - mean(forest, baseline, 0), within(FLOAT64));
  }

  private static GameTable game(Forest forest, Baseline baseline, int row, int output) {
    float[] values = rows().slice(row, row + 1).values();
    return InterventionalGame.of(forest, values, baseline, output, UnaryOperator.identity());
  }

  private static double mean(Forest forest, Baseline baseline, int output) {
    double[] margins = new double[forest.outputs()];
    double mean = 0;
    for (int reference = 0; reference < baseline.size(); reference++) {
      forest.margins(baseline.rows().values(), reference * forest.features(), margins);
      mean += baseline.weight(reference) * margins[output];
    }
    return mean;
  }

  private static void add(double[] values, double[] into) {
    for (int row = 0; row < into.length; row++) {
      into[row] += values[row];
    }
  }

  private static ResultColumns singletons() {
    return new ResultColumns(Requests.singletons(FEATURES), Order.SINGLES);
  }

  private static Tensor rows() {
    return TestForests.rows(5, 7, FEATURES);
  }

  private static Baseline background(long seed, int rows) {
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      weights[i] = 1 + i;
    }
    return Baseline.background(TestForests.rows(seed + 1000, rows, FEATURES), weights);
  }

  private static double[][][] sums(
      Forest forest, Baseline baseline, ResultColumns columns, Semivalue semivalue) {
    return sums(forest, rows(), baseline, columns, semivalue);
  }

  private static double[][][] sums(
      Forest forest, Tensor rows, Baseline baseline, ResultColumns columns, Semivalue semivalue) {
    RowBlock block = new RowBlock(forest.features());
    block.fill(rows, 0, rows.rows());
    double[][][] sums = new double[forest.outputs()][columns.size()][rows.rows()];
    new PairwiseSums(forest.trees(), baseline, columns, semivalue).add(block, sums);
    return sums;
  }
}
