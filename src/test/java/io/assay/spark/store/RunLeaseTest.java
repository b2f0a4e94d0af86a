package io.assay.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLeaseTest {
  private static final RunLease.Times TIMES =
      new RunLease.Times(Duration.ofMillis(40), Duration.ofMillis(400));
  private static final RunLease.Times PATIENT =
      new RunLease.Times(Duration.ofMillis(40), Duration.ofHours(1));

  @TempDir private java.nio.file.Path folder;
  private FileSystem files;
  private Path file;

  @BeforeEach
  void openFolder() throws IOException {
    files = FileSystem.getLocal(new Configuration());
    file = new Path(folder.resolve("owner.json").toUri());
  }

  private static void nothing() {}

  private void left(Owner owner) throws IOException {
    Files.writeString(folder.resolve("owner.json"), new Gson().toJson(owner));
  }

  @Test
  void twoDriversDoNotWorkOnOneRun() {
    try (RunLease first = RunLease.take(files, file, TIMES, RunLeaseTest::nothing)) {
      assertThatThrownBy(() -> RunLease.take(files, file, PATIENT, RunLeaseTest::nothing))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--take-over")
          .extracting(e -> ((AssayException) e).code())
          .isEqualTo(ErrorCode.RESOURCE_LACKING);
      assertThatCode(first::confirm).doesNotThrowAnyException();
    }
  }

  @Test
  void aRunThatIsGivenBackIsTakenAtOnce() {
    RunLease.take(files, file, PATIENT, RunLeaseTest::nothing).close();

    assertThat(folder.resolve("owner.json")).doesNotExist();
    try (RunLease next = RunLease.take(files, file, PATIENT, RunLeaseTest::nothing)) {
      assertThatCode(next::confirm).doesNotThrowAnyException();
    }
  }

  @Test
  void aDriverOfThisMachineThatIsGoneIsNotWaitedFor() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Owner self = Owner.self();
    left(new Owner("other", self.host(), gone.pid(), self.started(), 7));

    try (RunLease next = RunLease.take(files, file, PATIENT, RunLeaseTest::nothing)) {
      assertThatCode(next::confirm).doesNotThrowAnyException();
    }
  }

  @Test
  void aProcessThatWasGivenTheNumberOfAnotherIsNotThatDriver() throws IOException {
    Owner self = Owner.self();
    left(new Owner("other", self.host(), self.process(), self.started() - 3_600_000, 7));

    try (RunLease next = RunLease.take(files, file, PATIENT, RunLeaseTest::nothing)) {
      assertThatCode(next::confirm).doesNotThrowAnyException();
    }
  }

  @Test
  void aSilentDriverOfAnotherMachineIsWaitedForAndThenTakenForDead() throws IOException {
    left(new Owner("other", "elsewhere", 1, 0, 7));
    long start = System.nanoTime();

    try (RunLease next = RunLease.take(files, file, TIMES, RunLeaseTest::nothing)) {
      assertThat(System.nanoTime() - start).isGreaterThan(TIMES.patience().toNanos());
      assertThatCode(next::confirm).doesNotThrowAnyException();
    }
  }

  @Test
  void aLeaseThatWasNeverFinishedIsNobodysInTheEnd() throws IOException {
    Files.writeString(folder.resolve("owner.json"), "{\"name\":\"a");
    long start = System.nanoTime();

    try (RunLease next = RunLease.take(files, file, TIMES, RunLeaseTest::nothing)) {
      assertThat(System.nanoTime() - start).isGreaterThan(TIMES.patience().toNanos());
      assertThatCode(next::confirm).doesNotThrowAnyException();
    }
  }

  @Test
  void aDriverThatWritesItsLeaseSlowlyIsWaitedFor() throws Exception {
    Files.writeString(folder.resolve("owner.json"), "{\"name\":\"a");
    CompletableFuture<RunLease> slow =
        CompletableFuture.supplyAsync(
            () -> RunLease.takeOver(files, file, TIMES, RunLeaseTest::nothing),
            CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS));

    assertThatThrownBy(() -> RunLease.take(files, file, PATIENT, RunLeaseTest::nothing))
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    slow.get().close();
  }

  @Test
  void aDriverWhoseRunIsTakenOverIsToldAndStops() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    RunLease first = RunLease.take(files, file, TIMES, told::countDown);
    try (RunLease second = RunLease.takeOver(files, file, TIMES, RunLeaseTest::nothing)) {
      assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
      first.close();

      assertThat(first.isLost()).isTrue();
      assertThatThrownBy(first::confirm).hasMessageContaining("taken this run over");
      assertThat(folder.resolve("owner.json")).exists();
      assertThatCode(second::confirm).doesNotThrowAnyException();
    }
  }
}
