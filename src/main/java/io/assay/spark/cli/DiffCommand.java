package io.assay.spark.cli;

import io.assay.spark.history.DifferenceLines;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.PairedBy;
import io.assay.spark.history.RunDifference;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay diff}: how the importance of two runs differs. */
@Command(
    name = "diff",
    description =
        "Compares the importance of two runs: for each feature the difference of its share and of"
            + " its mean |attribution| with interval, p and q (false-discovery rate), its ranks,"
            + " and what else changed: model, rows, job.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Rows with the same id in both runs are not two samples: what they share is",
      "measured in the attributions and taken off (--pair auto, ids). Without the",
      "attributions intervals hold whatever the runs share, and are wide (--pair",
      "unknown). --pair none takes the runs as independent samples."
    })
final class DiffCommand implements Runnable {
  private static final int MOST = 20;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN_A",
      description = "The earlier run's folder: OUTPUT/runs/RUN_ID.")
  private String before = "";

  @Parameters(
      index = "1",
      paramLabel = "RUN_B",
      description = "The later run's folder, of the same output or of another.")
  private String after = "";

  @CommandLine.ArgGroup(validate = false)
  private HistoryCommand.Parts parts = new HistoryCommand.Parts();

  @Option(
      names = "--pair",
      paramLabel = "HOW",
      description =
          "What rows with the same id are: auto (by their ids, where reading takes minutes at"
              + " most), ids (however long), none (independent samples), unknown. Standard: auto.")
  private PairedBy pairedBy = PairedBy.AUTO;

  @Option(
      names = "--confidence",
      paramLabel = "SHARE",
      description = "Of the intervals, 0.5 to 0.9999; the later run's without it.")
  private @Nullable Double confidence;

  @Option(names = "--all", description = "Shows all features, not the 20 that changed most.")
  private boolean isAll;

  @Option(names = "--json", description = "Prints JSON, all features.")
  private boolean isJson;

  @Override
  public void run() {
    FinishedRun old = FinishedRun.open(before);
    FinishedRun now = FinishedRun.open(after);
    double asked = confidence == null ? now.manifest().confidence() : confidence;
    RunDifference difference =
        RunDifference.between(
            old, now, new RunDifference.Options(parts.selection(), pairedBy, asked));
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(DifferenceLines.json(difference));
    } else {
      DifferenceLines.of(difference, isAll ? Integer.MAX_VALUE : MOST).forEach(out::println);
    }
  }
}
