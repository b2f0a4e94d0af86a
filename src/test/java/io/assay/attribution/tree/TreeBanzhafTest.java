package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.fakes.Requests;
import io.assay.model.AdditiveTrees;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeBanzhafTest {
  private static final int FEATURES = 6;

  private static TreeBanzhaf method(FeaturePerturbation perturbation) {
    return new TreeBanzhaf(new TreeBanzhaf.Options(perturbation, 256));
  }

  @Nested
  class PathDependent extends AdditiveTreeLaws.PathDependent {
    @Override
    protected AttributionMethod<AdditiveTrees> method() {
      return TreeBanzhafTest.method(FeaturePerturbation.PATH_DEPENDENT);
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
      return TreeBanzhafTest.method(FeaturePerturbation.INTERVENTIONAL);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 9, 14})
  void valuesAreThoseOfAllCoalitions(int depth) {
    Forest forest = TestForests.of(depth, FEATURES, 6, depth);
    Tensor rows = TestForests.rows(1, 40, FEATURES);
    Baseline background = Baseline.background(TestForests.rows(2, 20, FEATURES));
    AttributionRequest request = Requests.of(rows, background);
    ResultColumns columns = new ResultColumns(request.groups(), Order.SINGLES);

    Tensor pathDependent =
        method(FeaturePerturbation.PATH_DEPENDENT)
            .attribute(TestForests.model(forest), request)
            .values();
    Tensor interventional =
        method(FeaturePerturbation.INTERVENTIONAL)
            .attribute(TestForests.model(forest), request)
            .values();

    for (int row = 0; row < rows.rows(); row += 7) {
      double[] truth = BruteForceTrees.values(forest, 0, rows, row, columns, Semivalue.BANZHAF);
      GameTable game =
          InterventionalGame.of(
              forest, rows.slice(row, row + 1).values(), background, 0, margins -> margins);
      for (int feature = 0; feature < FEATURES; feature++) {
        // tables and results are float32
        assertThat((double) pathDependent.at(row, feature)).isCloseTo(truth[feature], within(1e-6));
        assertThat((double) interventional.at(row, feature))
            .isCloseTo(game.single(feature, Semivalue.BANZHAF), within(1e-6));
      }
    }
  }
}
