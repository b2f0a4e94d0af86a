package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts of a real run, from the command line. */
class RenderChartIT {
  @TempDir private static Path folder;
  private static String run = "";

  @BeforeAll
  static void explain() {
    String output = "output.path=" + folder.resolve("out");
    String global =
        "global=[{partial-dependence: {pairs: [[worst_area, worst_texture]]}}, tree-surrogate]";
    Result done = Cli.run(Cli.BREAST_CANCER.resolve("job.yaml"), "--set", output, "--set", global);
    assertThat(done.status()).as(done.err()).isZero();
    run = folder.resolve("out/runs/r").toString();
  }

  @Test
  void aChartBecomesAFile() throws IOException {
    Path svg = folder.resolve("a.svg");
    Path png = folder.resolve("b.png");

    Result first =
        Cli.assay("render", run, "--chart", "importance", "--width", "600", "--out", "" + svg);
    Result second =
        Cli.assay("render", run, "--chart", "waterfall", "--theme", "dark", "--out", "" + png);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(Files.readString(svg)).contains("width=\"600\"", "worst_texture").endsWith("</svg>");
    assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void theReportShowsTheTablesThatTheRunHas() throws IOException {
    Path report = Path.of(run, "report.html");
    String published = Files.readString(report);

    Result again = Cli.assay("report", run);

    assertThat(again.status()).as(again.err()).isZero();
    assertThat(Files.readString(report)).isEqualTo(published);
    assertThat(published)
        .contains("<section id=\"effects\"", "<section id=\"surrogate\"", "<section id=\"joint\"")
        .contains("<span class=\"name\">worst_area x worst_texture</span>")
        .contains("<section id=\"differences\"", "<section id=\"measures\"")
        .contains("\"title\":\"Partial dependence\"", "held-out R2")
        .doesNotContain("<section id=\"selection\"", "<section id=\"powered\"");
  }

  @Test
  void whatCannotBeDrawnIsSaidWithoutAFile() {
    Path out = folder.resolve("none.svg");

    Result unknown = Cli.assay("render", run, "--chart", "pie", "--out", "" + out);
    Result nothing = Cli.assay("render", run, "--out", "" + out);
    Result jpeg = Cli.assay("render", run, "--chart", "heat", "--out", "x.jpg");

    assertThat(unknown.status()).isEqualTo(64);
    assertThat(unknown.err()).contains("no chart \"pie\"; name one of [importance, powered");
    assertThat(nothing.status()).isEqualTo(64);
    assertThat(nothing.err()).contains("add --chart with one of");
    assertThat(jpeg.status()).isEqualTo(64);
    assertThat(jpeg.err()).contains("written as .svg or .png; --out is x.jpg");
    assertThat(out).doesNotExist();
  }
}
