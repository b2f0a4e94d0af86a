package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.baseline.Coalitions;
import io.assay.baseline.PairedDesign;
import io.assay.tensor.Rng;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Laws of the estimator, on games whose every value is known; no model is needed. */
class PairedRegressionTest {
  private static final int SEEDS = 200;

  /**
   * Error is the mean over instances and 200 seeds of |estimate - truth|^2 / |truth|^2. The limits
   * are what an independent implementation of the same design (paired, stratified, least squares)
   * reached on the same tables over 100 seeds, plus a tenth for the draw of seeds. They lie below
   * the published 4.1e-2, 1.1e-2, 3.9e-3 and 1.5e-3 for a game of twelve players.
   */
  @ParameterizedTest
  @CsvSource({
    "mlp12,    4, 5.1e-3",
    "mlp12,    8, 1.4e-3",
    "mlp12,   16, 5.0e-4",
    "mlp12,   32, 1.8e-4",
    "sparse11, 4, 1.44e-1",
    "sparse11, 8, 3.9e-2",
    "sparse11, 16, 1.36e-2",
    "sparse11, 32, 4.7e-3"
  })
  void theErrorStaysWithinThatOfItsPeers(String name, int times, double limit) {
    Trials trials = Trials.of(TabulatedGame.read(name), times);

    assertThat(trials.error).isLessThan(limit);
  }

  @ParameterizedTest
  @CsvSource({
    "mlp12,    4, 1.0, 1.5",
    "mlp12,   16, 0.95, 1.2",
    "mlp12,   64, 0.95, 1.1",
    "sparse11, 4, 1.0, 1.5",
    "sparse11, 16, 0.95, 1.2",
    "sparse11, 64, 0.95, 1.1"
  })
  void standardErrorsAreThoseOfTheEstimate(String name, int times, double low, double high) {
    Trials trials = Trials.of(TabulatedGame.read(name), times);

    // root mean squares over players, instances and seeds
    assertThat(trials.ratio()).isBetween(low, high);
    // nominal 95 % intervals from a normal distribution
    assertThat(trials.coverage).isBetween(0.93, 0.98);
  }

  @Test
  void valuesAddUpToTheGain() {
    TabulatedGame game = TabulatedGame.read("mlp12");
    PairedRegression regression = KernelShap.drawn(12, 48, 3, 1);

    for (int instance = 0; instance < game.instances(); instance++) {
      Estimate estimate = Estimate.of(regression, game.players(), table(game, instance));

      double gain = game.table(instance)[4095] - game.table(instance)[0];
      assertThat(Arrays.stream(estimate.values).sum()).isCloseTo(gain, within(1e-12));
    }
  }

  @Test
  void enumerationIsExactAndSure() {
    TabulatedGame game = TabulatedGame.read("sparse11");
    PairedRegression regression =
        PairedRegression.of(PairedDesign.enumerated(game.players())).orElseThrow();

    for (int instance = 0; instance < game.instances(); instance++) {
      Estimate estimate = Estimate.of(regression, game.players(), table(game, instance));

      assertThat(estimate.values).containsExactly(game.exact(instance), within(1e-12));
      assertThat(estimate.variances).containsOnly(0);
    }
  }

  /** Least squares on random coalitions has a bias; it falls like 1/budget, its error slower. */
  @ParameterizedTest
  @CsvSource({"96, 0.02", "768, 0.003"})
  void aSampledDummyGetsNothingOnAverage(int budget, double most) {
    // v = abc of twelve players: a third each for three, nothing for the others
    ToDoubleFunction<int[]> and = members -> members[0] * members[1] * members[2];
    int seeds = 2000;
    double[] means = new double[12];
    double[] variances = new double[12];

    for (int seed = 0; seed < seeds; seed++) {
      Estimate estimate = Estimate.of(KernelShap.drawn(12, budget, 0, seed), 12, and);
      for (int player = 0; player < 12; player++) {
        means[player] += estimate.values[player] / seeds;
        variances[player] += estimate.variances[player] / seeds;
      }
    }

    for (int player = 0; player < 12; player++) {
      double bias = means[player] - (player < 3 ? 1 / 3.0 : 0);
      assertThat(Math.abs(bias)).isLessThan(most).isLessThan(Math.sqrt(variances[player]) / 3);
    }
  }

