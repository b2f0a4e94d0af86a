package io.assay.spark.cli;

import io.assay.spark.RunStatuses;
import io.assay.spark.metrics.RunStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay status}: how runs stand, those that run and those that ended. */
@Command(
    name = "status",
    description =
        "Says how a run stands, or all runs of an output: running, interrupted, failed, complete.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {
  private static final String TABLE = "%-12s %-36s %16s %16s %5s  %-20s %s%n";

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run's folder, OUTPUT/runs/RUN_ID, there or not yet; or OUTPUT alone.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "With OUTPUT: one run of it.")
  private @Nullable String id;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean isJson;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    int runs = run.lastIndexOf("/runs/");
    if (id != null) {
      print(out, RunStatuses.of(run).one(RunIds.checked(id)));
    } else if (runs >= 0 || run.startsWith("runs/")) {
      String output = runs >= 0 ? run.substring(0, runs) : ".";
      String name = run.substring(run.indexOf("runs/", Math.max(0, runs)) + "runs/".length());
      print(out, RunStatuses.of(output).one(RunIds.checked(name.replaceAll("/+$", ""))));
    } else {
      print(out, RunStatuses.of(run).all());
    }
  }

  private void print(PrintWriter out, RunStatus status) {
    if (isJson) {
      out.println(status.toJson());
      return;
    }
    for (RunStatus.Line line : status.lines()) {
      out.printf(Locale.ROOT, "%-20s%s%n", line.name(), line.text());
    }
  }

  private void print(PrintWriter out, List<RunStatus> all) {
    if (isJson) {
      out.println(RunStatus.toJson(all));
      return;
    }
    if (all.isEmpty()) {
      out.println("No runs under " + run);
      return;
    }
    out.printf(TABLE, "state", "run", "rows done", "of", "", "started", "last sign of life");
    for (RunStatus each : all) {
      out.printf(
          Locale.ROOT,
          TABLE,
          each.state(),
          each.run(),
          String.format(Locale.ROOT, "%,d", each.rowsDone()),
          each.rows() == 0 ? "?" : String.format(Locale.ROOT, "%,d", each.rows()),
          each.rows() == 0
              ? ""
              : String.format(Locale.ROOT, "%.0f %%", Math.floor(100 * each.share())),
          seconds(each.startedAt()),
          seconds(each.lastSign()));
    }
  }

  private static String seconds(String time) {
    return time.replaceFirst("\\.\\d+Z$", "Z");
  }
}
