package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.baseline.Baseline;
import io.assay.baseline.PermutationDesign;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.ThreeWayAnd;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationShapTest extends GameMethodContract {
  private static final int SEEDS = 200;

  @Override
  protected AttributionMethod<BlackBox> method() {
    return new PermutationShap(PermutationShap.Options.standard());
  }

  @Override
  AttributionMethod<BlackBox> ofMany() {
    return new PermutationShap(new PermutationShap.Options(276, 4));
  }

  @Override
  double[] truth(int players, double[] table) {
    return ExactShapley.ofTable(players, table);
  }

  @Test
  void theDummyOfAThreeWayAndGetsExactlyNothing() {
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    Tensor values = method().attribute(new ThreeWayAnd(), request).values();

    assertThat(values.values())
        .containsExactly(new float[] {1 / 3f, 1 / 3f, 1 / 3f, 0}, within(1e-7f));
    assertThat(values.at(3)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 200, 1000})
  void gamesOfSinglesAndPairsAreExactAtAnyBudget(int budget) {
    // 2a - b + 6ac - 4bd at ones from zeros; a pair's product is shared equally
    Polynomial model =
        Polynomial.of(
            16,
            Polynomial.term(2, 0),
            Polynomial.term(-1, 1),
            Polynomial.term(6, 0, 2),
            Polynomial.term(-4, 1, 3));
    float[] ones = new float[16];
    Arrays.fill(ones, 1);
    AttributionRequest request =
        Requests.of(Requests.row(ones), Baseline.single(Tensor.zeros(1, 16)));
    AttributionMethod<BlackBox> method =
        new PermutationShap(new PermutationShap.Options(budget, 16));

    Attributions result = method.attribute(model, request);

    assertThat(result.values().values())
        .containsExactly(5, -3, 3, -2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(result.standardErrors().orElseThrow()).isEqualTo(Tensor.zeros(1, 1, 16));
  }

  @ParameterizedTest
  @CsvSource({"16,60", "16,500", "12,4000", "40,300"})
  void theBudgetIsACap(int players, int budget) {
    AttributionRequest request =
        Requests.of(
            Requests.rows(3, players, 1), Baseline.background(Requests.rows(2, players, 2)));
    CountingModel model = CountingModel.around(Polynomial.wide(players));

    Attributions result =
        new PermutationShap(new PermutationShap.Options(budget, 3)).attribute(model, request);

    long pairs = budget / (2L * (players - 1));
    assertThat(result.calls().forward(0)).isBetween(1 + 2 * pairs, 1 + 2L * budget);
    assertThat(model.forwardRows()).isEqualTo(result.calls().total());
  }

  /**
   * Error is the mean over instances and 200 seeds of |estimate - truth|^2 / |truth|^2. Limits are
   * a tenth above what was measured, and from eight pairs on a third below what independent
   * antithetic orders reach on the same tables.
   */
  @ParameterizedTest
  @CsvSource({
    "mlp12, 2, 5.3e-3, 0.88, 0.93",
    "mlp12, 4, 2.6e-3, 0.91, 0.96",
    "mlp12, 8, 1.05e-3, 0.93, 0.97",
    "mlp12, 22, 3.1e-4, 0.94, 0.98",
    "mlp12, 64, 1.1e-4, 0.94, 0.98",
    "sparse11, 2, 1.7e-1, 0.88, 0.93",
    "sparse11, 4, 7.6e-2, 0.91, 0.96",
    "sparse11, 8, 3.0e-2, 0.94, 0.98",
    "sparse11, 22, 1.0e-2, 0.95, 0.98",
    "sparse11, 64, 3.4e-3, 0.95, 0.98"
  })
  void errorsAreSmallUnbiasedAndAsSureAsTheySay(
      String name, int pairs, double most, double low, double high) {
    TabulatedGame game = TabulatedGame.read(name);

    Trials trials =
        Trials.of(game, SEEDS, this::truth, seed -> estimator(game.players(), pairs, seed));

    assertThat(trials.error()).isLessThan(most);
    assertThat(trials.coverage()).isBetween(low, high);
    assertThat(trials.ratio()).isBetween(0.95, 1.25);
    // the largest of 60 to 72 mean errors in its own standard deviations
    assertThat(trials.bias()).isLessThan(4.5);
  }

  @Test
  void enumerationIsExactAndSure() {
    TabulatedGame game = TabulatedGame.read("mlp12");

    double[][] found = Trials.explain(new Enumeration(12), 12, game.table(3));

    assertThat(Enumeration.fits(12, 4094)).isTrue();
    assertThat(Enumeration.fits(12, 4093)).isFalse();
    assertThat(found[0]).containsExactly(game.exact(3), within(1e-12));
    assertThat(found[1]).containsOnly(0);
  }

  @Test
  void aMeanOfOnePairHasNoError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator(5, 1, 1))
        .withMessageContaining("need two");
  }

  @Test
  void aBudgetUnderTwoPairsIsRefusedWithTheLeast() {
    PermutationShap method = new PermutationShap(new PermutationShap.Options(100, 16));

    assertThat(method.callsPerRow(26, 10)).isEqualTo(new CallsPerRow(1001, 0));
    assertThat(method.callsPerRow(6, 10)).isEqualTo(new CallsPerRow(1 + 62 * 10, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.callsPerRow(27, 10))
        .withMessageContaining("budget is 100 for 27 players; need at least 104")
        .withMessageContaining("feature groups");
  }

  @ParameterizedTest
  @CsvSource({"1,16,budget is 1", "100001,16,100001", "512,0,banks is 0", "512,1025,banks is 1025"})
  void optionsOutOfRangeAreRefused(int budget, int banks, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PermutationShap.Options(budget, banks))
        .withMessageContaining(said);
  }

  private static Estimator estimator(int players, int pairs, int seed) {
    return PermutationEstimator.ofOrders(
        PermutationDesign.drawn(players, pairs, Rng.of(seed, "permutation-shap", "trial")));
  }
}
