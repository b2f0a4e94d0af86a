package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every estimator of Shapley values keeps, on games with interactions of third and higher
 * order: a budget that holds every coalition gives the exact values, and hostile input does no
 * harm.
 */
class ShapleyEstimatorsTest {
  /** An estimator with a budget of coalitions a row. */
  private record Estimator(String name, IntFunction<AttributionMethod<BlackBox>> with) {
    Attributions explain(int budget, BlackBox model, AttributionRequest request) {
      return with.apply(budget).attribute(model, request);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Estimator> estimators() {
    return Stream.of(
        new Estimator("exact-shapley", budget -> new ExactShapley(ExactShapley.Options.standard())),
        new Estimator("kernel-shap", budget -> new KernelShap(new KernelShap.Options(budget, 16))),
        new Estimator(
            "gp-shap",
            budget -> new GpShap(new GpShap.Options(budget, 0, 16, GpShap.SurrogateUse.NONE))),
        new Estimator(
            "permutation-shap",
            budget -> new PermutationShap(new PermutationShap.Options(budget, 16))));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void allCoalitionsOfATabulatedGameGiveExactValues(Estimator estimator) {
    for (String name : new String[] {"sparse11", "mlp12"}) {
      TabulatedGame game = TabulatedGame.read(name);
      int players = game.players();
      AttributionRequest request =
          Requests.with(
              Requests.of(ones(players), Baseline.single(Tensor.zeros(1, players))),
              Target.outputs(IntStream.range(0, game.instances()).toArray()));

      Attributions result = estimator.explain(1 << players, new TabulatedModel(game), request);

      for (int instance = 0; instance < game.instances(); instance++) {
        double[] exact = game.exact(instance);
        double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
        for (int player = 0; player < players; player++) {
          // the table is read as float32
          assertThat((double) result.values().at(instance * players + player))
              .isCloseTo(exact[player], within(1e-6 * largest));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void allCoalitionsOfAThirdOrderGameGiveExactValues(Estimator estimator) {
    Polynomial model =
        Polynomial.of(
            5,
            Polynomial.term(2, 0, 1, 2),
            Polynomial.term(-1, 1, 3, 4),
            Polynomial.term(0.5, 0, 4),
            Polynomial.term(3, 2));
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 5)));

    Attributions result = estimator.explain(32, model, request);

    // a product of three shares its coefficient by thirds, one of two by halves
    float[] expected = {2 / 3f + 0.25f, 2 / 3f - 1 / 3f, 2 / 3f + 3, -1 / 3f, -1 / 3f + 0.25f};
    assertThat(result.values().values()).containsExactly(expected, within(1e-6f));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void onePlayerAndTwoPlayersAreExact(Estimator estimator) {
    for (int players = 1; players <= 2; players++) {
      AttributionRequest request =
          Requests.of(
              Requests.rows(3, players, 1), Baseline.background(Requests.rows(2, players, 2)));
      SmallRelu model = SmallRelu.of(players, 6, 4);

      Attributions result = estimator.explain(64, model, request);
      Attributions exact =
          new ExactShapley(ExactShapley.Options.standard()).attribute(model, request);

      assertThat(result.values().values()).containsExactly(exact.values().values(), within(1e-6f));
    }
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aRowOfDummiesCostsOneCallAndGetsZeros(Estimator estimator) {
    Tensor row = Requests.rows(1, 6, 3);
    CountingModel model = CountingModel.around(SmallRelu.of(6, 8, 2));

    Attributions result = estimator.explain(32, model, Requests.of(row, Baseline.single(row)));

    assertThat(result.values()).isEqualTo(Tensor.zeros(1, 1, 6));
    result.standardErrors().ifPresent(se -> assertThat(se).isEqualTo(Tensor.zeros(1, 1, 6)));
    assertThat(model.forwardRows()).isEqualTo(2); // the row, and the baseline that all rows share
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aConstantModelGivesZeros(Estimator estimator) {
    Polynomial model = Polynomial.of(12, Polynomial.term(3));
    AttributionRequest request =
        Requests.of(Requests.rows(2, 12, 1), Baseline.background(Requests.rows(3, 12, 2)));

    Attributions result = estimator.explain(48, model, request);

    assertThat(result.values()).isEqualTo(Tensor.zeros(2, 1, 12));
    result.standardErrors().ifPresent(se -> assertThat(se).isEqualTo(Tensor.zeros(2, 1, 12)));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aCoalitionThatIsNotANumberSpoilsItsOwnRowAlone(Estimator estimator) {
    Tensor input = Tensor.of(new float[] {1, 1, 1, 1, -1, 1, 1, 1}, 2, 4);
    AttributionRequest both = Requests.of(input, Baseline.single(Tensor.zeros(1, 4)));

    Attributions result = estimator.explain(16, new Undefined(), both);
    Attributions alone = estimator.explain(16, new Undefined(), both.slice(0, 1));

    assertThat(result.values().slice(0, 1)).isEqualTo(alone.values());
    assertThat(result.values().slice(0, 1).values()).doesNotContain(Float.NaN);
    assertThat(result.values().slice(1, 2).values()).contains(Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aBackgroundLargerThanAnyBatchIsReadWhole(Estimator estimator) {
    AttributionRequest request =
        Requests.of(Requests.rows(1, 3, 1), Baseline.background(Requests.rows(20_000, 3, 2)));
    SmallRelu model = SmallRelu.of(3, 4, 3);

    Attributions result = estimator.explain(16, model, request);

    // the first and second half of the background, each half of the truth
    Attributions first = estimator.explain(16, model, half(request, 0));
    Attributions second = estimator.explain(16, model, half(request, 10_000));
    for (int player = 0; player < 3; player++) {
      float mean = (first.values().at(player) + second.values().at(player)) / 2;
      assertThat(result.values().at(player)).isCloseTo(mean, within(1e-6f));
    }
  }

  private static AttributionRequest half(AttributionRequest request, int from) {
    Tensor rows = request.baseline().rows().slice(from, from + 10_000);
    return Requests.of(request.batch().input(), Baseline.background(rows));
  }

  private static Tensor ones(int players) {
    float[] ones = new float[players];
    Arrays.fill(ones, 1);
    return Tensor.of(ones, 1, players);
  }

  /** The sum of the features; not a number where the first is negative and the second absent. */
  private record Undefined() implements BlackBox {
    @Override
    public ModelSignature signature() {
      return Polynomial.linear(1, 1, 1, 1).signature();
    }

    @Override
    public Tensor outputs(Tensor input) {
      float[] sums = Polynomial.linear(1, 1, 1, 1).outputs(input).values().clone();
      int outputs = sums.length / input.rows();
      for (int row = 0; row < input.rows(); row++) {
        if (input.at(row, 0) < 0 && input.at(row, 1) == 0) {
          Arrays.fill(sums, row * outputs, (row + 1) * outputs, Float.NaN);
        }
      }
      return Tensor.of(sums, input.rows(), outputs);
    }

    @Override
    public void close() {}
  }
}
