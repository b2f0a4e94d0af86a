package io.assay.spark.cli;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.spark.Rendering;
import io.assay.spark.Sessions;
import io.assay.spark.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay render}: draws the stored attributions of a row. */
@Command(
    name = "render",
    description = "Draws the stored attributions of an image or a text as a PNG file.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "The run's folder: OUTPUT/runs/RUN_ID.")
  private String run = "";

  @Option(names = "--row", required = true, paramLabel = "ID", description = "The row's id.")
  private String row = "";

  @Option(
      names = "--method",
      paramLabel = "KEY",
      description = "One method; without it all that attribute to pixels or tokens.")
  private @Nullable String method;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "One output; without it the first that is explained.")
  private @Nullable String target;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The PNG file to write.")
  private Path out = Path.of("");

  @Override
  public void run() {
    StoredRun stored = StoredRun.open(run);
    byte[] png =
        Sessions.with(
            "render",
            spark -> new Rendering(spark, stored).row(row, key(), Optional.ofNullable(target)));
    try {
      Files.write(out, png);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.OUTPUT_UNWRITABLE, "Cannot write %s: %s", out, e.getMessage());
    }
    spec.commandLine().getOut().println(out);
  }

  private Optional<String> key() {
    return Optional.ofNullable(method)
        .map(name -> MethodCatalog.find(name).map(entry -> entry.info().key()).orElse(name));
  }
}
