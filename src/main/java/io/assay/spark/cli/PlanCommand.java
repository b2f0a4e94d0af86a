package io.assay.spark.cli;

import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.spark.Calibration;
import io.assay.spark.Calibration.MethodSeconds;
import io.assay.spark.Preparation;
import io.assay.spark.PreparedJob;
import io.assay.spark.Sessions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code assay plan}: what a run would do and cost. */
@Command(
    name = "plan",
    description =
        "Says what a run would do: shards, model calls, size and time, measured on some batches.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Runnable {
  /** Two standard errors, and what a busy machine adds. */
  private static final double TWO_ERRORS = 2;

  private static final double BUSY_MACHINE = 1.5;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private JobOptions job = new JobOptions();

  @Override
  public void run() {
    JobSpec read = job.read();
    Sessions.with(read.name(), spark -> print(spark, Preparation.of(spark, read)));
  }

  private PrintWriter print(SparkSession spark, PreparedJob prepared) {
    RunPlan plan = prepared.plan();
    PrintWriter out = spec.commandLine().getOut();
    line(out, "rows", "%,d", plan.rows());
    line(out, "shards", "%,d of about %,d rows", plan.shards(), plan.rows() / plan.shards());
    line(out, "batches", "%,d rows in a model call at most", plan.spec().model().batchRows());
    line(
        out,
        "players",
        "%d feature groups over %d model inputs",
        plan.groups().size(),
        plan.inputWidth());
    line(out, "targets", "%s", String.join(", ", plan.targets()));
    line(out, "model calls", "%,d at most, %,d a row", plan.totalCalls(), plan.callsPerRow());
    line(out, "tables", "%,.1f MB before compression", plan.estimatedBytes() / 1e6);
    List<MethodSeconds> figures = new Calibration(prepared).measure();
    for (int i = 0; i < plan.methods().size(); i++) {
      RunPlan.PlannedMethod method = plan.methods().get(i);
      String speed =
          figures.isEmpty()
              ? "too few rows to measure"
              : "%,.0f rows/s a core".formatted(1 / figures.get(i).seconds());
      line(out, method.key(), "%,d calls a row at most, %s", method.callsPerRow(), speed);
    }
    int cores = spark.sparkContext().defaultParallelism();
    printTime(out, figures, plan.rows(), Math.min(cores, plan.shards()));
    return out;
  }

  private static void printTime(
      PrintWriter out, List<MethodSeconds> figures, long rows, int atOnce) {
    double low = 0;
    double high = 0;
    for (MethodSeconds figure : figures) {
      low += Math.max(0, figure.seconds() - TWO_ERRORS * figure.spread());
      high += figure.seconds() + TWO_ERRORS * figure.spread();
    }
    line(
        out,
        "time",
        "%,.1f to %,.1f s in the methods, on %d cores; Spark's start and the files come on top",
        low * rows / atOnce,
        BUSY_MACHINE * high * rows / atOnce,
        atOnce);
  }

  private static void line(PrintWriter out, String name, String pattern, Object... values) {
    out.printf(Locale.ROOT, "%-22s%s%n", name, String.format(Locale.ROOT, pattern, values));
  }
}
