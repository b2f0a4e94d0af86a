package io.assay.report.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5, 1.5",
    "-2.25, \u22122.25",
    "0.000123456, 0.0001235",
    "0.0000123456, 1.235e-5",
    "123456, 123500",
    "12345678, 1.235e7",
    "99999, 100000",
    "1e300, 1e300",
    "NaN, \u2013",
    "Infinity, \u2013"
  })
  void roundedKeepsFourDigits(double value, String text) {
    assertThat(Numbers.rounded(value)).isEqualTo(text);
  }

  @Test
  void aColumnHasOneNumberOfDecimals() {
    DoubleFunction<String> format = Numbers.column(DoubleStream.of(12.3456, -0.00049, Double.NaN));

    assertThat(DoubleStream.of(12.3456, -0.00049, Double.NaN).mapToObj(format))
        .containsExactly("12.35", "0.00", Numbers.NONE);
  }

  @Test
  void aColumnOfTinyNumbersIsWrittenInPowersOfTen() {
    assertThat(Numbers.column(DoubleStream.of(3.25e-12)).apply(3.25e-12)).isEqualTo("3.25e-12");
  }

  @Test
  void aColumnOfZerosIsWrittenPlain() {
    assertThat(Numbers.column(DoubleStream.of(0, 0)).apply(0)).isEqualTo("0.000");
  }

  @ParameterizedTest
  @CsvSource({"0.95, 95", "0.999, 99.9", "0.5, 50", "0.05, 5"})
  void confidenceKeepsItsDecimals(double confidence, String percent) {
    assertThat(Numbers.confidence(confidence)).isEqualTo(percent + "\u00a0%");
  }

  @ParameterizedTest
  @CsvSource({
    "0.004, 0.00 s",
    "9.994, 9.99 s",
    "59.94, 59.9 s",
    "61, 1 min 1 s",
    "3599.9, 1 h 0 min",
    "7265, 2 h 1 min",
    "NaN, \u2013"
  })
  void durationUsesTheUnitsThatMatter(double seconds, String text) {
    assertThat(Numbers.duration(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999950, 1.0 MB", "124310, 124 kB"})
  void bytesAreDecimal(long bytes, String text) {
    assertThat(Numbers.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void countsAgreeWithTheirNoun() {
    assertThat(Numbers.count(1, "row")).isEqualTo("1 row");
    assertThat(Numbers.count(0, "row")).isEqualTo("0 rows");
    assertThat(Numbers.count(1_234_567, "row")).isEqualTo("1,234,567 rows");
  }
}
