package io.assay.spark.cli;

import io.assay.global.GlobalShape;
import io.assay.job.JobSpec;
import io.assay.job.ModelSpec;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedGlobal;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.job.importance.BackgroundErrorSpec;
import io.assay.model.Batched;
import io.assay.report.Manifest;
import io.assay.run.BatchMemory;
import io.assay.run.Pilot;
import io.assay.spark.Calibration;
import io.assay.spark.Calibration.Estimate;
import io.assay.spark.Calibration.Figure;
import io.assay.spark.Calibration.Measured;
import io.assay.spark.Preparation;
import io.assay.spark.PreparedJob;
import io.assay.spark.Sessions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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
  /** What a busy machine adds to the upper bound. */
  private static final double BUSY_MACHINE = 1.5;

  /** What the driver keeps of a shard, about, and of each method in it. */
  private static final double SHARD_BYTES = 1000;

  private static final double METHOD_BYTES = 400;

  private static final String TABLE = "%-28s%20s%20s%16s%n";
  private static final String GLOBAL_TABLE = "%-36s%16s%24s%n";
  private static final String MEMORY =
      "%,.0f MB a task for batches under way, %,.0f MB in the methods, about";

  /** A measured number of calls below this share of the most is worth a word. */
  private static final double LESS = 0.98;

  /** What is built in less than so many seconds is not worth a word. */
  private static final double WORTH_A_WORD = 0.05;

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
    line(out, "rows", "%,d%s", plan.rows(), ofAll(prepared));
    line(out, "shards", "%,d of about %,d rows", plan.shards(), plan.rows() / plan.shards());
    line(
        out,
        "players",
        "%d feature groups over %d model inputs",
        plan.groups().size(),
        plan.inputWidth());
    line(out, "targets", "%s", String.join(", ", plan.targets()));
    line(out, "tables", "%,.1f MB before compression", plan.estimatedBytes() / 1e6);
    line(
        out,
        "driver",
        "%,.1f MB for what %,d shards report, about",
        plan.shards() * (SHARD_BYTES + METHOD_BYTES * plan.methods().size()) / 1e6,
        plan.shards());
    int cores = spark.sparkContext().defaultParallelism();
    Measured measured = new Calibration(prepared).measure();
    printCalls(out, prepared, measured.calls());
    printMeasured(out, plan, measured, Math.min(cores, plan.shards()));
    printBackground(out, plan);
    printGlobals(out, prepared);
    return out;
  }

  /** Returns what the rows are of, where they are a sample. */
  private static String ofAll(PreparedJob prepared) {
    return prepared
        .spec()
        .input()
        .rows()
        .sample()
        .map(
            sample ->
                " of %,d%s"
                    .formatted(
                        prepared.inputRows(),
                        sample.precision().isPresent()
                            ? " in a first round; how many follow depends on what it finds"
                            : ", a random sample by row id"))
        .orElse("");
  }

  private static void printMeasured(PrintWriter out, RunPlan plan, Measured measured, int atOnce) {
    List<Figure> figures = measured.figures();
    String inAll = inAll(figures, plan);
    line(
        out,
        "model calls",
        "%,d a row at most, %,d in all%s",
        plan.callsPerRow(),
        plan.totalCalls(),
        inAll);
    measured.lessons().forEach((method, lesson) -> printLesson(out, method, lesson));
    figures.stream()
        .filter(figure -> figure.building() >= WORTH_A_WORD)
        .forEach(figure -> printBuilding(out, figure));
    if (figures.isEmpty()) {
      line(out, "time", "too few rows to measure");
    } else {
      printTime(out, figures, plan.rows(), atOnce);
    }
    out.printf("%n" + TABLE, "method", "calls a row at most", "measured", "rows/s a core");
    plan.methods().forEach(method -> printMethod(out, method, figures));
  }

  private static void printBackground(PrintWriter out, RunPlan plan) {
    BackgroundErrorSpec again = plan.spec().importance().backgroundError();
    if (plan.backgroundCalls() > 0) {
      line(
          out,
          "background error",
          "at most %,d calls more, for about %,d rows without each of %d folds",
          plan.backgroundCalls(),
          Math.min(plan.rows(), again.rows()),
          again.folds());
    }
  }

  private static void printGlobals(PrintWriter out, PreparedJob prepared) {
    RunPlan plan = prepared.plan();
    if (!plan.globals().isEmpty()) {
      out.printf("%n" + GLOBAL_TABLE, "global method", "rows at most", "calls in all at most");
    }
    for (PlannedGlobal each : plan.globals()) {
      GlobalShape shape = plan.globalShape(each.method(), prepared.facts().references());
      String calls = String.format(Locale.ROOT, "%,d", each.method().calls(shape));
      out.printf(
          Locale.ROOT,
          GLOBAL_TABLE,
          each.key(),
          String.format(Locale.ROOT, "%,d", shape.rows()),
          calls);
    }
  }

  private static void printCalls(PrintWriter out, PreparedJob prepared, Manifest.Calls calls) {
    ModelSpec sized = prepared.spec().withCallRows(calls.rows()).model();
    RunPlan plan = prepared.plan();
    BatchMemory memory = BatchMemory.of(plan, prepared.facts().model().rowsAtOnce(sized));
    int rowsAtOnce = memory.rows();
    line(out, "memory", MEMORY, memory.bytes() / 1e6, plan.heldBytes() / 1e6);
    if (prepared.blackBox().as(Batched.class).isEmpty()) {
      line(out, "batches", "%,d rows at once", rowsAtOnce);
      return;
    }
    String speeds =
        calls.measured().stream()
            .map(each -> "%,d: %,.0f".formatted(each.rows(), each.callsPerSecond()))
            .collect(Collectors.joining(", "));
    line(
        out,
        "batches",
        "%,d rows, steps or coalitions in a model call at most, %s%s; %,d rows at once",
        calls.rows(),
        whence(calls.source()),
        speeds.isEmpty() ? "" : " (answers a second: " + speeds + ")",
        rowsAtOnce);
  }

  private static String whence(String source) {
    return switch (source) {
      case "job" -> "as the job says";
      case "standard" -> "the standard, which is not worth measuring here";
      case "measured" -> "as measured";
      default -> "as " + source + " has measured";
    };
  }

  private static void printBuilding(PrintWriter out, Figure figure) {
    line(
        out,
        "building",
        "%s takes %.1f s once on every executor, on top of its time for rows",
        figure.method(),
        figure.building());
  }

  private static void printLesson(PrintWriter out, String method, Pilot.Lesson lesson) {
    line(
        out,
        "learning",
        "%s from %,d pilot rows first, %,d model calls, %.1f s on the driver",
        method,
        lesson.rows(),
        lesson.calls(),
        lesson.seconds());
  }

  /** Returns the calls that methods will make of those that they may, where they spend less. */
  private static String inAll(List<Figure> figures, RunPlan plan) {
    double low = 0;
    double high = 0;
    for (Figure figure : figures) {
      low += figure.calls().low();
      high += figure.calls().high();
    }
    boolean isLess = high > 0 && high < LESS * plan.callsPerRow();
    return isLess
        ? String.format(
            Locale.ROOT, "; as measured %,.0f to %,.0f", low * plan.rows(), high * plan.rows())
        : "";
  }

  private static void printMethod(PrintWriter out, PlannedMethod method, List<Figure> figures) {
    String calls = "-";
    String speed = "-";
    for (Figure figure : figures) {
      if (figure.method().equals(method.key())) {
        calls = range(figure.calls());
        speed = String.format(Locale.ROOT, "%,.0f", 1 / figure.seconds().mean());
      }
    }
    String most = String.format(Locale.ROOT, "%,d", method.callsPerRow());
    out.printf(TABLE, method.key(), most, calls, speed);
  }

  private static String range(Estimate calls) {
    String low = String.format(Locale.ROOT, "%,.0f", calls.low());
    String high = String.format(Locale.ROOT, "%,.0f", calls.high());
    return low.equals(high) ? low : low + " to " + high;
  }

  private static void printTime(PrintWriter out, List<Figure> figures, long rows, int atOnce) {
    double low = 0;
    double high = 0;
    for (Figure figure : figures) {
      low += figure.seconds().low();
      high += figure.seconds().high();
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
