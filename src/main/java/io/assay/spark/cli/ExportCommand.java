package io.assay.spark.cli;

import io.assay.spark.export.RunExport;
import io.assay.spark.history.FinishedRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay export}: a run in the formats of other tools. */
@Command(
    name = "export",
    description =
        "Writes a finished run as CSV, for TensorBoard, or into an MLflow file store. A run that is"
            + " exported again replaces itself; other runs in the folder stay.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Runnable {
  private static final int SHOWN = 10;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "The run's folder: OUTPUT/runs/RUN_ID.")
  private String run = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}, in any case of letters.")
  private RunExport.Format format = RunExport.Format.CSV;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description =
          "A local folder. csv: FOLDER/RUN_ID/TABLE.csv; tensorboard: the logdir, a folder a job;"
              + " mlflow: the store, mlruns.")
  private Path out = Path.of("");

  @Option(
      names = "--raw",
      description =
          "csv: texts that a spreadsheet would take for formulas (= + - @ first) as they are,"
              + " without an apostrophe in front.")
  private boolean isRaw;

  @Override
  public void run() {
    RunExport.Texts texts = isRaw ? RunExport.Texts.RAW : RunExport.Texts.MARKED;
    RunExport.Done done = RunExport.write(FinishedRun.open(run), format, out, texts);
    PrintWriter to = spec.commandLine().getOut();
    done.files().stream().limit(SHOWN).forEach(to::println);
    if (done.files().size() > SHOWN) {
      to.println("and " + (done.files().size() - SHOWN) + " more files");
    }
    done.notes().forEach(note -> to.println("note: " + note));
  }
}
