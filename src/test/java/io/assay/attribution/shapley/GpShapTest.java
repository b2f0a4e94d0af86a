package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.fakes.ThreeWayAnd;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpShapTest extends GameMethodContract {
  @Override
  protected AttributionMethod<BlackBox> method() {
    return new GpShap(GpShap.Options.standard());
  }

  /** A sampled dummy gets nothing on average only. */
  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(EnumSet.of(Law.DUMMY));
  }

  @Test
  void theDummyOfAThreeWayAndGetsNothing() {
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    Attributions result = method().attribute(new ThreeWayAnd(), request);

    // enumerated: float64 sums, rounded to float32 once
    float[] expected = {1 / 3f, 1 / 3f, 1 / 3f, 0};
    assertThat(result.values().values()).containsExactly(expected, within(1e-7f));
    assertThat(result.values().at(3)).isCloseTo(0, within(1e-15f));
    assertThat(result.standardErrors().orElseThrow()).isEqualTo(Tensor.zeros(1, 1, 4));
  }

  @Override
  AttributionMethod<BlackBox> ofMany() {
    return new GpShap(new GpShap.Options(280, 0, 16, GpShap.SurrogateUse.AUTO));
  }

  @Override
  double[] truth(int players, double[] table) {
    return ExactShapley.ofTable(players, table);
  }

  /** The prior pulls at single effects, too, if only by a thousandth: see below. */
  @Override
  @Test
  void manyPlayersOfAnAdditiveScoreAreExact() {
    AttributionRequest request =
        Requests.of(Requests.rows(3, 70, 1), Baseline.single(Requests.rows(1, 70, 2)));

    Attributions result = ofMany().attribute(Polynomial.wide(70), request);

    for (int row = 0; row < 3; row++) {
      assertThat(result.completenessGap(row, 0)).isCloseTo(0, within(1e-5));
      assertThat(result.calls().forward(row)).isEqualTo(1 + 280);
    }
  }

  @ParameterizedTest
  @CsvSource({"12,24", "12,30", "12,48", "12,50", "12,512", "40,160", "40,1000", "100,250"})
  void additiveModelsAreNearlyExactAtAnyBudget(int players, int budget) {
    double[] weights = IntStream.range(0, players).mapToDouble(i -> Math.sin(i + 1)).toArray();
    AttributionRequest request =
        Requests.of(
            Requests.rows(3, players, 1), Baseline.background(Requests.rows(2, players, 2)));
    GpShap method = new GpShap(new GpShap.Options(budget, 0, 16, GpShap.SurrogateUse.AUTO));

    Attributions result = method.attribute(Polynomial.linear(weights), request);

    for (int row = 0; row < 3; row++) {
      assertThat(result.calls().forward(row)).isLessThanOrEqualTo(1 + 2L * budget);
      for (int player = 0; player < players; player++) {
        Tensor background = request.baseline().rows();
        double mean = (background.at(0, player) + background.at(1, player)) / 2;
        double expected = weights[player] * (request.batch().input().at(row, player) - mean);
        // the prior holds single effects for 3000 times as large as others: its pull is as small
        assertThat(result.values().at(row, player)).isCloseTo((float) expected, within(4e-3f));
      }
    }
  }

  @Test
  void rowsAreValuedNoFurtherThanTheToleranceAsks() {
    AttributionRequest request =
        Requests.of(Requests.rows(40, 14, 1), Baseline.background(Requests.rows(4, 14, 2)));
    SmallRelu model = SmallRelu.of(14, 24, 5);
    Tensor exact =
        new ExactShapley(ExactShapley.Options.standard()).attribute(model, request).values();

    double[] spent = new double[3];
    double[] tolerances = {0.2, 0.05, 0.01};
    for (int i = 0; i < tolerances.length; i++) {
      GpShap method =
          new GpShap(new GpShap.Options(2000, tolerances[i], 16, GpShap.SurrogateUse.NONE));
      Attributions result = method.attribute(model, request);

      Tensor predicted = result.diagnostics().get(1).values();
      double errors = 0;
      double squares = 0;
      for (int row = 0; row < 40; row++) {
        long calls = result.calls().forward(row);
        spent[i] += calls / 40.0;
        assertThat(result.diagnostics().get(0).values().at(row)).isEqualTo((calls - 1) / 4f);
        assertThat(predicted.at(row) <= tolerances[i] || calls == 1 + 2000 * 4).isTrue();
        for (int player = 0; player < 14; player++) {
          errors += Math.pow(result.values().at(row, player) - exact.at(row, player), 2);
          squares += Math.pow(exact.at(row, player), 2);
        }
      }
      assertThat(Math.sqrt(errors / squares)).isLessThan(1.2 * tolerances[i]);
    }
    assertThat(spent[0]).isLessThan(0.9 * spent[1]);
    assertThat(spent[1]).isLessThan(0.9 * spent[2]);
  }

  @Test
  void roundingOfAModelIsNotChased() {
    // 1000 + 1e-4 (a + b c d): float32 rounds it to the next 6e-5
    Polynomial nearlyConstant =
        Polynomial.of(
            16, Polynomial.term(1000), Polynomial.term(1e-4, 0), Polynomial.term(1e-4, 1, 2, 3));
    AttributionRequest request =
        Requests.of(Requests.rows(4, 16, 1), Baseline.single(Requests.rows(1, 16, 2)));

    Attributions result = method().attribute(nearlyConstant, request);

    for (int row = 0; row < 4; row++) {
      assertThat(result.calls().forward(row)).isEqualTo(1 + 4 * 16); // the lowest rung
    }
  }

  @Test
  void aBudgetBelowTwoAPlayerIsRefusedWithTheLeast() {
    GpShap method = new GpShap(new GpShap.Options(100, 0.05, 16, GpShap.SurrogateUse.AUTO));

    assertThat(method.callsPerRow(50, 10)).isEqualTo(new CallsPerRow(1001, 0));
    assertThat(method.callsPerRow(6, 10)).isEqualTo(new CallsPerRow(1 + 62 * 10, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.callsPerRow(51, 10))
        .withMessageContaining("budget is 100 for 51 players; need at least 102");
  }

  @ParameterizedTest
  @CsvSource({
    "2,0,16,budget is 2",
    "513,0,16,budget is 513",
    "8194,0,16,8194",
    "512,-1,16,tolerance is -1",
    "512,NaN,16,tolerance is NaN",
    "512,0,0,banks is 0"
  })
  void optionsOutOfRangeAreRefused(int budget, double tolerance, int banks, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GpShap.Options(budget, tolerance, banks, GpShap.SurrogateUse.AUTO))
        .withMessageContaining(said);
  }
}
