package io.assay.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventTest {
  @Test
  void aLineIsANameAndPairsInTheOrderTheyWereGiven() {
    Event event = Event.of("progress").with("rows_done", 5L).with("rows_per_second", 1.0 / 3);

    assertThat(event.text()).isEqualTo("progress rows_done=5 rows_per_second=0.3333");
  }

  @Test
  void valuesWithBlanksOrQuotesAreQuoted() {
    Event event = Event.of("run-failed").with("message", "no \"x\"\nin a=b").with("empty", "");

    assertThat(event.text()).isEqualTo("run-failed message=\"no \\\"x\\\" in a=b\" empty=\"\"");
  }

  @Test
  void theMemoryOfAProcessIsReadFromWhatTheSystemTells() {
    assertThat(ProcessMemory.resident(List.of("Name:\tjava", "VmRSS:\t  2048 kB")))
        .isEqualTo(2 << 20);
    assertThat(ProcessMemory.resident(List.of("Name:\tjava"))).isZero();
    assertThat(ProcessMemory.resident()).isPositive();
  }
}
