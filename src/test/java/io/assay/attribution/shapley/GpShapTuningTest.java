package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionMethodContract;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Tuning;
import io.assay.attribution.shapley.GpShap.SurrogateUse;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What gp-shap keeps once it has learnt, the laws of every method among it. */
class GpShapTuningTest extends AttributionMethodContract {
  private static final int PLAYERS = 14;
  private static final BlackBox MODEL = SmallRelu.of(PLAYERS, 24, 5);
  private static final Baseline BACKGROUND = Baseline.background(Requests.rows(4, PLAYERS, 2));
  private static final AttributionRequest PILOT =
      Requests.of(Requests.rows(30, PLAYERS, 1), BACKGROUND);
  private static final GpShap METHOD = method(SurrogateUse.NONE);
  private static final AttributionMethod<BlackBox> WITH_SURROGATE = ofWideModel();

  private static GpShap method(SurrogateUse surrogate) {
    return new GpShap(new GpShap.Options(168, 0, 16, surrogate));
  }

  private static GpShap ofWideModel() {
    GpShap method = new GpShap(GpShap.Options.standard());
    AttributionRequest pilot =
        Requests.of(Requests.rows(60, 16, 9), Baseline.single(Requests.rows(1, 16, 4)));
    return method.with(method.tune(Polynomial.wide(16), List.of(pilot)));
  }

  @Override
  protected AttributionMethod<BlackBox> method() {
    return WITH_SURROGATE;
  }

  /** A sampled dummy gets nothing on average only. */
  @Override
  protected Set<Law> laws() {
    return EnumSet.complementOf(EnumSet.of(Law.DUMMY));
  }

  @Test
  void learningWhoInteractsLowersTheErrorAtTheSameBudget() {
    Polynomial model =
        Polynomial.of(
            PLAYERS,
            Polynomial.term(1, 7),
            Polynomial.term(4, 0, 1, 2),
            Polynomial.term(-3, 1, 2, 3),
            Polynomial.term(2, 2, 3, 4));
    AttributionRequest request = Requests.of(Requests.rows(40, PLAYERS, 8), BACKGROUND);
    Tensor exact =
        new ExactShapley(ExactShapley.Options.standard()).attribute(model, request).values();

    GpShap taught = METHOD.with(METHOD.tune(model, List.of(PILOT)));

    assertThat(error(taught.attribute(model, request), exact))
        .isLessThan(error(METHOD.attribute(model, request), exact) / 3);
  }

  private static double error(Attributions result, Tensor exact) {
    return IntStream.range(0, exact.values().length)
        .mapToDouble(i -> Math.pow((double) result.values().at(i) - exact.at(i), 2))
        .sum();
  }

  @Test
  void pilotRowsInAnyOrderTeachTheSame() {
    int[] backwards = IntStream.range(0, 30).map(i -> 29 - i).toArray();
    AttributionRequest reversed =
        new AttributionRequest(
            PILOT.batch().select(backwards),
            PILOT.target(),
            PILOT.baseline(),
            PILOT.groups(),
            PILOT.seed());

    for (SurrogateUse use : SurrogateUse.values()) {
      assertThat(method(use).tune(MODEL, List.of(reversed)))
          .isEqualTo(method(use).tune(MODEL, List.of(PILOT)));
    }
  }

  @Test
  void rowsOfGroupsOfTheirOwnTeachNoStrengths() {
    List<AttributionRequest> each =
        IntStream.range(0, 6).mapToObj(row -> PILOT.slice(row, row + 1)).toList();

    Tuning tuning = METHOD.tune(MODEL, each);

    assertThat(tuning.list("order_shares")).hasSize(4);
    assertThat(tuning.list("strengths")).isEmpty();
  }

  @Test
  void rowsOfManyDifferentActivePlayersTeachNoStrengths() {
    float[] values = PILOT.batch().input().values().clone();
    Tensor reference = Requests.rows(1, PLAYERS, 2);
    for (int row = 0; row < 30; row++) { // two features each are as in the reference
      for (int feature : new int[] {row % PLAYERS, row * 5 / 3 % PLAYERS}) {
        values[row * PLAYERS + feature] = reference.at(feature);
      }
    }
    AttributionRequest sparse =
        Requests.of(Tensor.of(values, 30, PLAYERS), Baseline.single(reference));

    assertThat(METHOD.tune(MODEL, List.of(sparse)).list("strengths")).isEmpty();
    assertThat(METHOD.tune(MODEL, List.of(PILOT)).list("order_shares")).hasSize(4);
  }

  @Test
  void whereAllCoalitionsFitThereIsNothingToLearn() {
    AttributionRequest few =
        Requests.of(Requests.rows(30, 6, 1), Baseline.single(Requests.rows(1, 6, 2)));

    Tuning tuning = METHOD.tune(SmallRelu.of(6, 8, 3), List.of(few));

    assertThat(tuning.numbers()).isEmpty();
    assertThat(METHOD.with(tuning)).isSameAs(METHOD);
  }

  @Test
  void constantModelsTeachNothing() {
    Polynomial constant = Polynomial.of(PLAYERS, Polynomial.term(3));

    assertThat(METHOD.tune(constant, List.of(PILOT)).numbers()).isEmpty();
  }

  @Test
  void pilotRowsAreAskedForAsTheyAreNeeded() {
    assertThat(METHOD.pilotRows()).isEqualTo(20);
    assertThat(method(SurrogateUse.AUTO).pilotRows()).isEqualTo(60);
  }

  @Test
  void numbersOfAnotherMethodAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> METHOD.with(new Tuning(Map.of("lengths", List.of(1.0)))))
        .withMessageContaining("order_shares");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                METHOD.with(
                    new Tuning(Map.of("order_shares", List.of(1.0), "strengths", List.of()))))
        .withMessageContaining("need four numbers");
  }
}
