package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampledInputTest {
  private static final List<SampledInput.Round> ROUNDS =
      List.of(new SampledInput.Round(2_500, 0.031), new SampledInput.Round(3_900, 0.0195));

  @Test
  void aPrecisionThatWasReachedIsSaid() {
    SampledInput sample = new SampledInput(1_000_000, 6_400, 0.02, 0.95, 0.0195, ROUNDS);

    assertThat(sample.isReached()).isTrue();
    assertThat(sample.words())
        .isEqualTo(
            "6,400 of 1,000,000 rows were explained, a random sample by row id in 2 rounds:"
                + " importance is within 1.95 % of the largest, for all features of a method at"
                + " once with 95 %; 2 % as wanted.");
  }

  @Test
  void aPrecisionThatWasNotReachedIsNotHidden() {
    SampledInput sample = new SampledInput(6_400, 6_400, 0.01, 0.95, 0.0195, ROUNDS);

    assertThat(sample.isReached()).isFalse();
    assertThat(sample.words()).endsWith("; not 1 % as wanted.");
  }

  @Test
  void soManyRowsAreAlwaysReachedAndAnUnknownPrecisionIsLeftOut() {
    List<SampledInput.Round> one = List.of(new SampledInput.Round(2, Double.NaN));
    SampledInput sample = new SampledInput(9, 2, Double.NaN, 0.95, Double.NaN, one);

    assertThat(sample.isReached()).isTrue();
    assertThat(sample.words()).isEqualTo("2 of 9 rows were explained, a random sample by row id.");
  }

  @Test
  void aSurrogatesWorthIsSaidInRows() {
    SampledInput sample =
        new SampledInput(9_000, 800, Double.NaN, 0.95, 0.02, ROUNDS)
            .with(new SampledInput.Powered("trees.ubj", "00", "tree-shap", 8_990, 5_697.6));

    assertThat(sample.words())
        .endsWith(
            "Powered by a surrogate explained on 8,990 rows, the table powered is as precise as"
                + " 5,698 rows explained exactly would be.");
  }
}
