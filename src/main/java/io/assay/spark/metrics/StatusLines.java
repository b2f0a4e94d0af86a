package io.assay.spark.metrics;

import io.assay.spark.metrics.RunStatus.Line;
import io.assay.spark.metrics.RunStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a run stands, in words. */
final class StatusLines {
  private StatusLines() {}

  static List<Line> of(RunStatus status) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("run", status.run()));
    lines.add(new Line("state", state(status)));
    if (status.failure() != null) {
      lines.add(new Line("error", status.failure().code() + ": " + status.failure().message()));
    }
    if (status.rows() > 0) {
      lines.add(new Line("rows", rows(status)));
      lines.add(new Line("shards", counted("%,d of %,d", status.shardsDone(), status.shards())));
    }
    if (status.speed() != null && status.state() == State.RUNNING) {
      lines.add(
          new Line(
              "speed",
              counted(
                  "%,.0f rows/s, %,.0f model calls/s",
                  status.speed().rowsPerSecond(), status.speed().callsPerSecond())));
      lines.add(new Line("time", ProgressLine.left(status.speed().left())));
    }
    if (status.executors() > 0 && status.state() == State.RUNNING) {
      lines.add(new Line("executors", counted("%,d", status.executors())));
    }
    if (!status.startedAt().isEmpty()) {
      lines.add(new Line("started", status.startedAt()));
    }
    if (!status.lastSign().isEmpty()) {
      lines.add(new Line("last sign of life", status.lastSign()));
    }
    lines.add(new Line("next", status.next()));
    return List.copyOf(lines);
  }

  private static String state(RunStatus status) {
    return status.state() == State.RUNNING && !status.phase().isEmpty()
        ? status.state() + ", " + status.phase().toLowerCase(Locale.ROOT)
        : status.state().toString();
  }

  private static String rows(RunStatus status) {
    String done =
        counted("%,d of %,d, %.0f %%", status.rowsDone(), status.rows(), floored(status.share()));
    return done
        + (status.rejected() > 0 ? counted("; %,d rejected so far", status.rejected()) : "");
  }

  private static double floored(double share) {
    return Math.floor(100 * share);
  }

  private static String counted(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
