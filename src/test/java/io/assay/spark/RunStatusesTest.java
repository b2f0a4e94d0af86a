package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.run.MethodTotals;
import io.assay.spark.metrics.RunStatus;
import io.assay.spark.metrics.RunStatus.State;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as drivers leave them. */
class RunStatusesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

  @TempDir private Path output;

  private RunStatuses statuses() {
    return new RunStatuses(output.toString(), NOW);
  }

  private RunStatus status(String run) {
    return statuses().one(run);
  }

  private void put(String path, String text) throws IOException {
    Path file = output.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** What a driver on another machine wrote last. */
  private static String progress(String renewedAt, String more) {
    return """
    {"runId": "r", "phase": "explaining", "startedAt": "2026-01-01T00:00:00Z",
     "renewedAt": "%s", "rows": 1000, "rowsDone": 420,
     "committed": {"read": 300, "attributed": 297, "rejected": 3}, "shards": 10,
     "shardsDone": 3, "calls": {"forward": 420, "gradient": 21000}, "largestBatch": 64,
     "executors": 2, "driver": {"host": "elsewhere", "process": 1}%s}
    """
        .formatted(renewedAt, more);
  }

  private static final String PACE =
      """
      , "pace": {"rowsPerSecond": 10, "callsPerSecond": 500, "left": {"low": 55, "high": 61}}\
      """;

  private void commit(int shard, long rows) throws IOException {
    MethodTotals totals = new MethodTotals("saliency", 0, rows, 0, 0, 0, 1);
    ShardReport report =
        new ShardReport(
            shard,
            7,
            rows,
            rows - 1,
            Map.of("null-value", 1L),
            List.of(),
            List.of(totals),
            0,
            null,
            null);
    put("_staging/r/shards/0000" + shard + ".json", report.toJson());
  }

  @Test
  void aDriverThatGaveASignWithinAMinuteRuns() throws IOException {
    put("_staging/r/progress.json", progress("2026-01-01T00:09:30Z", PACE));

    RunStatus status = status("r");

    assertThat(status.state()).isEqualTo(State.RUNNING);
    assertThat(status.rowsDone()).isEqualTo(420);
    assertThat(status.rejected()).isEqualTo(3);
    assertThat(status.shardsDone()).isEqualTo(3);
    assertThat(status.lines().stream().map(line -> line.name() + ": " + line.text()))
        .contains(
            "state: running, explaining",
            "rows: 420 of 1,000, 42 %; 3 rejected so far",
            "shards: 3 of 10",
            "speed: 10 rows/s, 500 model calls/s",
            "time: 55 s to 61 s left",
            "executors: 2",
            "last sign of life: 2026-01-01T00:09:30Z");
  }

  @Test
  void oneThatWasSilentForLongerIsGoneAndItsCommitsTellHowFarItCame() throws IOException {
    put("_staging/r/plan.json", "{}");
    put("_staging/r/progress.json", progress("2026-01-01T00:08:59Z", PACE));
    for (int shard = 0; shard < 4; shard++) { // one more than it had said
      commit(shard, 100);
    }
    put("_staging/r/shards/00005.json", "{\"shard\": 5, \"att");

    RunStatus status = status("r");

    assertThat(status.state()).isEqualTo(State.INTERRUPTED);
    assertThat(status.shardsDone()).isEqualTo(4);
    assertThat(status.rowsDone()).isEqualTo(400);
    assertThat(status.rejected()).isEqualTo(4);
    assertThat(status.speed()).isNull();
    assertThat(status.next()).contains("--resume r");
  }

  @Test
  void oneWhoseProcessIsNoMoreOnThisMachineIsGoneAtOnce() throws IOException {
    String here = InetAddress.getLocalHost().getHostName();
    long none = Long.MAX_VALUE; // no system numbers so many
    put(
        "_staging/r/progress.json",
        progress("2026-01-01T00:09:59Z", PACE)
            .replace("elsewhere", here)
            .replace("\"process\": 1", "\"process\": " + none));

    assertThat(status("r").state()).isEqualTo(State.INTERRUPTED);
  }

  @Test
  void aFailureSaysWhatToDo() throws IOException {
    String failure = ", \"failure\": {\"code\": \"%s\", \"message\": \"%s\"}";
    put("_staging/r/plan.json", "{}");
    put(
        "_staging/r/progress.json",
        progress("2026-01-01T00:05:00Z", failure.formatted("RESOURCE_LACKING", "no memory")));
    put(
        "runs/s/failure.json",
        progress("2026-01-01T00:05:00Z", failure.formatted("REJECTS_EXCEEDED", "3 of 10")));

    assertThat(status("r").state()).isEqualTo(State.FAILED);
    assertThat(status("r").next()).contains("--resume r");
    assertThat(status("s").state()).isEqualTo(State.FAILED);
    assertThat(status("s").next()).contains("start a new run");
    assertThat(status("s").lines())
        .contains(new RunStatus.Line("error", "REJECTS_EXCEEDED: 3 of 10"));
  }

  @Test
  void aRunOfWhichOnlyCommitsAreLeftIsInterrupted() throws IOException {
    commit(2, 50);

    RunStatus status = status("r");

    assertThat(status.state()).isEqualTo(State.INTERRUPTED);
    assertThat(status.rowsDone()).isEqualTo(50);
    assertThat(status.next()).contains("start it anew");
  }

  @Test
  void allRunsAreListedAndOneThatIsNotThereIsNamed() throws IOException {
    put("_staging/r/progress.json", progress("2026-01-01T00:09:30Z", PACE));
    put("runs/s/failure.json", progress("2026-01-01T00:05:00Z", ""));
    put("runs/nothing/other.txt", "");

    assertThat(statuses().all()).extracting(RunStatus::run).containsExactly("r", "s");
    assertThatThrownBy(() -> status("t"))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("no run t");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    put("_staging/r/progress.json", progress("2026-01-01T00:09:30Z", PACE));

    assertThat(status("r").toJson())
        .contains(
            "\"state\": \"running\"",
            "\"rows_done\": 420",
            "\"rows_per_second\": 10.0",
            "\"failure\": null");
    assertThat(RunStatus.toJson(statuses().all())).startsWith("[");
  }
}
