package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.shapley.surrogate.Surrogate;
import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.PairedDesign;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.golden.GoldenCase;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a control variate takes off the error of a regression on real networks, rows unseen:
 * measured were 4.1, 3.0 and 2.7 times less at 4, 8 and 16 coalitions a player of mlp_bc10, and
 * 2.1, 2.1 and 2.0 times less on mlp_bc by groups.
 */
class SurrogateGainTest {
  private static final int DESIGNS = 3;

  @ParameterizedTest
  @CsvSource({"mlp_bc10, 16, 2", "mlp_bc, 24, 1.5"})
  void theSameCoalitionsGiveLessError(String name, int taught, double leastGain) {
    GoldenCase golden = new GoldenCase(name);
    Tensor rows = golden.inputs();
    try (BlackBox model =
        ModelFiles.openTorchScript(golden.traced(), ModelOptions.ofShape(rows.rowLength()))) {
      AttributionRequest all = request(golden);
      AttributionRequest others = all.slice(taught, rows.rows());
      Surrogate surrogate = Surrogate.train(model, List.of(all.slice(0, taught)), 7).orElseThrow();
      CoalitionGame game = new CoalitionGame(model, others);
      int players = game.players();
      Coalitions proper = Coalitions.proper(players);
      int[] every = IntStream.range(0, game.rows()).toArray();
      double[] tables = game.values(every, proper);

      for (int times : new int[] {4, 8, 16}) {
        Errors plain = new Errors(game, tables, Optional.empty());
        Errors helped = new Errors(game, tables, surrogate.on(others));
        for (int draw = 0; draw < DESIGNS; draw++) {
          PairedDesign design =
              PairedDesign.drawn(players, times * players / 2, new SplittableRandom(draw));
          PairedRegression regression = PairedRegression.of(design).orElseThrow();
          plain.add(regression, design.coalitions());
          helped.add(regression, design.coalitions());
        }
        assertThat(plain.mean() / helped.mean()).isGreaterThan(leastGain);
      }
    }
  }

  private static AttributionRequest request(GoldenCase golden) {
    Tensor input = golden.inputs();
    List<String> names = IntStream.range(0, 10).mapToObj(group -> "g" + group).toList();
    return new AttributionRequest(
        new TensorBatch(Requests.ids(input.rows()), input),
        Target.outputs(1),
        Baseline.background(golden.background()),
        FeatureGroups.of(names, golden.groups()),
        7);
  }

  /** Relative squared errors of regressions on the games of some rows. */
  private static final class Errors {
    private final CoalitionGame game;
    private final double[] tables; // [rows, 2^players - 2]
    private final Optional<ControlVariate> control;
    private double sum;
    private int games;

    Errors(CoalitionGame game, double[] tables, Optional<ControlVariate> control) {
      this.game = game;
      this.tables = tables;
      this.control = control;
    }

    double mean() {
      return sum / games;
    }

    void add(PairedRegression regression, Coalitions coalitions) {
      for (int row = 0; row < game.rows(); row++) {
        double[] exact = exact(row);
        double[] estimate = estimate(regression, coalitions, row);
        double error = 0;
        double norm = 0;
        for (int player = 0; player < exact.length; player++) {
          error += Math.pow(estimate[player] - exact[player], 2);
          norm += exact[player] * exact[player];
        }
        sum += error / norm;
        games++;
      }
    }

    private double[] exact(int row) {
      int players = game.players();
      double[] table = new double[1 << players];
      System.arraycopy(tables, row * (table.length - 2), table, 1, table.length - 2);
      table[0] = game.empty(row, 0);
      table[table.length - 1] = game.full(row, 0);
      return ExactShapley.ofTable(players, table);
    }

    private double[] estimate(PairedRegression regression, Coalitions coalitions, int row) {
      int players = game.players();
      List<Integer> everyone = IntStream.range(0, players).boxed().toList();
      double[] values = new double[coalitions.size()];
      double[] known = new double[coalitions.size()];
      double[] shapley = new double[players];
      control.ifPresent(of -> of.values(row, 0, everyone, coalitions, known));
      control.ifPresent(of -> of.shapley(row, 0, everyone, shapley));
      for (int coalition = 0; coalition < values.length; coalition++) {
        int at = (int) coalitions.word(coalition, 0) - 1;
        values[coalition] = tables[row * ((1 << players) - 2) + at] - known[coalition];
      }
      double[] differences = new double[1 + values.length / 2];
      differences[0] = game.full(row, 0) - game.empty(row, 0) - Arrays.stream(shapley).sum();
      for (int pair = 1; pair < differences.length; pair++) {
        differences[pair] = values[2 * pair - 2] - values[2 * pair - 1];
      }
      double[] estimate = new double[players];
      regression.estimate(differences, 1, estimate, new double[players]);
      for (int player = 0; player < players; player++) {
        estimate[player] += shapley[player];
      }
      return estimate;
    }
  }
}
