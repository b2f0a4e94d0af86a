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
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "3, 0", "5, 0", "7, 0", "3, 1e9", "5, 1e9", "7, 1e9", "6, 1e-2"})
  void beforeTheyAreRoundedTablesAreExactHoweverATreeIsCut(int depth, double nanosPerByte) {
    for (boolean isBackground : new boolean[] {false, true}) {
      Tree tree = TestForests.of(depth, FEATURES, 1, depth).trees().get(0);
      Tensor rows = TestForests.rows(2, 30, FEATURES);
      TreeQuestion question = question(absence(isBackground), Semivalue.SHAPLEY, Order.PAIRS);

      for (int row = 0; row < rows.rows(); row++) {
        float[] values = Arrays.copyOfRange(rows.values(), row * FEATURES, (row + 1) * FEATURES);
        double[] expected =
            new TreeGameOracle(tree, FEATURES, question.absence()).columns(values, 0, question);
        assertThat(exact(tree, question, rows, nanosPerByte, row))
            .containsExactly(expected, within(1e-9));
      }
    }
  }

  /** The sums of a row over the subtrees of a cut, in float64. */
  private static double[] exact(
      Tree tree, TreeQuestion question, Tensor rows, double nanosPerByte, int row) {
    ForestRanks ranks = new ForestRanks(TestForests.ofTrees(List.of(tree), FEATURES));
    RowBlock block = new RowBlock(FEATURES);
    block.fill(rows, row, row + 1);
    int[][] ranked = ranks.room();
    ranks.rank(block, ranked);
    TreeCut cut = new TreeCut(new RankedTree(tree, ranks), question.columns());
    double[] sums = new double[question.columns().size()];
    for (int root : cut.at(nanosPerByte).roots()) {
      Subtree subtree = cut.subtree(root);
      int[] pattern = new int[1];
      new PatternCode(subtree.digits()).write(ranked, 1, pattern);
      double[] weights =
          question.absence() instanceof Absence.Background background
              ? BackgroundCounts.of(List.of(subtree), background.rows(), ranks).get(0)
              : new double[0];
      new SubtreeValues(subtree, question, weights)
          .forEach((place, column, table) -> sums[column] += table[pattern[0]]);
    }
    return sums;
  }

  @ParameterizedTest
  @ValueSource(longs = {20_000, 5_000, 500, 0})
  void tablesKeepToTheirMemory(long mostBytes) {
    Forest forest = TestForests.of(7, FEATURES, 12, 5);
    TreeQuestion question = question(absence(false), Semivalue.SHAPLEY, Order.SINGLES);

    TreeSums bounded = SubtreeTables.of(forest, question, mostBytes, others -> new Nothing());

    assertThat(bounded.bytes()).isLessThanOrEqualTo(mostBytes);
  }

  /** A kernel of no trees. */
  private static final class Nothing implements TreeSums {
    @Override
    public void add(RowBlock block, double[][][] sums) {}

    @Override
    public long bytes() {
      return 0;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {20_000, 5_000, 500, 0})
  void treesWithoutTablesAreLeftToTheOtherKernel(long mostBytes) {
    Forest forest = TestForests.of(7, FEATURES, 12, 5);
    Tensor rows = TestForests.rows(3, 40, FEATURES);
    TreeQuestion question = question(absence(false), Semivalue.SHAPLEY, Order.SINGLES);

    TreeSums all = SubtreeTables.of(forest, question, Long.MAX_VALUE, SubtreeTablesTest::none);
    TreeSums both =
        SubtreeTables.of(forest, question, mostBytes, others -> whole(others, question));

    double[][][] expected = sums(all, forest, question, rows);
    double[][][] found = sums(both, forest, question, rows);
    for (int column = 0; column < FEATURES; column++) {
      assertThat(found[0][column]).containsExactly(expected[0][column], within(ROUNDED));
    }
  }

  private static TreeSums whole(Forest forest, TreeQuestion question) {
    return SubtreeTables.of(forest, question, Long.MAX_VALUE, SubtreeTablesTest::none);
  }

  @Test
  void theDeepestTreeIsLeftToTheOtherKernel() {
    Forest forest = TestForests.of(13, FEATURES, 1, Tree.MOST_DEPTH);
    TreeQuestion question = question(absence(true), Semivalue.SHAPLEY, Order.PAIRS);
    List<Tree> deep = new ArrayList<>();

    SubtreeTables.of(
        forest,
        question,
        Long.MAX_VALUE,
        others -> {
          deep.addAll(others.trees());
          return new Nothing();
        });

    assertThat(deep).isEqualTo(forest.trees());
  }

  @Test
  void neitherBlocksNorThreadsChangeABit() {
    Forest forest = TestForests.ofOutputs(11, FEATURES, 40, 4, 2);
    Tensor rows = TestForests.rows(4, 300, FEATURES);
    Baseline background = Baseline.background(TestForests.rows(6, 5000, FEATURES));
    TreeQuestion question =
        question(new Absence.Background(background), Semivalue.SHAPLEY, Order.PAIRS);
    TreeSums kernel = whole(forest, question);
    double[][][] expected = sums(kernel, forest, question, rows);

    boolean isSame =
        IntStream.range(0, 60)
            .parallel()
            .allMatch(
                part -> {
                  Tensor five = rows.slice(part * 5, part * 5 + 5);
                  TreeSums built = part % 20 == 0 ? whole(forest, question) : kernel;
                  double[][][] found = sums(built, forest, question, five);
                  return isPartOf(expected, found, part * 5);
                });

    assertThat(isSame).isTrue();
  }

  private static boolean isPartOf(double[][][] all, double[][][] part, int from) {
    boolean isSame = true;
    for (int output = 0; output < all.length; output++) {
      for (int column = 0; column < all[output].length; column++) {
        double[] found = part[output][column];
        double[] expected = Arrays.copyOfRange(all[output][column], from, from + found.length);
        isSame &= Arrays.equals(found, expected);
      }
    }
    return isSame;
  }

  @Test
  void aGroupHasTheSumOfItsFeatures() {
    Forest forest = TestForests.of(12, FEATURES, 10, 5);
    Tensor rows = TestForests.rows(7, 50, FEATURES);
    TreeQuestion single = question(absence(false), Semivalue.SHAPLEY, Order.SINGLES);
    FeatureGroups groups = FeatureGroups.of(List.of("a", "b"), new int[] {0, 1, 1, 0, 1, 0});
    TreeQuestion grouped =
        new TreeQuestion(
            absence(false), Semivalue.SHAPLEY, new ResultColumns(groups, Order.SINGLES));

    double[][] ofFeatures = sums(whole(forest, single), forest, single, rows)[0];
    double[][] ofGroups = sums(whole(forest, grouped), forest, grouped, rows)[0];

    for (int row = 0; row < rows.rows(); row++) {
      double a = ofFeatures[0][row] + ofFeatures[3][row] + ofFeatures[5][row];
      double b = ofFeatures[1][row] + ofFeatures[2][row] + ofFeatures[4][row];
      assertThat(ofGroups[0][row]).isCloseTo(a, within(ROUNDED));
      assertThat(ofGroups[1][row]).isCloseTo(b, within(ROUNDED));
    }
  }

  @Test
  void nodesThatNoDataCameToAreLeftByHalves() {
    Node never = Node.inner(NumericSplit.less(1, 0.5, NumericSplit.Missing.LEFT), 3, 4, 0);
    Node top = Node.inner(NumericSplit.less(0, 0, NumericSplit.Missing.RIGHT), 1, 2, 8);
    Tree tree =
        Tree.of(List.of(top, never, Node.leaf(8, 3.0), Node.leaf(0, 1.0), Node.leaf(0, -2.0)), 0);
    Forest forest = TestForests.ofTrees(List.of(tree), FEATURES);
    TreeQuestion question = question(absence(false), Semivalue.SHAPLEY, Order.PAIRS);
    Tensor row = Tensor.of(new float[] {-1, 0, 0, 0, 0, 0}, 1, FEATURES);

    double[][][] sums = sums(whole(forest, question), forest, question, row);

    double[] expected =
        new TreeGameOracle(tree, FEATURES, question.absence()).columns(row.values(), 0, question);
    for (int column = 0; column < expected.length; column++) {
      assertThat(sums[0][column][0]).isCloseTo(expected[column], within(1e-6));
    }
    assertThat(sums[0][2][0]).as("a feature that is never asked for").isZero();
  }
}
