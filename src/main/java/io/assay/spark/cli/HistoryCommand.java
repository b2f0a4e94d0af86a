package io.assay.spark.cli;

import io.assay.report.Charts;
import io.assay.spark.history.FeatureHistory;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.HistoryLines;
import io.assay.spark.history.HistoryPicture;
import io.assay.spark.history.Selection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay history}: a feature over the runs of an output. */
@Command(
    name = "history",
    description =
        "Shows the importance of a feature in every finished run of an output, with intervals, and"
            + " what else changed from run to run; with --chart it draws its share as a picture.",
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "OUTPUT",
      description = "The folder of all runs: the job's output.path.")
  private String output = "";

  @Parameters(index = "1", paramLabel = "FEATURE", description = "The feature or group.")
  private String feature = "";

  @CommandLine.ArgGroup(validate = false)
  private Parts parts = new Parts();

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "The newest N runs alone; all without it.")
  private @Nullable Integer last;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean isJson;

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "Draws the history into this file, which ends in .svg or .png.")
  private @Nullable Path chart;

  @Mixin private PictureFile picture = new PictureFile();

  @Override
  public void run() {
    List<FinishedRun> runs = FinishedRun.all(output);
    if (last != null && last < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--last is " + last + "; need 1 or more");
    }
    if (last != null && last < runs.size()) {
      runs = runs.subList(runs.size() - last, runs.size());
    }
    FeatureHistory history = FeatureHistory.of(runs, feature, parts.selection());
    PrintWriter out = spec.commandLine().getOut();
    if (chart != null) {
      picture.write(chart, "--chart", () -> drawn(history));
      out.println(chart);
    } else if (isJson) {
      out.println(HistoryLines.json(history));
    } else {
      HistoryLines.of(history, Terminals.columns()).forEach(out::println);
    }
  }

  private String drawn(FeatureHistory history) {
    return Charts.palette(picture.theme()).in(HistoryPicture.svg(history, picture.width()));
  }

  /** Which parts of the importance tables are shown. */
  static final class Parts {
    @Option(
        names = "--method",
        paramLabel = "KEY",
        converter = MethodKey.class,
        description = "One method; all without it.")
    private @Nullable String method;

    @Option(names = "--target", paramLabel = "NAME", description = "One output; all without it.")
    private @Nullable String target;

    @Option(
        names = "--slice",
        paramLabel = "NAME",
        description = "A slice as the table names it, such as \"site=north\"; all rows without it.")
    private String slice = Selection.ALL_ROWS;

    Selection selection() {
      return new Selection(method, target, slice);
    }
  }
}
