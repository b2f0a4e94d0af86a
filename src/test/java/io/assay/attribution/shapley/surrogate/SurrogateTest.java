package io.assay.attribution.shapley.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.shapley.ControlVariate;
import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.Masking;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurrogateTest {
  private static final int FEATURES = 6;
  private static final List<Integer> EVERYONE = List.of(0, 1, 2, 3, 4, 5);
  private static final Growth FEW = new Growth(40, 4, 0.2, 10);
  private static final BlackBox MODEL = SmallRelu.of(FEATURES, 24, 3);
  private static final AttributionRequest PILOT =
      Requests.of(
          Requests.rows(24, FEATURES, 1), Baseline.background(Requests.rows(5, FEATURES, 2)));

  @Test
  void treesComeNearTheModelsValuesOfOtherRows() {
    Surrogate surrogate = Surrogate.train(MODEL, List.of(PILOT), 7).orElseThrow();
    AttributionRequest others = Requests.of(Requests.rows(10, FEATURES, 8), PILOT.baseline());

    ControlVariate near = surrogate.on(others).orElseThrow();

    double error = 0;
    double square = 0;
    for (int row = 0; row < 10; row++) {
      double[] values = new double[62];
      near.values(row, 0, EVERYONE, Coalitions.proper(FEATURES), values);
      double[] truth = truth(others, row);
      double mean = Arrays.stream(truth).average().orElseThrow();
      for (int i = 0; i < 62; i++) {
        error += Math.pow(values[i] - truth[i], 2);
        square += Math.pow(truth[i] - mean, 2);
      }
    }
    assertThat(error / square).isLessThan(0.1);
  }

  @Test
  void modelsOfStepsAreImitatedByTreesAlone() {
    BlackBox steps = new TreeModel(GrownTrees.random(FEATURES, 30, 3, 4));

    LabelledInputs train = scored(steps, Requests.rows(3000, FEATURES, 1));
    LabelledInputs check = scored(steps, Requests.rows(500, FEATURES, 2));
    Imitation imitation = Imitation.fit(train, check, Growth.standard());
    LabelledInputs smooth = scored(MODEL, Requests.rows(3000, FEATURES, 1));
    LabelledInputs others = scored(MODEL, Requests.rows(500, FEATURES, 2));

    assertThat(imitation.quadratic().isConstant()).isTrue();
    assertThat(Imitation.fit(smooth, others, Growth.standard()).quadratic().isConstant()).isFalse();
  }

  private static LabelledInputs scored(BlackBox model, Tensor rows) {
    double[] labels = new double[rows.rows()];
    Tensor scores = model.score(rows, Target.outputs(0));
    for (int row = 0; row < labels.length; row++) {
      labels[row] = scores.at(row);
    }
    return LabelledInputs.of(FEATURES, rows.values(), labels);
  }

  @Test
  void shapleyValuesSumToWhatAllAreWorthMoreThanNone() {
    Surrogate surrogate = Surrogate.train(MODEL, List.of(PILOT), 7, FEW).orElseThrow();
    ControlVariate control = surrogate.on(PILOT).orElseThrow();
    Coalitions ends = Coalitions.of(FEATURES, List.of(of(0), of(63)));

    double[] shapley = new double[FEATURES];
    double[] values = new double[2];
    control.shapley(3, 0, EVERYONE, shapley);
    control.values(3, 0, EVERYONE, ends, values);

    assertThat(Arrays.stream(shapley).sum()).isCloseTo(values[1] - values[0], within(1e-12));
  }

  @Test
  void pilotRowsInAnyOrderAndAnyRequestsTeachTheSame() {
    int[] backwards = IntStream.range(0, 24).map(i -> 23 - i).toArray();
    AttributionRequest reversed =
        new AttributionRequest(
            PILOT.batch().select(backwards),
            PILOT.target(),
            PILOT.baseline(),
            PILOT.groups(),
            PILOT.seed());

    Map<String, List<Double>> once = train(List.of(PILOT));
    Map<String, List<Double>> again = train(List.of(reversed.slice(0, 5), reversed.slice(5, 24)));

    assertThat(again).isEqualTo(once);
  }

  private static Map<String, List<Double>> train(List<AttributionRequest> pilot) {
    return Surrogate.train(MODEL, pilot, 7, FEW).orElseThrow().toNumbers();
  }

  @Test
  void numbersBringBackTheSurrogate() {
    Surrogate surrogate = Surrogate.train(MODEL, List.of(PILOT), 7, FEW).orElseThrow();

    Surrogate back = Surrogate.of(surrogate.toNumbers()).orElseThrow();

    assertThat(shapley(back, PILOT, 2)).isEqualTo(shapley(surrogate, PILOT, 2));
    assertThat(surrogate.toNumbers()).containsOnlyKeys("surrogate_of_output_0");
    assertThat(Surrogate.of(Map.of("lengths", List.of(1.0)))).isEmpty();
  }

  @Test
  void everyOutputHasTreesOfItsOwn() {
    int[] columns = IntStream.range(0, 24).map(row -> row % 2).toArray();
    AttributionRequest predicted = Requests.with(PILOT, Target.perRow(columns));

    Surrogate both = Surrogate.train(MODEL, List.of(predicted), 7, FEW).orElseThrow();
    Surrogate first = Surrogate.train(MODEL, List.of(PILOT), 7, FEW).orElseThrow();

    assertThat(both.toNumbers())
        .containsOnlyKeys("surrogate_of_output_0", "surrogate_of_output_1")
        .containsAllEntriesOf(first.toNumbers());
    assertThat(shapley(both, predicted, 2)).isEqualTo(shapley(first, PILOT, 2));
    assertThat(shapley(first, predicted, 3)).containsOnly(0);
  }

  @Test
  void playersWhoDoNotMatterMayBeLeftOut() {
    Surrogate surrogate = Surrogate.train(MODEL, List.of(PILOT), 7, FEW).orElseThrow();
    float[] references = PILOT.baseline().rows().values().clone();
    float[] row = Requests.rows(1, FEATURES, 6).values().clone();
    for (int reference = 0; reference < 5; reference++) {
      references[reference * FEATURES + 2] = row[2];
    }
    AttributionRequest request =
        Requests.of(Requests.row(row), Baseline.background(Tensor.of(references, 5, FEATURES)));
    ControlVariate control = surrogate.on(request).orElseThrow();

    double[] all = new double[FEATURES];
    double[] others = new double[5];
    control.shapley(0, 0, EVERYONE, all);
    control.shapley(0, 0, List.of(0, 1, 3, 4, 5), others);

    assertThat(all[2]).isCloseTo(0, within(1e-12)); // means of references are rounded
    assertThat(others).containsExactly(all[0], all[1], all[3], all[4], all[5]);
  }

  @Test
  void thereIsNoneWhereItCannotHelp() {
    BlackBox constant = Polynomial.linear(0, 0, 0, 0, 0, 0);
    Masking nothing = (input, baseline, groups) -> new Untouched(input);
    AttributionRequest other =
        new AttributionRequest(
            PILOT.batch(), PILOT.target(), PILOT.baseline(), PILOT.groups(), 7, nothing);

    assertThat(Surrogate.train(constant, List.of(PILOT), 7)).isEmpty();
    assertThat(Surrogate.train(MODEL, List.of(PILOT.slice(0, 3)), 7)).isEmpty();
    assertThat(Surrogate.train(MODEL, List.of(), 7)).isEmpty();
    assertThat(Surrogate.train(MODEL, List.of(other), 7)).isEmpty();
    assertThat(Surrogate.train(MODEL, List.of(PILOT), 7, FEW).orElseThrow().on(other)).isEmpty();
  }

  @Test
  void aSingleFeatureIsFitted() {
    AttributionRequest one =
        Requests.of(Requests.rows(20, 1, 1), Baseline.single(Requests.rows(1, 1, 2)));

    Surrogate surrogate =
        Surrogate.train(Polynomial.linear(3), List.of(one), 7, new Growth(200, 4, 0.2, 1))
            .orElseThrow();

    double[] values = new double[1];
    surrogate.on(one).orElseThrow().shapley(0, 0, List.of(0), values);
    double expected = 3 * (one.batch().input().at(0) - one.baseline().rows().at(0));
    assertThat(values[0]).isCloseTo(expected, within(0.3));
  }

  private static double[] shapley(Surrogate surrogate, AttributionRequest request, int row) {
    double[] values = new double[FEATURES];
    surrogate.on(request).orElseThrow().shapley(row, 0, EVERYONE, values);
    return values;
  }

  private static BitSet of(long members) {
    return BitSet.valueOf(new long[] {members});
  }

  private static double[] truth(AttributionRequest request, int row) {
    return new CoalitionGame(MODEL, request).values(new int[] {row}, Coalitions.proper(FEATURES));
  }
}
