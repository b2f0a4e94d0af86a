package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.MethodLaws;
import io.assay.attribution.TrialModels;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Requests;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Link;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InterventionalTreeShapTest {
  private static final int FEATURES = 8;

  @Nested
  class OfMargins extends MethodLaws<TreeEnsemble> {
    @Override
    protected AttributionMethod<TreeEnsemble> method() {
      return standard();
    }

    @Override
    protected TrialModels<TreeEnsemble> models() {
      return TreeTrials.ofMargins();
    }
  }

  @Nested
  class OfProbabilities extends MethodLaws<TreeEnsemble> {
    @Override
    protected AttributionMethod<TreeEnsemble> method() {
      return standard();
    }

    @Override
    protected TrialModels<TreeEnsemble> models() {
      return TreeTrials.ofProbabilities();
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.LINEARITY)); // a link is not linear
    }
  }

  @Test
  void marginsHaveTheValuesOfEveryCoalition() {
    Forest forest = TestForests.ofOutputs(1, FEATURES, 6, 6, 3);
    AttributionRequest request = request(3);

    Tensor values = standard().attribute(TestForests.model(forest), request).values();

    for (int row = 0; row < request.batch().rows(); row++) {
      for (int output = 0; output < 3; output++) {
        GameTable game = game(forest, request, row, output, UnaryOperator.identity());
        for (int feature = 0; feature < FEATURES; feature++) {
          // the result is float32
          assertThat(values.at((row * 3 + output) * FEATURES + feature))
              .isCloseTo((float) game.single(feature, Semivalue.SHAPLEY), within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("links")
  void linkedValuesAreThoseOfEachReferenceTimesTheMeanSlope(Link link) {
    Forest forest = TestForests.with(TestForests.ofOutputs(2, FEATURES, 6, 5, 3), link);
    AttributionRequest request = request(3);
    Baseline baseline = request.baseline();

    Tensor values = standard().attribute(TestForests.linked(forest), request).values();

    double[] expected = new double[values.values().length];
    for (int reference = 0; reference < baseline.size(); reference++) {
      Tensor row = baseline.rows().slice(reference, reference + 1);
      AttributionRequest alone =
          Requests.with(
              Requests.of(request.batch().input(), Baseline.single(row)), request.target());
      Tensor margins = standard().attribute(TestForests.model(forest), alone).values();
      addLinked(forest, alone, margins, baseline.weight(reference), expected);
    }
    for (int at = 0; at < expected.length; at++) {
      assertThat(values.at(at)).isCloseTo((float) expected[at], within(2e-6f)); // float32 margins
    }
  }

  /** The mean of the Jacobian by 2,000 midpoints, and so right to 1e-6. */
  private static void addLinked(
      Forest forest, AttributionRequest alone, Tensor margins, double weight, double[] into) {
    int steps = 2000;
    double[] x = new double[3];
    double[] b = new double[3];
    forest.margins(alone.baseline().rows().values(), 0, b);
    for (int row = 0; row < alone.batch().rows(); row++) {
      forest.margins(alone.batch().input().values(), row * FEATURES, x);
      double[][] slope = new double[3][3];
      for (int step = 0; step < steps; step++) {
        double[] point = new double[3];
        for (int output = 0; output < 3; output++) {
          point[output] = b[output] + (step + 0.5) / steps * (x[output] - b[output]);
        }
        addJacobian(forest.link(), point, 1.0 / steps, slope);
      }
      for (int output = 0; output < 3; output++) {
        for (int margin = 0; margin < 3; margin++) {
          for (int feature = 0; feature < FEATURES; feature++) {
            into[(row * 3 + output) * FEATURES + feature] +=
                weight
                    * slope[output][margin]
                    * margins.at((row * 3 + margin) * FEATURES + feature);
          }
        }
      }
    }
  }

  private static void addJacobian(Link link, double[] point, double factor, double[][] into) {
    double[] linked = point.clone();
    link.apply(linked);
    for (int output = 0; output < linked.length; output++) {
      double own = linked[output];
      if (link == Link.LOGISTIC) {
        into[output][output] += factor * own * (1 - own);
      } else if (link == Link.EXPONENTIAL) {
        into[output][output] += factor * own;
      } else {
        into[output][output] += factor * own;
        for (int margin = 0; margin < linked.length; margin++) {
          into[output][margin] -= factor * own * linked[margin];
        }
      }
    }
  }

  static List<Link> links() {
    return List.of(Link.LOGISTIC, Link.EXPONENTIAL, Link.SOFTMAX);
  }

  @ParameterizedTest
  @MethodSource("links")
  void linkedValuesAddUpToTheChangeOfTheScore(Link link) {
    Forest forest = TestForests.with(TestForests.ofOutputs(3, 20, 40, 9, 3), link);
    AttributionRequest request =
        Requests.with(
            Requests.of(
                TestForests.rows(4, 30, 20), Baseline.background(TestForests.rows(5, 40, 20))),
            Target.outputs(2, 0));

    Attributions result = standard().attribute(TestForests.linked(forest), request);

    for (int row = 0; row < result.rows(); row++) {
      for (int slot = 0; slot < 2; slot++) {
        assertThat(result.completenessGapShare(row, slot)).isCloseTo(0, within(1e-6)); // float32
      }
    }
  }

  @Test
  void aForestOfLeavesGivesNothing() {
    Forest forest = TestForests.ofOutputs(6, FEATURES, 4, 0, 2);
    AttributionRequest request = request(2);

    Attributions result = standard().attribute(TestForests.model(forest), request);

    assertThat(result.values()).isEqualTo(Tensor.zeros(result.rows(), 2, FEATURES));
    assertThat(result.scores()).isEqualTo(result.baselineScores());
  }

  @Test
  void groupsGetTheSumsOfTheirFeatures() {
    FeatureGroups groups = FeatureGroups.of(List.of("p", "q"), new int[] {1, 0, 0, 1, 0, 1, 1, 0});
    TreeEnsemble model = TestForests.model(TestForests.of(7, FEATURES, 6, 6));

    Tensor grouped = standard().attribute(model, Requests.with(request(1), groups)).values();

    Tensor single = standard().attribute(model, request(1)).values();
    for (int row = 0; row < grouped.rows(); row++) {
      double[] sums = new double[2];
      for (int feature = 0; feature < FEATURES; feature++) {
        sums[groups.groupOf(feature)] += single.at(row, feature);
      }
      assertThat(grouped.at(row, 0)).isCloseTo((float) sums[0], within(1e-6f));
      assertThat(grouped.at(row, 1)).isCloseTo((float) sums[1], within(1e-6f));
    }
  }

  @Test
  void valuesAreThoseOfEnumerationByTheModel() {
    TreeEnsemble model = TestForests.model(TestForests.ofOutputs(12, FEATURES, 6, 6, 2));
    AttributionRequest request = request(2);

    Attributions result = standard().attribute(model, request);

    Attributions exact =
        new ExactShapley(ExactShapley.Options.standard()).attribute(model, request);
    assertThat(result.baselineScores().values())
        .containsExactly(exact.baselineScores().values(), within(1e-6f));
    for (int at = 0; at < result.values().values().length; at++) {
      // enumeration adds up float32 scores
      assertThat(result.values().at(at)).isCloseTo(exact.values().at(at), within(1e-6f));
    }
  }

  @Test
  void shallowAndDeepTreesTogetherHaveTheValuesOfDescents() {
    Forest forest =
        TestForests.sum(TestForests.of(13, FEATURES, 8, 4), TestForests.of(14, FEATURES, 2, 40));
    AttributionRequest request = request(1);
    ResultColumns columns =
        new ResultColumns(Requests.singletons(FEATURES), ResultColumns.Order.SINGLES);

    Tensor values = standard().attribute(TestForests.model(forest), request).values();

    TreeSums descents =
        new PairwiseSums(forest.trees(), request.baseline(), columns, Semivalue.SHAPLEY);
    Scalars expectedValues = new Scalars(request, columns.size());
    expectedValues.fill(0, descents, 0);
    Tensor expected = expectedValues.values();
    for (int at = 0; at < expected.values().length; at++) {
      assertThat(values.at(at)).isCloseTo(expected.at(at), within(1e-6f)); // tables are float32
    }
  }

  @Test
  void theModelIsAskedForScoresAlone() {
    TreeEnsemble model = TestForests.model(TestForests.of(8, FEATURES, 3, 4));
    CountingModel counted = CountingModel.around(model);
    InterventionalTreeShap method = standard();
    AttributionRequest request = request(1);

    Attributions first = method.attribute(counted, request);
    Attributions second = method.attribute(counted, request);

    assertThat(first.calls().shared()).isZero();
    assertThat(counted.forwardRows()).isEqualTo(2L * request.batch().rows());
    assertThat(second.values()).isEqualTo(first.values());
  }

  @ParameterizedTest
  @MethodSource("links")
  void linkedValuesOfARowDependOnNoOtherRow(Link link) {
    Forest forest = TestForests.with(TestForests.ofOutputs(15, FEATURES, 6, 12, 3), link);
    Baseline baseline = Baseline.background(TestForests.rows(16, 1100, FEATURES));
    AttributionRequest request =
        Requests.with(
            Requests.of(TestForests.rows(17, 200, FEATURES), baseline), Target.outputs(1));

    Tensor whole = standard().attribute(TestForests.linked(forest), request).values();

    for (int row = 0; row < 200; row += 37) {
      AttributionRequest alone = request.slice(row, row + 1);
      assertThat(standard().attribute(TestForests.linked(forest), alone).values())
          .isEqualTo(whole.slice(row, row + 1));
    }
  }

  @Test
  void tableMemoryOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InterventionalTreeShap.Options(0))
        .withMessage("interventional-tree-shap.table-memory-mb is 0; need 1 to 65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InterventionalTreeShap.Options(65_537))
        .withMessageContaining("65537");
  }

  private static InterventionalTreeShap standard() {
    return new InterventionalTreeShap(InterventionalTreeShap.Options.standard());
  }

  /** Seven rows over five weighted ones, missing values in both, all outputs explained. */
  private static AttributionRequest request(int outputs) {
    Baseline baseline =
        Baseline.background(TestForests.rows(11, 5, FEATURES), new double[] {1, 2, 3, 4, 5});
    int[] columns = IntStream.range(0, outputs).toArray();
    return Requests.with(
        Requests.of(TestForests.rows(10, 7, FEATURES), baseline), Target.outputs(columns));
  }

  private static GameTable game(
      Forest forest,
      AttributionRequest request,
      int row,
      int output,
      UnaryOperator<double[]> link) {
    float[] values = request.batch().input().slice(row, row + 1).values();
    return InterventionalGame.of(forest, values, request.baseline(), output, link);
  }
}
