package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Requests;
import io.assay.model.AdditiveTrees;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeShapInteractionsTest {
  private static final int FEATURES = 5;

  private static TreeShapInteractions method(FeaturePerturbation perturbation) {
    return new TreeShapInteractions(new TreeShapInteractions.Options(perturbation, 256));
  }

  @Nested
  class PathDependent extends AdditiveTreeLaws.PathDependent {
    @Override
    protected AttributionMethod<AdditiveTrees> method() {
      return TreeShapInteractionsTest.method(FeaturePerturbation.PATH_DEPENDENT);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.ZERO)); // the baseline does not matter
    }
  }

  @Nested
  class Interventional extends AdditiveTreeLaws {
    @Override
    protected AttributionMethod<AdditiveTrees> method() {
      return TreeShapInteractionsTest.method(FeaturePerturbation.INTERVENTIONAL);
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.ZERO)); // up to rounding, see below
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 9, 14, 20})
  void pathDependentValuesAreThoseOfAllCoalitions(int depth) {
    Forest forest = TestForests.of(depth, FEATURES, 6, depth);
    AttributionRequest request = request(singletons(FEATURES));
    ResultColumns columns = new ResultColumns(request.groups(), Order.PAIRS);

    Tensor values =
        method(FeaturePerturbation.PATH_DEPENDENT)
            .attribute(TestForests.model(forest), request)
            .values();

    for (int row = 0; row < values.rows(); row += 7) {
      double[] truth =
          BruteForceTrees.values(
              forest, 0, request.batch().input(), row, columns, Semivalue.SHAPLEY);
      for (int column = 0; column < truth.length; column++) {
        // tables and results are float32
        assertThat((double) values.at(row, column)).isCloseTo(truth[column], within(2e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 14})
  void interventionalValuesAreThoseOfAllCoalitions(int depth) {
    Forest forest = TestForests.of(depth, FEATURES, 6, depth);
    AttributionRequest request = request(singletons(FEATURES));
    ResultColumns columns = new ResultColumns(request.groups(), Order.PAIRS);

    Tensor values =
        method(FeaturePerturbation.INTERVENTIONAL)
            .attribute(TestForests.model(forest), request)
            .values();

    for (int row = 0; row < values.rows(); row += 7) {
      float[] input = request.batch().input().slice(row, row + 1).values();
      GameTable game =
          InterventionalGame.of(forest, input, request.baseline(), 0, margins -> margins);
      for (int one = 0; one < FEATURES; one++) {
        double single = game.single(one, Semivalue.SHAPLEY);
        for (int other = 0; other < FEATURES; other++) {
          if (other != one) {
            double pair = game.pair(one, other, Semivalue.SHAPLEY);
            single -= pair / 2;
            assertThat((double) values.at(row, columns.of(one, other)))
                .isCloseTo(pair, within(2e-6));
          }
        }
        assertThat((double) values.at(row, one)).isCloseTo(single, within(2e-6));
      }
    }
  }

  @Test
  void aRowEqualToItsBaselineGetsNothingButRounding() {
    Tensor row = TestForests.rows(1, 1, FEATURES);

    Tensor values =
        method(FeaturePerturbation.INTERVENTIONAL)
            .attribute(
                TestForests.model(TestForests.of(5, FEATURES, 6, 8)),
                Requests.of(row, Baseline.single(row)))
            .values();

    for (float value : values.values()) {
      assertThat(value).isCloseTo(0, within(1e-12f)); // leaves are about 1
    }
  }

  @ParameterizedTest
  @EnumSource(FeaturePerturbation.class)
  void pairsWithinAGroupBelongToTheGroup(FeaturePerturbation perturbation) {
    AdditiveTrees model = TestForests.model(TestForests.of(5, FEATURES, 6, 5));
    FeatureGroups groups = FeatureGroups.of(List.of("p", "q"), new int[] {1, 0, 0, 1, 0});
    ResultColumns fine = new ResultColumns(singletons(FEATURES), Order.PAIRS);
    ResultColumns coarse = new ResultColumns(groups, Order.PAIRS);

    Tensor features = method(perturbation).attribute(model, request(singletons(FEATURES))).values();
    Tensor sums = method(perturbation).attribute(model, request(groups)).values();

    for (int row = 0; row < sums.rows(); row++) {
      float[] expected = new float[coarse.size()];
      for (int one = 0; one < FEATURES; one++) {
        expected[coarse.of(one)] += features.at(row, one);
        for (int other = 0; other < one; other++) {
          expected[coarse.of(one, other)] += features.at(row, fine.of(one, other));
        }
      }
      for (int column = 0; column < expected.length; column++) {
        assertThat(sums.at(row, column)).isCloseTo(expected[column], within(2e-6f));
      }
    }
  }

  @Test
  void columnsAreGroupsAndThenTheirPairs() {
    FeatureGroups groups = singletons(3);

    List<String> columns = method(FeaturePerturbation.PATH_DEPENDENT).columns(groups, List.of());

    assertThat(columns).containsExactly("x0", "x1", "x2", "x0 x x1", "x0 x x2", "x1 x x2");
    assertThat(new ResultColumns(groups, Order.PAIRS).names()).isEqualTo(columns);
  }

  @Test
  void moreGroupsThanThereAreColumnsForAreRefused() {
    TreeShapInteractions method = method(FeaturePerturbation.PATH_DEPENDENT);

    assertThatThrownBy(() -> method.columns(singletons(129), List.of()))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "tree-shap-interactions takes 1 to 128 groups, not 129; declare larger feature groups")
        .extracting(thrown -> ((AssayException) thrown).code())
        .isEqualTo(ErrorCode.SPEC_INVALID);
    assertThatIllegalArgumentException().isThrownBy(() -> method.callsPerRow(129, 1));
    assertThat(method.columns(singletons(128), List.of())).hasSize(128 * 129 / 2);
  }

  private static FeatureGroups singletons(int features) {
    return Requests.singletons(features);
  }

  private static AttributionRequest request(FeatureGroups groups) {
    return Requests.with(
        Requests.of(
            TestForests.rows(1, 40, FEATURES),
            Baseline.background(TestForests.rows(2, 20, FEATURES))),
        groups);
  }
}
