package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.AssayException;
import io.assay.ErrorCode;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  @Test
  void aStoppedSparkIsNoFaultOfTheInputThatWasBeingRead() {
    Throwable stopped =
        AssayException.causedBy(
            new SparkException("Job 3 cancelled because SparkContext was shut down"),
            ErrorCode.INPUT_UNREADABLE,
            "Cannot read the input data.parquet");

    AssayException known = Failures.known(new IllegalStateException(stopped));

    assertThat(known.code()).isEqualTo(ErrorCode.RESOURCE_LACKING);
    assertThat(known).hasMessageContaining("--resume");
  }

  @Test
  void theFirstKnownErrorAmongTheCausesIsSaid() {
    AssayException unreadable =
        new AssayException(ErrorCode.INPUT_UNREADABLE, "Cannot read the input data.parquet");

    assertThat(Failures.known(new IllegalStateException(unreadable))).isSameAs(unreadable);
  }

  @Test
  void aTaskThatSparkGaveUpCanBeTriedAgainAndAnythingElseIsReported() {
    assertThat(Failures.known(new SparkException("Job aborted")).code())
        .isEqualTo(ErrorCode.RESOURCE_LACKING);
    assertThat(Failures.known(new OutOfMemoryError("heap")).code())
        .isEqualTo(ErrorCode.RESOURCE_LACKING);
    assertThat(Failures.known(new IllegalStateException("odd")).code())
        .isEqualTo(ErrorCode.INTERNAL);
  }
}
