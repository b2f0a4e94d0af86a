package io.assay.model.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.model.tree.Forest.Summation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestTest {
  /** x0 < 1: the first values, else the second. */
  private static Tree stump(int output, Double[] low, Double[] high) {
    return Tree.of(
        List.of(
            Node.inner(NumericSplit.less(0, 1, NumericSplit.Missing.LEFT), 1, 2, 2),
            Node.leaf(1, low),
            Node.leaf(1, high)),
        output);
  }

  private static Tree leaf(int output, Double... values) {
    return Tree.of(List.of(Node.leaf(1, values)), output);
  }

  private static Forest forest(Summation summation, List<Double> base, Tree... trees) {
    return new Forest(1, List.of(trees), base, Link.IDENTITY, summation);
  }

  @Test
  void eachTreeAddsToItsOutputs() {
    Forest forest =
        forest(
            Summation.FLOAT64,
            List.of(100.0, 200.0, 300.0),
            stump(0, new Double[] {1.0}, new Double[] {2.0}),
            stump(1, new Double[] {10.0, 20.0}, new Double[] {30.0, 40.0}));
    double[] margins = {-1, -1, -1};

    forest.margins(new float[] {9, 0}, 1, margins);
    assertThat(margins).containsExactly(101, 210, 320);

    forest.margins(new float[] {9, 0}, 0, margins);
    assertThat(margins).containsExactly(102, 230, 340);
  }

  /** 2^24 + 1 is no float32: there each 1 is lost, in float64 none is. */
  @Test
  void sumsAreRoundedAfterEveryTreeWhereTheLibraryDoesIt() {
    Tree[] trees = {leaf(0, 0x1p24), leaf(0, 1.0), leaf(0, 1.0), leaf(0, -0x1p24)};
    double[] margins = new double[1];

    forest(Summation.FLOAT32, List.of(0.0), trees).margins(new float[1], 0, margins);
    assertThat(margins[0]).isZero();

    forest(Summation.FLOAT64, List.of(0.0), trees).margins(new float[1], 0, margins);
    assertThat(margins[0]).isEqualTo(2);
  }

  @Test
  void withoutTreesAMarginIsTheBase() {
    Forest forest = forest(Summation.FLOAT32, List.of(0.5));
    double[] margins = new double[1];

    forest.margins(new float[1], 0, margins);

    assertThat(margins).containsExactly(0.5);
    assertThat(forest.hasCovers()).isTrue();
  }

  @Test
  void oneNodeWithoutACoverIsAForestWithout() {
    Tree without = Tree.of(List.of(Node.leaf(Double.NaN, 1.0)), 0);

    assertThat(forest(Summation.FLOAT32, List.of(0.0), leaf(0, 1.0)).hasCovers()).isTrue();
    assertThat(forest(Summation.FLOAT32, List.of(0.0), leaf(0, 1.0), without).hasCovers())
        .isFalse();
  }

  @Test
  void aTreeThatAddsToAnotherOutputIsRefused() {
    assertThatThrownBy(() -> forest(Summation.FLOAT32, List.of(0.0), leaf(0, 1.0), leaf(1, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tree 1 adds to the outputs 1 to 1; need 0 to 0");
    assertThatThrownBy(() -> forest(Summation.FLOAT32, List.of(0.0, 0.0), leaf(1, 1.0, 2.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tree 0 adds to the outputs 1 to 2; need 0 to 1");
    assertThatThrownBy(() -> forest(Summation.FLOAT32, List.of(0.0), leaf(-1, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tree 0 adds to the outputs -1 to -1; need 0 to 0");
    assertThatThrownBy(() -> forest(Summation.FLOAT32, List.of(0.0), leaf(Integer.MAX_VALUE, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tree 0 adds to the outputs 2147483647 to 2147483647; need 0 to 0");
  }

  @Test
  void aTreeThatLooksAtAnotherFeatureIsRefused() {
    Tree tree =
        Tree.of(
            List.of(
                Node.inner(NumericSplit.less(1, 1, NumericSplit.Missing.LEFT), 1, 2, 2),
                Node.leaf(1, 1.0),
                Node.leaf(1, 2.0)),
            0);

    assertThatThrownBy(() -> forest(Summation.FLOAT32, List.of(0.0), tree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tree 0 looks at feature 1; need 0 to 0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aBaseThatIsNoNumberIsRefused(double base) {
    assertThatThrownBy(() -> forest(Summation.FLOAT32, List.of(0.0, base)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("base scores are [0.0, " + base + "]; need finite numbers");
  }

  @Test
  void noOutputIsRefused() {
    assertThatThrownBy(() -> forest(Summation.FLOAT32, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("base scores are []; need finite numbers");
  }

  @Test
  void listsThatChangeLaterChangeNothing() {
    List<Tree> trees = new ArrayList<>(List.of(leaf(0, 1.0)));
    List<Double> base = new ArrayList<>(List.of(0.0));
    Forest forest = new Forest(1, trees, base, Link.IDENTITY, Summation.FLOAT64);

    trees.clear();
    base.add(1.0);

    assertThat(forest.trees()).hasSize(1);
    assertThat(forest.outputs()).isEqualTo(1);
  }

  @Test
  void forestsOfTheSameTreesAreTwoKeys() {
    Tree tree = leaf(0, 1.0);

    assertThat(forest(Summation.FLOAT32, List.of(0.0), tree))
        .isNotEqualTo(forest(Summation.FLOAT32, List.of(0.0), tree));
  }

  @Test
  void softmaxesOfLargeMarginsAddUpToOne() {
    double[] margins = {1000, 1001, -1000};

    Link.SOFTMAX.apply(margins);

    double odds = Math.exp(1);
    assertThat(margins[0]).isCloseTo(1 / (1 + odds), within(1e-15));
    assertThat(margins[1]).isCloseTo(odds / (1 + odds), within(1e-15));
    assertThat(Arrays.stream(margins).sum()).isCloseTo(1, within(1e-15));
  }

  @Test
  void linksOfOneOutputDoNotLookAtTheOthers() {
    double[] logistic = {0, 800, -800};
    Link.LOGISTIC.apply(logistic);
    assertThat(logistic).containsExactly(0.5, 1, 0);

    double[] exponential = {0, Math.log(3)};
    Link.EXPONENTIAL.apply(exponential);
    assertThat(exponential).containsExactly(new double[] {1, 3}, within(1e-15));
  }
}
