package io.assay.spark.cli;

import io.assay.spark.StoredRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code assay report}: renders a stored run again. */
@Command(
    name = "report",
    description = "Renders the report of a stored run again, from its tables.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "The run's folder: OUTPUT/runs/RUN_ID.")
  private String run = "";

  @Override
  public void run() {
    spec.commandLine().getOut().println(StoredRun.open(run).render());
  }
}
