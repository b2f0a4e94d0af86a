package io.assay.report;

import io.assay.report.Manifest.MethodRun;
import io.assay.report.number.Numbers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the run cost, as the page shows it.
 *
 * @param methods by method
 * @param globals by global method
 * @param timings wall time by phase
 * @param shards how the work was cut
 * @param lines what was expected and what was spent; may be empty
 * @param source how the expectation came about
 */
record Cost(
    List<Row> methods,
    List<GlobalRow> globals,
    List<Timing> timings,
    String shards,
    List<CostLine> lines,
    String source) {
  /**
   * Lays the cost out.
   *
   * @param titles what people call each method, by key; a method that is not among them goes by its
   *     key
   */
  static Cost of(Manifest manifest, Map<String, String> titles) {
    long rows = manifest.counts().attributed();
    return new Cost(
        manifest.methods().stream()
            .map(run -> Row.of(run, titles.getOrDefault(run.key(), run.key()), rows))
            .toList(),
        manifest.global().stream()
            .map(run -> GlobalRow.of(run, titles.getOrDefault(run.key(), run.key())))
            .toList(),
        manifest.timings().entrySet().stream()
            .map(entry -> new Timing(entry.getKey(), Numbers.duration(entry.getValue())))
            .toList(),
        Numbers.count(manifest.shards().count(), "shard")
            + " of about "
            + Numbers.count(manifest.shards().rowsEach(), "row"),
        CostLine.of(manifest),
        CostLine.source(manifest));
  }

  boolean hasLines() {
    return !lines.isEmpty();
  }

  boolean hasGlobals() {
    return !globals.isEmpty();
  }

  boolean hasTimings() {
    return !timings.isEmpty();
  }

  /** A method's cost as text. */
  record Row(
      String title,
      String key,
      String options,
      String callsPerRow,
      String forward,
      String gradient,
      String shared,
      String time,
      String pilot) {
    static Row of(MethodRun run, String title, long rows) {
      long calls = run.forwardCalls() + run.gradientCalls() + run.sharedCalls();
      return new Row(
          title,
          run.key(),
          words(run.options()),
          Numbers.rounded((double) calls / rows),
          Numbers.count(run.forwardCalls()),
          Numbers.count(run.gradientCalls()),
          Numbers.count(run.sharedCalls()),
          Numbers.duration(run.seconds()),
          run.pilot() == null ? "" : pilot(run.pilot()));
    }

    private static String pilot(Manifest.Pilot pilot) {
      return "learnt before from %s, by %s in %s"
          .formatted(
              Numbers.count(pilot.rows(), "pilot row"),
              Numbers.count(pilot.calls(), "call"),
              Numbers.duration(pilot.seconds()));
    }

    boolean hasPilot() {
      return !pilot.isEmpty();
    }

    boolean hasOptions() {
      return !options.isEmpty();
    }
  }

  /** A global method's cost as text. */
  record GlobalRow(String title, String options, String rows, String calls, String time) {
    static GlobalRow of(GlobalMethodRun run, String title) {
      return new GlobalRow(
          title,
          words(run.options()),
          Numbers.count(run.rows()),
          Numbers.count(run.calls()),
          Numbers.duration(run.seconds()));
    }

    boolean hasOptions() {
      return !options.isEmpty();
    }
  }

  private static String words(Map<String, Object> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + " " + option.getValue())
        .collect(Collectors.joining(", "));
  }

  /** A phase's time as text. */
  record Timing(String phase, String time) {}
}
