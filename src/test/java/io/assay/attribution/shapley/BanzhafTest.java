package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.baseline.Baseline;
import io.assay.baseline.UniformDesign;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.ThreeWayAnd;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanzhafTest extends GameMethodContract {
  @Override
  protected AttributionMethod<BlackBox> method() {
    return new Banzhaf(Banzhaf.Options.standard());
  }

  @Override
  AttributionMethod<BlackBox> ofMany() {
    return new Banzhaf(new Banzhaf.Options(280, 4));
  }

  /** A sampled dummy gets nothing on average only. */
  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(EnumSet.of(Law.DUMMY));
  }

  @Override
  double[] truth(int players, double[] table) {
    double[] values = new double[players];
    for (int player = 0; player < players; player++) {
      for (int coalition = 0; coalition < table.length; coalition++) {
        if ((coalition >> player & 1) == 0) {
          double added = table[coalition | 1 << player] - table[coalition];
          values[player] += added * 2 / table.length;
        }
      }
    }
    return values;
  }

  @Test
  void whoIsNeededByTwoOthersCountsAQuarter() {
    // a adds 1 to the coalitions with b and c, a quarter of all
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    Attributions result = method().attribute(new ThreeWayAnd(), request);

    assertThat(result.values().values())
        .containsExactly(new float[] {0.25f, 0.25f, 0.25f, 0}, within(1e-7f));
    assertThat(result.standardErrors().orElseThrow()).isEqualTo(Tensor.zeros(1, 1, 4));
  }

  @ParameterizedTest
  @CsvSource({"64", "200", "1000"})
  void gamesOfSinglesAndPairsAreExactAtAnyBudget(int budget) {
    // 2a - b + 6ac - 4bd at ones from zeros: a player of a pair gets half of its product
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
    CountingModel counting = CountingModel.around(model);

    Attributions result = new Banzhaf(new Banzhaf.Options(budget, 16)).attribute(counting, request);

    float[] expected = new float[16];
    System.arraycopy(new float[] {5, -3, 3, -2}, 0, expected, 0, 4);
    assertThat(result.values().values()).containsExactly(expected, within(1e-6f));
    assertThat(result.standardErrors().orElseThrow().values())
        .containsExactly(new float[16], within(1e-6f));
    assertThat(counting.forwardRows()).isEqualTo(budget + 2L);
  }

  @Test
  void enumerationIsExactAndSure() {
    TabulatedGame game = TabulatedGame.read("mlp12");
    Estimator all = BanzhafRegression.of(UniformDesign.enumerated(12)).orElseThrow();

    double[][] found = Trials.explain(all, 12, game.table(3));

    assertThat(found[0]).containsExactly(truth(12, game.table(3)), within(1e-12));
    assertThat(found[1]).containsOnly(0);
  }

  /** The limits are a tenth above what was measured over 200 seeds. */
  @ParameterizedTest
  @CsvSource({
    "mlp12, 4, 2.8e-3, 1.7, 0.99",
    "mlp12, 8, 9.0e-4, 1.3, 0.98",
    "mlp12, 16, 4.0e-4, 1.15, 0.97",
    "mlp12, 64, 7.4e-5, 1.1, 0.97",
    "sparse11, 4, 1.47e-1, 1.7, 0.99",
    "sparse11, 8, 4.6e-2, 1.3, 0.98",
    "sparse11, 16, 1.84e-2, 1.15, 0.97",
    "sparse11, 64, 3.1e-3, 1.1, 0.97"
  })
  void errorsAreSmallAndAsSureAsTheySay(
      String name, int times, double most, double ratio, double coverage) {
    TabulatedGame game = TabulatedGame.read(name);
    int budget = times * game.players() / 2 * 2;

    Trials trials =
        Trials.of(
            game, 200, this::truth, seed -> Banzhaf.drawn(game.players(), budget, seed, "trial"));

    assertThat(trials.error()).isLessThan(most);
    assertThat(trials.ratio()).isBetween(0.95, ratio);
    assertThat(trials.coverage()).isBetween(0.93, coverage);
    assertThat(trials.bias()).isLessThan(4.5);
  }

  @Test
  void aDesignThatLeavesPlayersUndeterminedHasNoRegression() {
    UniformDesign design = UniformDesign.drawn(30, 10, Rng.of(1, "design", "few"));

    assertThat(BanzhafRegression.of(design)).isEmpty();
  }

  @Test
  void aBudgetThatCannotTellPlayersApartIsRefusedWithTheLeast() {
    Banzhaf method = new Banzhaf(new Banzhaf.Options(100, 16));

    assertThat(method.callsPerRow(25, 10)).isEqualTo(new CallsPerRow(1001, 0));
    assertThat(method.callsPerRow(6, 10)).isEqualTo(new CallsPerRow(1 + 62 * 10, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.callsPerRow(26, 10))
        .withMessageContaining("banzhaf.budget is 100 for 26 players; need at least 104");
  }

  @ParameterizedTest
  @CsvSource({"2,16,budget is 2", "513,16,budget is 513", "100002,16,100002", "512,0,banks is 0"})
  void optionsOutOfRangeAreRefused(int budget, int banks, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Banzhaf.Options(budget, banks))
        .withMessageContaining(said);
  }
}