  @Test
  void gamesOfSinglesAndPairsAreExactAtAnyBudget() {
    // 2a - b + 6ac - 4bd of fourteen players; a pair's product is shared equally: even terms cancel
    ToDoubleFunction<int[]> pairs = in -> 2 * in[0] - in[1] + 6 * in[0] * in[2] - 4 * in[1] * in[3];

    Estimate estimate = Estimate.of(KernelShap.drawn(14, 56, 0, 1), 14, pairs);

    double[] expected = new double[14];
    expected[0] = 5;
    expected[1] = -3;
    expected[2] = 3;
    expected[3] = -2;
    assertThat(estimate.values).containsExactly(expected, within(1e-12));
    assertThat(estimate.variances).containsExactly(new double[14], within(1e-24));
  }

  @Test
  void aDesignThatLeavesPlayersUndeterminedHasNoRegression() {
    PairedDesign design = PairedDesign.drawn(30, 10, Rng.of(1, "design", "few"));

    assertThat(PairedRegression.of(design)).isEmpty();
  }

  private static ToDoubleFunction<int[]> table(TabulatedGame game, int instance) {
    return members -> {
      int index = 0;
      for (int player = 0; player < members.length; player++) {
        index |= members[player] << player;
      }
      return game.table(instance)[index];
    };
  }

  private static final class Estimate {
    private final double[] values;
    private final double[] variances;

    private Estimate(int players) {
      this.values = new double[players];
      this.variances = new double[players];
    }

    /** A game takes one 0 or 1 a player. */
    static Estimate of(PairedRegression regression, int players, ToDoubleFunction<int[]> game) {
      Coalitions coalitions = regression.coalitions();
      double[] differences = new double[coalitions.size() / 2 + 1];
      int[] all = new int[players];
      Arrays.fill(all, 1);
      differences[0] = game.applyAsDouble(all) - game.applyAsDouble(new int[players]);
      for (int i = 0; i < coalitions.size(); i += 2) {
        differences[i / 2 + 1] =
            game.applyAsDouble(members(coalitions, i))
                - game.applyAsDouble(members(coalitions, i + 1));
      }
      Estimate estimate = new Estimate(players);
      regression.estimate(differences, 1, estimate.values, estimate.variances);
      return estimate;
    }

    private static int[] members(Coalitions coalitions, int coalition) {
      return IntStream.range(0, coalitions.players())
          .map(player -> coalitions.contains(coalition, player) ? 1 : 0)
          .toArray();
    }
  }

  /** What many independent draws of a design find on all instances of a game. */
  private record Trials(double error, double squares, double variances, double coverage) {
    static Trials of(TabulatedGame game, int times) {
      int players = game.players();
      int budget = times * players / 2 * 2;
      double[] sums = new double[4];
      for (int seed = 0; seed < SEEDS; seed++) {
        PairedRegression regression = KernelShap.drawn(players, budget, 0, seed);
        for (int instance = 0; instance < game.instances(); instance++) {
          Estimate estimate = Estimate.of(regression, players, table(game, instance));
          add(estimate, game.exact(instance), sums);
        }
      }
      double runs = (double) SEEDS * game.instances();
      return new Trials(sums[0] / runs, sums[1] / runs, sums[2] / runs, sums[3] / runs / players);
    }

    private static void add(Estimate estimate, double[] exact, double[] sums) {
      double squares = 0;
      double norm = 0;
      for (int player = 0; player < exact.length; player++) {
        double error = estimate.values[player] - exact[player];
        double variance = estimate.variances[player];
        squares += error * error;
        norm += exact[player] * exact[player];
        sums[2] += variance;
        sums[3] += Math.abs(error) <= 1.96 * Math.sqrt(variance) ? 1 : 0;
      }
      sums[0] += squares / norm;
      sums[1] += squares;
    }

    double ratio() {
      return Math.sqrt(variances / squares);
    }
  }
}
