package io.assay.spark.cli;

import io.assay.spark.Replay;
import io.assay.spark.Sessions;
import io.assay.spark.StoredRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay replay}: computes a stored row again and compares it bit for bit. */
@Command(
    name = "replay",
    description = "Computes a stored row again and compares it bit for bit with what is stored.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  /** A difference is a result, not an error, like a failed audit. */
  private static final int DIFFERENT = 2;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "The run's folder: OUTPUT/runs/RUN_ID.")
  private String run = "";

  @Option(names = "--row", required = true, paramLabel = "ID", description = "The row's id.")
  private String row = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StoredRun stored = StoredRun.open(run);
    List<Replay.Comparison> comparisons =
        Sessions.with("replay", spark -> new Replay(spark, stored).row(row));
    comparisons.forEach(out::println);
    return comparisons.stream().allMatch(each -> each.different() == 0) ? 0 : DIFFERENT;
  }
}
