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
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.ThreeWayAnd;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactShapleyTest extends AttributionMethodContract {
  @Override
  protected AttributionMethod<BlackBox> method() {
    return new ExactShapley(ExactShapley.Options.standard());
  }

  @Test
  void productsAreSharedEquallyAmongTheirFactors() {
    // f = 12 abc + 4 ab - d at ones from zeros: a, b get 4 + 2, c gets 4, d gets -1
    Polynomial model =
        Polynomial.of(
            4, Polynomial.term(12, 0, 1, 2), Polynomial.term(4, 0, 1), Polynomial.term(-1, 3));

    Attributions result =
        method()
            .attribute(
                model, Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4))));

    assertThat(result.values().values()).containsExactly(6, 6, 4, -1);
    assertThat(result.calls().forward(0)).isEqualTo(1 + 14);
    assertThat(result.calls().shared()).isEqualTo(1);
  }

  @Test
  void theDummyOfAThreeWayAndGetsExactlyNothing() {
    AttributionRequest request =
        Requests.of(Requests.row(1, 1, 1, 1), Baseline.single(Tensor.zeros(1, 4)));

    float[] values = method().attribute(new ThreeWayAnd(), request).values().values();

    assertThat(values[3]).isZero();
    assertThat(values[0]).isCloseTo(1 / 3f, within(1e-7f));
    assertThat(values[1]).isCloseTo(1 / 3f, within(1e-7f));
    assertThat(values[2]).isCloseTo(1 / 3f, within(1e-7f));
  }

  @Test
  void aBackgroundGivesTheWeightedMeanOfItsRows() {
    AttributionRequest of = Requests.of(Requests.rows(4, 5, 1), single(0));
    Baseline three = Baseline.background(Requests.rows(3, 5, 9), new double[] {1, 2, 5});
    Polynomial model = Polynomial.mixed();

    Tensor mixed = method().attribute(model, Requests.of(of.batch().input(), three)).values();

    double[] expected = new double[20];
    for (int reference = 0; reference < 3; reference++) {
      Tensor alone =
          method().attribute(model, Requests.of(of.batch().input(), single(reference))).values();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += three.weight(reference) * alone.at(i);
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(mixed.at(i)).isCloseTo((float) expected[i], within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp12", "sparse11"})
  void tabulatedGamesHaveTheirKnownValues(String name) {
    TabulatedGame game = TabulatedGame.read(name);

    for (int instance = 0; instance < game.instances(); instance++) {
      double[] values = ExactShapley.ofTable(game.players(), game.table(instance));

      // both sides are float64 sums of 2^players terms
      assertThat(values).containsExactly(game.exact(instance), within(1e-12));
    }
  }

  @Test
  void moreThanSixteenPlayersAreRefusedWithAWayOut() {
    assertThat(method().callsPerRow(16, 10)).isEqualTo(new CallsPerRow(1 + 65534 * 10, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method().callsPerRow(17, 1))
        .withMessageContaining("1 to 16 players, not 17")
        .withMessageContaining("feature groups")
        .withMessageContaining("kernel-shap");
  }

  @Test
  void aSinglePlayerGetsEverything() {
    FeatureGroups one = FeatureGroups.of(List.of("all"), new int[] {0, 0, 0, 0, 0});
    AttributionRequest request = Requests.of(Requests.rows(2, 5, 1), single(0));

    Attributions result = method().attribute(Polynomial.mixed(), Requests.with(request, one));

    for (int row = 0; row < 2; row++) {
      assertThat(result.completenessGap(row, 0)).isCloseTo(0, within(1e-6));
      assertThat(result.calls().forward(row)).isEqualTo(1);
    }
  }

  private static Baseline single(int reference) {
    return Baseline.single(Requests.rows(3, 5, 9).slice(reference, reference + 1));
  }
}
