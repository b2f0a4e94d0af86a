package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.attribution.shapley.GpShap;
import io.assay.baseline.Baseline;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Global importance from Shapley values that are themselves estimated, by {@code gp-shap} at a
 * small budget: over simulated data sets, each with a seed of its own, nominal 95 % intervals cover
 * the mean magnitude of the exact values of all rows that there could be. The values are posterior
 * means, which noise does not lift, so they are added as a job adds them, without their errors.
 */
class EstimatedImportanceTest {
  private static final int PLAYERS = 10;
  private static final int TRIALS = 300;
  private static final int ROWS = 400;
  private static final int POPULATION = 20_000;
  private static final SmallRelu MODEL = SmallRelu.of(PLAYERS, 16, 3);

  /** The whole budget of 8 coalitions a player, or as many as the standard tolerance takes. */
  @ParameterizedTest
  @CsvSource({"80, 0", "400, 0.05"})
  void intervalsCoverTheMeanMagnitudeOfTheExactValues(int budget, double tolerance) {
    double[] truth = truth();
    GpShap method = new GpShap(new GpShap.Options(budget, tolerance, 16, GpShap.SurrogateUse.NONE));
    double covered = 0;

    for (int trial = 0; trial < TRIALS; trial++) {
      Attributions result = method.attribute(MODEL, request(trial + 1L, ROWS));
      ImportanceState state = ImportanceState.empty(PLAYERS);
      for (int row = 0; row < ROWS; row++) {
        state.add(result.values().values(), row * PLAYERS);
      }
      List<Importance> importances = state.importances(0.95);
      for (int player = 0; player < PLAYERS; player++) {
        Importance one = importances.get(player);
        covered += one.low() <= truth[player] && truth[player] <= one.high() ? 1 : 0;
      }
    }

    assertThat(covered / TRIALS / PLAYERS).isBetween(0.93, 0.97);
  }

  private static double[] truth() {
    Attributions exact =
        new ExactShapley(ExactShapley.Options.standard()).attribute(MODEL, request(0, POPULATION));
    double[] truth = new double[PLAYERS];
    for (int i = 0; i < exact.values().values().length; i++) {
      truth[i % PLAYERS] += Math.abs(exact.values().at(i)) / POPULATION;
    }
    return truth;
  }

  private static AttributionRequest request(long seed, int rows) {
    RowIds ids =
        new RowIds(IntStream.range(0, rows).mapToObj(row -> seed + "/row-" + row).toList());
    return new AttributionRequest(
        new TensorBatch(ids, Requests.rows(rows, PLAYERS, 100 + seed)),
        Target.outputs(0),
        Baseline.single(Tensor.zeros(1, PLAYERS)),
        Requests.singletons(PLAYERS),
        seed);
  }
}
