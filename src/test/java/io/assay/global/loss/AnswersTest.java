package io.assay.global.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  /** Logits ln 1, ln 2 and ln 5 are probabilities of 1, 2 and 5 eighths. */
  @Test
  void logitsOfSeveralOutputsGoThroughTheSoftmax() {
    Tensor outputs = Tensor.of(new double[] {0, Math.log(2), Math.log(5)}, 1, 3);

    double[] answer = answers(Unit.LOGIT, "a", "b", "c").of(outputs, 0);

    assertThat(answer).containsExactly(new double[] {0.125, 0.25, 0.625}, within(1e-7));
  }

  @Test
  void largeLogitsDoNotOverflow() {
    double[] answer =
        answers(Unit.LOGIT, "a", "b").of(Tensor.of(new float[] {1000, -1000}, 1, 2), 0);

    assertThat(answer).containsExactly(1, 0);
  }

  /** The logit ln 3 is the probability 3/4. */
  @Test
  void oneOutputOfAClassifierIsTheSecondOfTwoClasses() {
    Tensor logit = Tensor.of(new double[] {Math.log(3)}, 1, 1);
    Tensor probability = Tensor.of(new float[] {0.75f}, 1, 1);

    assertThat(answers(Unit.LOGIT, "churn").of(logit, 0))
        .containsExactly(new double[] {0.25, 0.75}, within(1e-7));
    assertThat(answers(Unit.PROBABILITY, "churn").of(probability, 0)).containsExactly(0.25, 0.75);
  }

  @Test
  void answersAreAddedByWeight() {
    double[] mean = new double[3];
    Tensor outputs = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Answers answers = answers(Unit.RAW, "a", "b");

    answers.add(outputs, 0, 0.25, mean, 1);
    answers.add(outputs, 1, 0.75, mean, 1);

    assertThat(mean).containsExactly(0, 2.5, 3.5);
  }

  @Test
  void aLabelNamesAnOutputOrItsNumber() {
    Answers three = answers(Unit.LOGIT, "a", "b", "2nd");
    Answers one = answers(Unit.PROBABILITY, "churn");

    assertThat(three.truth("b").orElseThrow()).containsExactly(new double[] {0, 1, 0});
    assertThat(three.truth("2.0").orElseThrow()).containsExactly(new double[] {0, 0, 1});
    assertThat(one.truth("churn").orElseThrow()).containsExactly(new double[] {0, 1});
    assertThat(one.truth("0").orElseThrow()).containsExactly(new double[] {1, 0});
    assertThat(one.truth("TRUE").orElseThrow()).containsExactly(new double[] {0, 1});
    assertThat(answers(Unit.RAW, "price").truth("12.5").orElseThrow()).containsExactly(12.5);
    assertThat(answers(Unit.RAW, "price", "rent").truth("12").orElseThrow())
        .containsExactly(12, 12);
  }

  @Test
  void whatNamesNothingIsNoTruth() {
    for (String label : List.of("", "c", "3", "-1", "0.5", "NaN")) {
      assertThat(answers(Unit.LOGIT, "a", "b", "2nd").truth(label)).as(label).isEmpty();
    }
    assertThat(answers(Unit.RAW, "price").truth("dear")).isEmpty();
    assertThat(answers(Unit.RAW, "price", "rent").truth("Infinity")).isEmpty();
  }

  /** -ln 0.625 of a class; of a truth of two halves ln 2 more than the entropy is not counted. */
  @Test
  void lossesAreWhatTheirNamesSay() {
    double[] answer = {0.125, 0.25, 0.625};

    assertThat(Loss.CROSS_ENTROPY.of(new double[] {0, 0, 1}, answer))
        .isEqualTo(-Math.log(0.625), within(1e-12));
    assertThat(Loss.CROSS_ENTROPY.of(answer, answer)).isZero();
    assertThat(Loss.CROSS_ENTROPY.of(new double[] {0, 1}, new double[] {1, 0}))
        .isEqualTo(23 * Math.log(2), within(1e-12));
    assertThat(Loss.SQUARED_ERROR.of(new double[] {0, 0, 1}, answer))
        .isEqualTo(0.015625 + 0.0625 + 0.140625, within(1e-12));
    assertThat(Loss.ZERO_ONE.of(new double[] {0, 0, 1}, answer)).isZero();
    assertThat(Loss.ZERO_ONE.of(new double[] {1, 0, 0}, answer)).isEqualTo(1);
  }

  @Test
  void theLossOfNoNumberIsNoNumber() {
    for (Loss loss : Loss.values()) {
      assertThat(loss.of(new double[] {1, 0}, new double[] {0.5, Double.NaN})).isNaN();
    }
  }

  private static Answers answers(Unit unit, String... outputs) {
    return new Answers(new ModelSignature(List.of(1), Arrays.asList(outputs), unit));
  }
}
