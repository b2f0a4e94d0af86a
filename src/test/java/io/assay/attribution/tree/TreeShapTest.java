package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Requests;
import io.assay.model.AdditiveTrees;
import io.assay.model.Target;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeShapTest extends AdditiveTreeLaws.PathDependent {
  private static final int FEATURES = 6;

  @Override
  protected AttributionMethod<AdditiveTrees> method() {
    return new TreeShap(TreeShap.Options.standard());
  }

  @Test
  void anAndOfTwoFeaturesIsSharedByHand() {
    // x0 < 0 has half of the data, x1 < 0 a quarter of that; both: 8, else 0. v(none) = 1,
    // v(0) = 2, v(1) = 4, v(0, 1) = 8: phi_0 = (1 + 4) / 2, phi_1 = (3 + 6) / 2
    Tree tree =
        Tree.of(
            List.of(
                Node.inner(NumericSplit.less(0, 0, Missing.RIGHT), 1, 4, 80),
                Node.inner(NumericSplit.less(1, 0, Missing.RIGHT), 2, 3, 40),
                Node.leaf(10, 8.0),
                Node.leaf(30, 0.0),
                Node.leaf(40, 0.0)),
            0);
    AdditiveTrees model = TestForests.model(TestForests.ofTrees(List.of(tree), 2));

    Attributions result = method().attribute(model, Requests.of(Requests.row(-1, -1), single(2)));

    assertThat(result.values()).isEqualTo(Tensor.of(new float[] {2.5f, 4.5f}, 1, 1, 2));
    assertThat(result.baselineScores().at(0)).isEqualTo(1);
    assertThat(result.scores().at(0)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 7, 12, 20})
  void valuesAreThoseOfAllCoalitions(int depth) {
    Forest forest = TestForests.ofOutputs(depth, FEATURES, 6, depth, 2);
    AttributionRequest request = request(Target.outputs(1, 0));
    ResultColumns columns = new ResultColumns(request.groups(), Order.SINGLES);

    Tensor values = method().attribute(TestForests.model(forest), request).values();

    for (int row = 0; row < request.batch().rows(); row += 3) {
      for (int slot = 0; slot < 2; slot++) {
        double[] truth =
            BruteForceTrees.values(
                forest, 1 - slot, request.batch().input(), row, columns, Semivalue.SHAPLEY);
        for (int column = 0; column < truth.length; column++) {
          // tables and results are float32
          assertThat((double) values.at((row * 2 + slot) * truth.length + column))
              .isCloseTo(truth[column], within(1e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,500", "3,300", "6,200", "9,100", "14,50", "20,50"})
  void everyRowAddsUpToAMillionth(int depth, int trees) {
    AdditiveTrees model = TestForests.model(TestForests.of(depth, 12, trees, depth));
    Tensor rows = TestForests.rows(4, 500, 12);

    Attributions result = method().attribute(model, Requests.of(rows, single(12)));

    for (int row = 0; row < rows.rows(); row++) {
      assertThat(result.completenessGapShare(row, 0)).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void aGroupGetsTheSumOfItsFeatures() {
    AdditiveTrees model = TestForests.model(TestForests.of(5, FEATURES, 6, 5));
    AttributionRequest single = request(Target.outputs(0));
    FeatureGroups groups = FeatureGroups.of(List.of("p", "q"), new int[] {1, 0, 0, 1, 0, 1});

    Tensor features = method().attribute(model, single).values();
    Tensor sums = method().attribute(model, Requests.with(single, groups)).values();

    for (int row = 0; row < single.batch().rows(); row++) {
      float[] expected = new float[2];
      for (int feature = 0; feature < FEATURES; feature++) {
        expected[groups.groupOf(feature)] += features.at(row, feature);
      }
      assertThat(sums.at(row, 0)).isCloseTo(expected[0], within(1e-6f));
      assertThat(sums.at(row, 1)).isCloseTo(expected[1], within(1e-6f));
    }
  }

  @Test
  void threadsThatShareTheMethodGetTheSameBits() {
    AdditiveTrees model = TestForests.model(TestForests.ofOutputs(5, FEATURES, 60, 12, 2));
    AttributionRequest request = request(Target.outputs(1, 0));
    Tensor whole = method().attribute(model, request).values();
    AttributionMethod<AdditiveTrees> shared = method();

    List<Tensor> slices =
        IntStream.range(0, 40)
            .parallel()
            .mapToObj(row -> shared.attribute(model, request.slice(row, row + 1)).values())
            .toList();

    for (int row = 0; row < 40; row++) {
      assertThat(slices.get(row)).isEqualTo(whole.slice(row, row + 1));
    }
  }

  @Test
  void littleMemoryChangesNoValue() {
    AdditiveTrees model = TestForests.model(TestForests.of(5, FEATURES, 200, 9));
    AttributionRequest request = request(Target.outputs(0));

    Tensor little = new TreeShap(new TreeShap.Options(1)).attribute(model, request).values();
    Tensor plenty = method().attribute(model, request).values();

    for (int at = 0; at < plenty.values().length; at++) {
      assertThat(little.at(at)).isCloseTo(plenty.at(at), within(2e-5f)); // 200 tables of float32
    }
  }

  @ParameterizedTest
  @CsvSource({"4,50", "9,3", "14,2"}) // of few rows most ways have none
  void aForestWithoutCoversTakesThoseOfTheBaseline(int depth, int references) {
    Forest forest = bare(TestForests.of(3, FEATURES, 4, depth));
    Tensor background = TestForests.rows(9, references, FEATURES);
    AttributionRequest request =
        Requests.of(TestForests.rows(1, 10, FEATURES), Baseline.background(background));

    Attributions result = method().attribute(TestForests.model(forest), request);

    double mean = 0;
    double[] margins = new double[1];
    for (int row = 0; row < background.rows(); row++) {
      forest.margins(background.values(), row * FEATURES, margins);
      mean += margins[0] / background.rows();
    }
    // each leaf's shares are those of the rows that come to it
    assertThat((double) result.baselineScores().at(0)).isCloseTo(mean, within(1e-6));
    for (int row = 0; row < result.rows(); row++) {
      assertThat(result.completenessGap(row, 0)).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void aForestWithoutCoversIsRefusedForASingleBaselineRow() {
    AdditiveTrees model = TestForests.model(bare(TestForests.of(3, FEATURES, 4, 4)));

    assertThatThrownBy(() -> method().attribute(model, request(Target.outputs(0))))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("one row")
        .hasMessageContaining("give a baseline with a background of rows")
        .extracting(thrown -> ((AssayException) thrown).code())
        .isEqualTo(ErrorCode.MODEL_ABILITY);
  }

  /** The same trees without covers. */
  private static Forest bare(Forest forest) {
    List<Tree> trees = new ArrayList<>();
    for (Tree tree : forest.trees()) {
      List<Node> nodes = new ArrayList<>();
      for (int node = 0; node < tree.nodes(); node++) {
        nodes.add(
            tree.isLeaf(node)
                ? Node.leaf(Double.NaN, tree.value(node, 0))
                : Node.inner(tree.split(node), tree.left(node), tree.right(node), Double.NaN));
      }
      trees.add(Tree.of(nodes, 0));
    }
    return TestForests.ofTrees(trees, forest.features());
  }

  private static AttributionRequest request(Target target) {
    return Requests.with(Requests.of(TestForests.rows(1, 40, FEATURES), single(FEATURES)), target);
  }

  private static Baseline single(int features) {
    return Baseline.single(Requests.rows(1, features, 2));
  }
}
