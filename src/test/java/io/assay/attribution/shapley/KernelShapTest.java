package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.baseline.Baseline;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.fakes.ThreeWayAnd;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelShapTest extends AttributionMethodContract {
  @Override
  protected AttributionMethod<BlackBox> method() {
    return new KernelShap(KernelShap.Options.standard());
  }

  /** A sampled dummy gets nothing on average only: see PairedRegressionTest. */
  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(EnumSet.of(Law.DUMMY));
  }

  @Test
  void theDummyOfAThreeWayAndGetsNothing() {
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    Attributions result = method().attribute(new ThreeWayAnd(), request);

    // float64 least squares, rounded to float32 once
    float[] expected = {1 / 3f, 1 / 3f, 1 / 3f, 0};
    assertThat(result.values().values()).containsExactly(expected, within(1e-7f));
    assertThat(result.values().at(3)).isCloseTo(0, within(1e-15f));
    assertThat(result.standardErrors().orElseThrow()).isEqualTo(Tensor.zeros(1, 1, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 9})
  void aBudgetThatEnumeratesGivesExactShapleyValues(int players) {
    AttributionRequest request =
        Requests.with(
            Requests.of(
                Requests.rows(9, players, 1),
                Baseline.background(Requests.rows(4, players, 2), new double[] {1, 2, 3, 4})),
            Target.outputs(1, 0));
    SmallRelu model = SmallRelu.of(players, 12, 5);

    Attributions kernel = method().attribute(model, request);
    Attributions exact =
        new ExactShapley(ExactShapley.Options.standard()).attribute(model, request);

    // 1e-6 is asked for; float64 sums rounded once to float32 stay within 1e-7
    assertThat(kernel.values().values()).containsExactly(exact.values().values(), within(1e-7f));
    assertThat(kernel.scores()).isEqualTo(exact.scores());
    assertThat(kernel.baselineScores()).isEqualTo(exact.baselineScores());
    assertThat(kernel.standardErrors().orElseThrow()).isEqualTo(Tensor.zeros(9, 2, players));
    assertThat(kernel.calls().forward(0)).isEqualTo(exact.calls().forward(0));
  }

  @ParameterizedTest
  @CsvSource({"12,48", "12,50", "12,512", "12,4092", "40,160", "40,1000", "300,1200"})
  void additiveModelsAreExactAtAnyBudgetAndTheBudgetIsKept(int players, int budget) {
    double[] weights = IntStream.range(0, players).mapToDouble(i -> Math.sin(i + 1)).toArray();
    AttributionRequest request =
        Requests.of(
            Requests.rows(3, players, 1), Baseline.background(Requests.rows(2, players, 2)));
    CountingModel model = CountingModel.around(Polynomial.linear(weights));
    KernelShap method = new KernelShap(new KernelShap.Options(budget, 16));

    Attributions result = method.attribute(model, request);

    for (int row = 0; row < 3; row++) {
      assertThat(result.calls().forward(row)).isEqualTo(1 + 2L * budget);
      for (int player = 0; player < players; player++) {
        Tensor background = request.baseline().rows();
        double mean = (background.at(0, player) + background.at(1, player)) / 2;
        double expected = weights[player] * (request.batch().input().at(row, player) - mean);
        // scores of up to 10 are float32
        assertThat(result.values().at(row, player)).isCloseTo((float) expected, within(1e-5f));
        assertThat(result.standardErrors().orElseThrow().at(row, player)).isLessThan(1e-5f);
      }
    }
    assertThat(model.forwardRows()).isEqualTo(3 * (1 + 2L * budget) + 2);
  }

  @Test
  void rowsOfDifferentBanksErrIndependently() {
    // 200 copies of one row under 16 banks: as many different results as banks in use
    Tensor row = Requests.rows(1, 16, 5);
    float[] copies = new float[200 * 16];
    for (int copy = 0; copy < 200; copy++) {
      System.arraycopy(row.values(), 0, copies, copy * 16, 16);
    }
    AttributionRequest request =
        Requests.of(Tensor.of(copies, 200, 16), Baseline.single(Requests.rows(1, 16, 6)));

    Attributions result = method().attribute(Polynomial.wide(16), request);

    assertThat(IntStream.range(0, 200).mapToObj(i -> result.values().slice(i, i + 1)).distinct())
        .hasSize(16);
  }

  @Test
  void aBudgetThatCannotTellPlayersApartIsRefusedWithTheLeast() {
    KernelShap method = new KernelShap(new KernelShap.Options(100, 16));

    assertThat(method.callsPerRow(25, 10)).isEqualTo(new CallsPerRow(1001, 0));
    assertThat(method.callsPerRow(6, 10)).isEqualTo(new CallsPerRow(1 + 62 * 10, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.callsPerRow(26, 10))
        .withMessageContaining("budget is 100 for 26 players; need at least 104");
  }

  @ParameterizedTest
  @CsvSource({"2,16,budget is 2", "513,16,budget is 513", "100002,16,100002", "512,0,banks is 0"})
  void optionsOutOfRangeAreRefused(int budget, int banks, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KernelShap.Options(budget, banks))
        .withMessageContaining(said);
  }
}
