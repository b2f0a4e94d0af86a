package io.assay.spark.cli;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.drawing.Palette;
import io.assay.report.drawing.SvgPicture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How the commands that draw charts are told about width and colours, and how they write them. */
final class PictureFile {
  private static final int LEAST_WIDTH = 200;
  private static final int MOST_WIDTH = 4000;
  private static final double DOTS_A_PIXEL = 2;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      defaultValue = "800",
      description = "The width of a chart, 200 to 4000; PNG has two dots a pixel.")
  private int width;

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      defaultValue = "light",
      description = "The colours of a chart: light or dark.")
  private Palette.Theme theme = Palette.Theme.LIGHT;

  int width() {
    return width;
  }

  Palette.Theme theme() {
    return theme;
  }

  /**
   * Writes a chart, as SVG or PNG by the file's name.
   *
   * @param option the option that named the file
   * @param svg draws; not asked if the name or the width is refused
   * @throws AssayException SPEC_INVALID for another name or width
   */
  void write(Path file, String option, Supplier<String> svg) {
    boolean isPng = file.toString().endsWith(".png");
    if (!isPng && !file.toString().endsWith(".svg")) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID, "A chart is written as .svg or .png; %s is %s", option, file);
    }
    if (width < LEAST_WIDTH || width > MOST_WIDTH) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID, "The width is %s; need %s to %s", width, LEAST_WIDTH, MOST_WIDTH);
    }
    String drawn = svg.get();
    write(
        file, isPng ? SvgPicture.png(drawn, DOTS_A_PIXEL) : drawn.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the bytes of a picture. */
  static void write(Path file, byte[] picture) {
    try {
      Files.write(file, picture);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.OUTPUT_UNWRITABLE, "Cannot write %s: %s", file, e.getMessage());
    }
  }
}
