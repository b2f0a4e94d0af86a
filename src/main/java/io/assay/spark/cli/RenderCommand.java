package io.assay.spark.cli;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.Charts;
import io.assay.spark.Rendering;
import io.assay.spark.Sessions;
import io.assay.spark.StoredRun;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay render}: draws a chart of the report, or the stored attributions of a row. */
@Command(
    name = "render",
    description =
        "Draws a chart of a run's report as an SVG or PNG file, or the stored attributions of an"
            + " image or a text as a PNG file.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "The run's folder: OUTPUT/runs/RUN_ID.")
  private String run = "";

  @Option(
      names = "--chart",
      paramLabel = "NAME",
      completionCandidates = ChartNames.class,
      description = "A chart of the report: ${COMPLETION-CANDIDATES}.")
  private @Nullable String chart;

  @Option(
      names = "--row",
      paramLabel = "ID",
      description = "The row's id: of an image or a text, or with --chart waterfall.")
  private @Nullable String row;

  @Option(
      names = "--method",
      paramLabel = "KEY",
      converter = MethodKey.class,
      description =
          "One method, of the charts curve, joint and measure a global one, such as"
              + " h-statistic or 'h-statistic: pairs'; without it the first, or of a row all.")
  private @Nullable String method;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "One output; without it the first that is explained.")
  private @Nullable String target;

  @Option(names = "--slice", paramLabel = "NAME", description = "The slice that a chart is of.")
  private @Nullable String slice;

  @Option(
      names = "--feature",
      paramLabel = "NAME",
      description =
          "The feature that a chart is of, or of the chart joint the pair, as in 'a x b'; without"
              + " it the first.")
  private @Nullable String feature;

  @Mixin private PictureFile picture = new PictureFile();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write; of a chart its name ends in .svg or .png.")
  private Path out = Path.of("");

  /** What {@code --chart} may say. */
  static final class ChartNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Charts.NAMES.iterator();
    }
  }

  @Override
  public void run() {
    if (chart == null) {
      PictureFile.write(out, drawnRow());
    } else {
      Charts.Wish wish = new Charts.Wish(chart, choices(), picture.width());
      picture.write(out, "--out", () -> drawn(wish));
    }
    spec.commandLine().getOut().println(out);
  }

  private String drawn(Charts.Wish wish) {
    return Charts.svg(StoredRun.open(run).contents(), List.of(wish), picture.theme()).get(0);
  }

  private byte[] drawnRow() {
    if (row == null) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "Nothing to draw is named; add --chart with one of %s, or --row with an id",
          Charts.NAMES);
    }
    String id = row;
    StoredRun stored = StoredRun.open(run);
    return Sessions.with(
        "render",
        spark ->
            new Rendering(spark, stored)
                .row(id, Optional.ofNullable(method), Optional.ofNullable(target)));
  }

  private Map<String, String> choices() {
    Map<String, String> choices = new LinkedHashMap<>();
    Optional.ofNullable(method).ifPresent(each -> choices.put("method", each));
    Optional.ofNullable(target).ifPresent(each -> choices.put("target", each));
    Optional.ofNullable(slice).ifPresent(each -> choices.put("slice", each));
    Optional.ofNullable(feature).ifPresent(each -> choices.put("feature", each));
    Optional.ofNullable(row).ifPresent(each -> choices.put("row", each));
    return choices;
  }
}
