package io.assay.spark.cli;

import io.assay.job.JobSpec;
import io.assay.report.Manifest;
import io.assay.report.SampledInput;
import io.assay.spark.Increment;
import io.assay.spark.JobRun;
import io.assay.spark.Preparation;
import io.assay.spark.PreparedJob;
import io.assay.spark.Sessions;
import io.assay.spark.metrics.Progress;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay run}: attribute, aggregate, report. */
@Command(
    name = "run",
    description = "Explains every row of the job's input and writes tables and a report.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Runnable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What people read; states are for other runs. */
  private static final List<String> TABLES =
      List.of(
          "attributions", "importance", "powered", "differences", "features", "global", "rejects");

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private JobOptions job = new JobOptions();

  @ArgGroup private RunName name = new RunName();

  @Option(
      names = "--take-over",
      description = "With --resume: even if another driver works on the run, which then stops.")
  private boolean isTakenOver;

  /** How the run is named: anew, or by the name of one to be finished. */
  static final class RunName {
    @Option(
        names = "--run-id",
        paramLabel = "ID",
        description = "Names the run (default: the job's name and the time, UTC).")
    private @Nullable String fresh;

    @Option(
        names = "--resume",
        paramLabel = "ID",
        description = "Finishes the run of this id: only missing shards are computed.")
    private @Nullable String interrupted;
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (isTakenOver && name.interrupted == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--take-over goes with --resume ID");
    }
    Progress progress =
        CommandLine.Help.Ansi.AUTO.enabled()
            ? Progress.terminal(spec.commandLine().getErr(), Terminals.columns())
            : Progress.log();
    JobSpec read = job.read();
    progress.phase("Starting Spark");
    try {
      Sessions.with(read.name(), spark -> run(spark, read, progress))
          .ifPresent(run -> print(run, out));
    } finally {
      progress.end();
    }
  }

  /** Runs the job; nothing comes of it if an earlier run has explained all there is. */
  private Optional<JobRun> run(SparkSession spark, JobSpec asked, Progress progress) {
    progress.phase("Looking at data and model");
    boolean isNew = name.interrupted == null;
    String runId = runId(asked);
    JobSpec read =
        isNew ? Increment.fixed(spark, asked) : Increment.fixedAsBegun(spark, asked, runId);
    Increment increment = isNew ? Increment.of(spark, read) : Increment.ofBegun(spark, read, runId);
    if (increment.done().isPresent()) {
      progress.end();
      spec.commandLine()
          .getOut()
          .printf("nothing is new since the run %s%n", increment.done().get());
      return Optional.empty();
    }
    PreparedJob prepared = Preparation.of(spark, read, increment);
    JobRun run = new JobRun(spark, prepared, runId, progress);
    if (isNew) {
      run.start();
    } else if (isTakenOver) {
      run.takeOver();
    } else {
      run.resume();
    }
    return Optional.of(run);
  }

  private String runId(JobSpec read) {
    if (name.interrupted != null) {
      return RunIds.checked(name.interrupted);
    }
    return name.fresh == null
        ? read.name() + "-" + STAMP.format(Instant.now())
        : RunIds.checked(name.fresh);
  }

  private static void print(JobRun run, PrintWriter out) {
    Manifest manifest = run.manifest();
    Manifest.Counts counts = manifest.counts();
    out.printf(
        Locale.ROOT,
        "Run %s: %,d rows = %,d explained + %,d rejected, %d methods, %.1f s%n",
        manifest.runId(),
        counts.rowsIn(),
        counts.attributed(),
        counts.rejected(),
        manifest.methods().size(),
        manifest.timings().values().stream().mapToDouble(Double::doubleValue).sum());
    SampledInput sample = manifest.input().sample();
    if (sample != null) {
      out.println("  " + sample.words());
    }
    CostWords.of(manifest).forEach(line -> out.println("  " + line));
    TABLES.stream()
        .filter(run::has)
        .forEach(table -> out.printf("  %-13s %s%n", table, run.table(table)));
    out.printf("  %-13s %s%n", "report", run.report());
  }
}
