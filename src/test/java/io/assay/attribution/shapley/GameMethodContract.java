package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What methods that value coalitions keep on odd games, beside the laws of every method. */
abstract class GameMethodContract extends AttributionMethodContract {
  @Override
  protected abstract AttributionMethod<BlackBox> method();

  /** Returns the values of a game with every coalition known, by definition. */
  abstract double[] truth(int players, double[] table);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 6, 9})
  void aBudgetThatEnumeratesGivesTheExactValues(int players) {
    AttributionRequest request =
        Requests.with(
            Requests.of(
                Requests.rows(5, players, 1),
                Baseline.background(Requests.rows(4, players, 2), new double[] {1, 2, 3, 4})),
            Target.outputs(1, 0));
    SmallRelu model = SmallRelu.of(players, 12, 5);

    Attributions result = method().attribute(model, request);

    for (int row = 0; row < 5; row++) {
      for (int slot = 0; slot < 2; slot++) {
        double[] truth = truth(players, table(model, request, row, 1 - slot));
        for (int column = 0; column < truth.length; column++) {
          int at = (row * 2 + slot) * truth.length + column;
          assertThat((double) result.values().at(at)).isCloseTo(truth[column], within(1e-6));
          assertThat(result.standardErrors().orElseThrow().at(at)).isLessThan(1e-7f);
        }
      }
    }
  }

  @Test
  void aConstantModelGivesNothingForSure() {
    Polynomial constant = Polynomial.of(16, Polynomial.term(3));
    AttributionRequest request =
        Requests.of(Requests.rows(3, 16, 1), Baseline.background(Requests.rows(2, 16, 2)));

    Attributions result = method().attribute(constant, request);

    assertThat(result.values()).isEqualTo(Tensor.zeros(3, 1, result.groups()));
    assertThat(result.standardErrors().orElseThrow())
        .isEqualTo(Tensor.zeros(3, 1, result.groups()));
  }

  @Test
  void playersThatEqualEveryReferenceGetNothingAndCostNothing() {
    Tensor row = Requests.rows(1, 16, 1);
    Tensor other = Tensor.of(row.values().clone(), 1, 16);
    other.values()[3] += 1;
    other.values()[8] += 1;
    CountingModel model = CountingModel.around(Polynomial.wide(16));

    Attributions result = method().attribute(model, Requests.of(row, Baseline.single(other)));

    List<String> columns = method().columns(Requests.singletons(16), List.of());
    for (int column = 0; column < columns.size(); column++) {
      List<String> names = Arrays.asList(columns.get(column).split(" x ", -1));
      boolean isActive = List.of("x3", "x8").containsAll(names);
      boolean isAlone = names.size() == 1;
      float value = result.values().at(column);
      if (isActive && isAlone) {
        assertThat(value).isNotZero();
      } else {
        assertThat(value).isCloseTo(0, within(isActive ? 1e-6f : 0)); // the two do not interact
      }
    }
    assertThat(model.forwardRows()).isEqualTo(1 + 1 + 2); // full, empty, either
  }

  @Test
  void aRowThatEqualsItsBaselineTakesOneCall() {
    Tensor row = Requests.rows(1, 16, 1);

    Attributions result =
        method().attribute(Polynomial.wide(16), Requests.of(row, Baseline.single(row)));

    assertThat(result.values()).isEqualTo(Tensor.zeros(1, 1, result.groups()));
    assertThat(result.calls().forward(0)).isEqualTo(1);
  }

  @Test
  void aModelThatFailsOnSomeCoalitionsLeavesNoFalseNumbers() {
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    Attributions result = method().attribute(new FailsOnPairs(), request);

    assertThat(result.scores().at(0)).isEqualTo(4);
    assertThat(result.values().values()).contains(Float.NaN);
    assertThat(result.completenessGap(0, 0)).isNaN();
  }

  @Test
  void manyPlayersOfAnAdditiveScoreAreExact() {
    int many = many();
    double[] weights = IntStream.range(0, many).mapToDouble(i -> Math.sin(i + 1)).toArray();
    AttributionRequest request =
        Requests.of(Requests.rows(3, many, 1), Baseline.single(Requests.rows(1, many, 2)));

    Attributions result = ofMany().attribute(Polynomial.linear(weights), request);

    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < result.groups(); column++) {
        float expected = 0;
        if (column < many) {
          float change = request.batch().input().at(row, column);
          change -= request.baseline().rows().at(0, column);
          expected = (float) weights[column] * change;
        }
        // scores of up to 10 are float32
        assertThat(result.values().at(row, column)).isCloseTo(expected, within(2e-5f));
        assertThat(result.standardErrors().orElseThrow().at(row, column)).isLessThan(2e-5f);
      }
    }
  }

  /** Returns how many players are many: more than 64, unless the method takes fewer. */
  int many() {
    return 70;
  }

  /** Returns the method with a budget that just suffices for many players. */
  abstract AttributionMethod<BlackBox> ofMany();

  @Test
  void oneGroupOfAllFeaturesGetsEverything() {
    FeatureGroups one = FeatureGroups.of(List.of("all"), new int[] {0, 0, 0, 0, 0});
    AttributionRequest request =
        Requests.of(Requests.rows(2, 5, 1), Baseline.single(Requests.rows(1, 5, 9)));

    Attributions result = method().attribute(Polynomial.mixed(), Requests.with(request, one));

    for (int row = 0; row < 2; row++) {
      assertThat(result.values().at(row, 0))
          .isEqualTo(result.scores().at(row, 0) - result.baselineScores().at(row, 0));
      assertThat(result.calls().forward(row)).isEqualTo(1);
    }
  }

  /** Values every coalition of a row by the definition. */
  static double[] table(BlackBox model, AttributionRequest request, int row, int output) {
    int players = request.groups().size();
    double[] table = new double[1 << players];
    float[] composed = new float[players];
    for (int coalition = 0; coalition < table.length; coalition++) {
      for (int reference = 0; reference < request.baseline().size(); reference++) {
        for (int player = 0; player < players; player++) {
          boolean isPresent = (coalition >> player & 1) != 0;
          composed[player] =
              isPresent
                  ? request.batch().input().at(row, player)
                  : request.baseline().rows().at(reference, player);
        }
        float score = model.outputs(Tensor.of(composed.clone(), 1, players)).at(0, output);
        table[coalition] += request.baseline().weight(reference) * score;
      }
    }
    return table;
  }

  /** The sum of four features, but not a number where exactly two are set. */
  private static final class FailsOnPairs implements BlackBox {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(4), List.of("sum"), ModelSignature.Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      float[] outputs = new float[input.rows()];
      for (int row = 0; row < outputs.length; row++) {
        for (int feature = 0; feature < 4; feature++) {
          outputs[row] += input.at(row, feature);
        }
        outputs[row] = outputs[row] == 2 ? Float.NaN : outputs[row];
      }
      return Tensor.of(outputs, outputs.length, 1);
    }

    @Override
    public void close() {}
  }
}
