package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {
  /** Expected values: scipy 1.17.1, scipy.stats.t.isf. */
  @ParameterizedTest
  @CsvSource({
    "0.025, 1, 12.706204736174705",
    "0.025, 2, 4.302652729749464",
    "0.025, 5, 2.5705818356363155",
    "0.025, 30, 2.042272456301238",
    "0.025, 199, 1.9719565442517537",
    "0.025, 200, 1.9718962236339093",
    "0.025, 10000, 1.9602012398906263",
    "0.025, 1000000000, 1.9599639869123253",
    "0.0005, 1, 636.6192487687196",
    "0.0005, 5, 6.86882662588111",
    "0.0005, 200, 3.3398354062756788",
    "0.000001, 2, 707.1057205259339",
    "0.000001, 30, 5.871117120418882",
    "0.000001, 199, 4.898044059397847",
    "0.000001, 200, 4.897302102826782",
    "0.000001, 10000, 4.75622968505678",
    "0.3, 1, 0.7265425280053609",
    "0.3, 199, 0.5252415444968886",
    "0.3, 200, 0.5252373340155534"
  })
  void criticalValuesAreThoseOfTheTables(double tail, long degrees, double expected) {
    double critical = StudentT.critical(tail, degrees);

    assertThat(critical).isCloseTo(expected, within(1e-7 * expected));
  }

  /** Expected values: Python's statistics.NormalDist().inv_cdf and scipy's norm.isf. */
  @ParameterizedTest
  @CsvSource({
    "0.45, 0.12566134685507413",
    "0.2, 0.8416212335729144",
    "0.025, 1.9599639845400536",
    "0.000001, 4.753424308822899",
    "1e-12, 7.034483825301132"
  })
  void normalCriticalValuesAreThoseOfTheTables(double tail, double expected) {
    double critical = Normal.critical(tail);

    assertThat(critical).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theMiddleIsZero() {
    assertThat(StudentT.critical(0.5, 7)).isCloseTo(0, within(1e-15));
    assertThat(StudentT.critical(0.5, 700)).isZero();
  }

  @Test
  void tailsOutsideAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> StudentT.critical(0, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> StudentT.critical(0.6, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> StudentT.critical(0.1, 0));
  }
}
