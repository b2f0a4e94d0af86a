package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MagnitudeTest {
  @Test
  void whatIsKnownExactlyKeepsItsMagnitude() {
    assertThat(Magnitude.of(-1.5f, 0)).isEqualTo(1.5f);
    assertThat(Magnitude.of(0, 0)).isZero();
    assertThat(Magnitude.of(Float.MIN_VALUE, 0)).isEqualTo(Float.MIN_VALUE);
  }

  @Test
  void whatIsFarFromZeroKeepsItsMagnitude() {
    assertThat(Magnitude.of(-8, 1)).isEqualTo(8);
    assertThat(Magnitude.of(7.7f, 1)).isEqualTo(7.7f, within(1e-6f));
  }

  @Test
  void atZeroItIsThreeTermsOfTheSeries() {
    // m(0, s) = s sqrt(2 / pi): - 3 s sqrt(2 / pi) + 2 s / sqrt(pi)
    double expected = 2 * (-3 * Math.sqrt(2 / Math.PI) + 2 / Math.sqrt(Math.PI));

    assertThat(Magnitude.of(0, 2)).isEqualTo((float) expected, within(1e-5f)); // h to 1e-6
  }

  @Test
  void magnitudesScaleWithTheirUnitAndHaveNoSign() {
    assertThat(Magnitude.of(0.3f, 0.5f)).isEqualTo(Magnitude.of(-0.3f, 0.5f));
    assertThat(Magnitude.of(300, 500))
        .isEqualTo(1000 * Magnitude.of(0.3f, 0.5f), within(1e-3f)); // float32
  }

  /** The mean of |N(0, 1)| is 0.79788; the standard error of the mean here is 0.0016. */
  @Test
  void theMeanOfNoisyRowsIsThatOfTheRows() {
    Random random = new Random(3);
    int rows = 200_000;
    double plain = 0;
    double corrected = 0;
    for (int row = 0; row < rows; row++) {
      float value = (float) (random.nextGaussian() + 0.5 * random.nextGaussian());
      plain += Math.abs(value) / rows;
      corrected += (double) Magnitude.of(value, 0.5f) / rows;
    }

    assertThat(plain).isEqualTo(0.8921, within(0.006)); // sqrt(1.25) times as much
    assertThat(corrected).isEqualTo(0.8001, within(0.006)); // 3 sqrt(1.25) - 3 sqrt(1.5) + ...
  }

  @Test
  void aRowWhoseStandardErrorsAreNoneIsRefusedAndNotAdded() {
    ImportanceState state = ImportanceState.empty(2);

    assertThatThrownBy(() -> state.add(new float[] {1, 2}, new float[] {0, -1}, 0))
        .hasMessageContaining("standard error of group 1 is -1.0");
    assertThatThrownBy(() -> state.add(new float[] {1, 2}, new float[] {Float.NaN, 1}, 0))
        .hasMessageContaining("standard error of group 0 is NaN");
    assertThatThrownBy(() -> state.add(new float[] {1, Float.NaN}, new float[] {1, 1}, 0))
        .hasMessageContaining("attribution of group 1 is NaN");
    assertThat(state.rows()).isZero();
  }

  @Test
  void statesWithErrorsMergeAndComeBackFromBytes() {
    ImportanceState whole = ImportanceState.empty(1);
    ImportanceState first = ImportanceState.empty(1);
    ImportanceState second = ImportanceState.empty(1);
    for (int row = 0; row < 600; row++) {
      float[] value = {(float) Math.sin(row)};
      float[] error = {0.3f};
      whole.add(value, error, 0);
      (row < 300 ? first : second).add(value, error, 0);
    }

    first.merge(ImportanceState.fromBytes(second.toBytes()));

    double together = whole.importances(0.95).get(0).meanAbs();
    assertThat(first.importances(0.95).get(0).meanAbs()).isEqualTo(together, within(1e-12));
    assertThat(together).isLessThan(whole.importances(0.95).get(0).max());
  }

  @Test
  void fewRowsWithErrorsAreStoredAsTheyAre() {
    ImportanceState few = ImportanceState.empty(2);
    ImportanceState sum = ImportanceState.empty(2);
    ImportanceState storedSum = ImportanceState.empty(2);
    few.add(new float[] {-1, 3}, 0);
    for (int row = 0; row < 9; row++) {
      few.add(new float[] {row - 4, 2}, new float[] {0.5f, 3}, 0);
      sum.add(new float[] {row, -row}, 0);
      storedSum.add(new float[] {row, -row}, 0);
    }

    sum.merge(few);
    storedSum.merge(few.toBytes(), new BlockColumns());

    assertThat(storedSum.toBytes()).isEqualTo(sum.toBytes());
    assertThat(ImportanceState.fromBytes(few.toBytes()).importances(0.95))
        .isEqualTo(few.importances(0.95));
    assertThat(few.toBytes()).hasSizeLessThan(200);
  }
}
