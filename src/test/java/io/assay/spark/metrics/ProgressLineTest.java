package io.assay.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private static Standing standing() {
    Counts counts =
        Counts.rows(1_234_567, 1_234_500, 67)
            .withBatch(1024)
            .withCalls(new Counts.Calls(100, 61_000_000));
    return new Standing(
        "r",
        10_000_000,
        counts,
        counts,
        0,
        200,
        24,
        45_000,
        2_250_000,
        new Range(185, 222),
        4,
        0,
        0,
        0);
  }

  @Test
  void aWideTerminalShowsEverything() {
    assertThat(ProgressLine.of(standing(), 200))
        .isEqualTo(
            "1,234,567 of 10,000,000 rows  12 %  45,000 rows/s  2.25 M calls/s  batches of 1,024"
                + "  24 of 200 shards  4 executors  3 min to 4 min left");
  }

  @Test
  void aNarrowOneLosesWhatMattersLeastFirst() {
    assertThat(ProgressLine.of(standing(), 80))
        .isEqualTo("1,234,567 of 10,000,000 rows  12 %  45,000 rows/s  3 min to 4 min left");
    assertThat(ProgressLine.of(standing(), 30)).isEqualTo("12 %  3 min to 4 min left");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 20, 40, 60, 79, 80, 100, 132, 300})
  void noLineReachesTheLastColumn(int columns) {
    assertThat(ProgressLine.of(standing(), columns).length()).isLessThan(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "0.4, 0 s",
    "99.4, 99 s",
    "100, 2 min",
    "5900, 98 min",
    "6000, 1 h 40 min",
    "172800, 2.0 days"
  })
  void timesAreNoFinerThanTheyAreKnown(double seconds, String words) {
    assertThat(ProgressLine.duration(seconds)).isEqualTo(words);
  }

  @Test
  void equalBoundsAreSaidOnce() {
    assertThat(ProgressLine.left(new Range(9.6, 10.4))).isEqualTo("10 s left");
    assertThat(ProgressLine.left(Range.UNKNOWN)).isEmpty();
  }
}
