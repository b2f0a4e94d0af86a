package io.assay.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void anEvenPaceGivesANarrowRangeAroundTheTimeLeft() {
    Pace pace = new Pace();

    for (int second = 0; second <= 60; second++) {
      pace.note(second, 100L * second, 5_000L * second);
    }

    assertThat(pace.rowsPerSecond()).isCloseTo(100, within(1e-9));
    assertThat(pace.callsPerSecond()).isCloseTo(5_000, within(1e-9));
    assertThat(pace.left(10_000).low()).isCloseTo(100 / 1.05, within(1e-6));
    assertThat(pace.left(10_000).high()).isCloseTo(100 / 0.95, within(1e-6));
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    Pace pace = new Pace();

    for (int second = 0; second <= 100; second++) { // ten times as fast from the 50th second on
      pace.note(second, second <= 50 ? 10L * second : 500 + 100L * (second - 50), 0);
    }

    assertThat(pace.rowsPerSecond()).isCloseTo(100, within(1e-9));
  }

  @Test
  void anUnevenPaceGivesAWiderRange() {
    Pace pace = new Pace();
    long rows = 0;

    for (int second = 0; second <= 30; second++) {
      pace.note(second, rows, 0);
      rows += second % 10 < 5 ? 10 : 190;
    }

    Range left = pace.left(10_000);
    assertThat(left.high() / left.low()).isGreaterThan(2);
    assertThat(left.low()).isLessThan(100);
    assertThat(left.high()).isGreaterThan(100);
  }

  @Test
  void batchesThatTakeLongerThanTheWindowStillHaveAPace() {
    Pace pace = new Pace();

    for (int second = 0; second <= 119; second++) { // a batch of 40 rows every 40 seconds
      pace.note(second, second / 40 * 40L, 0);
    }

    assertThat(pace.rowsPerSecond()).isBetween(0.5, 1.5);
    assertThat(pace.left(40).isKnown()).isTrue();
  }

  @Test
  void nothingIsSaidBeforeAnythingIsKnown() {
    Pace pace = new Pace();

    assertThat(pace.left(10)).isEqualTo(Range.UNKNOWN);
    pace.note(0, 50, 0);
    assertThat(pace.rowsPerSecond()).isZero();
    assertThat(pace.left(10)).isEqualTo(Range.UNKNOWN);
    assertThat(pace.left(0)).isEqualTo(new Range(0, 0));
  }
}
