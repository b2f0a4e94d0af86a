package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.report.Charts.Wish;
import io.assay.report.drawing.Palette;
import io.assay.report.drawing.SvgPicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Charts without a browser. */
class ChartsIT {
  /** The pictures are left in target/report, to be looked at. */
  @Test
  void everyChartBecomesAPictureThatStandsAlone() throws IOException {
    List<Wish> wishes = new ArrayList<>();
    for (String chart : Charts.NAMES) {
      boolean isOfSlice = chart.equals("slice");
      if (!List.of("pairs", "matrix").contains(chart)) {
        wishes.add(new Wish(chart, isOfSlice ? Map.of("slice", "site = Chur") : Map.of(), 700));
      }
    }

    List<String> pictures = Charts.svg(PartRuns.all(), wishes, Palette.Theme.LIGHT);

    assertThat(pictures).hasSameSizeAs(wishes);
    for (int i = 0; i < pictures.size(); i++) {
      String svg = pictures.get(i);
      byte[] png = SvgPicture.png(svg, 2);
      Path file =
          Files.createDirectories(Path.of("target", "report")).resolve(wishes.get(i).chart());
      Files.writeString(Path.of(file + ".svg"), svg);
      Files.write(Path.of(file + ".png"), png);
      assertThat(svg)
          .startsWith("<svg")
          .contains(isGlobal(wishes.get(i)) ? ">malignant · " : "Integrated Gradients · malignant")
          .doesNotContain("var(--");
      assertThat(svg.replace("http://www.w3.org/", "")).doesNotContain("://", "<image", "<script");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(image.getWidth()).isEqualTo(1400);
      assertThat(colours(image)).as(wishes.get(i).chart()).hasSizeGreaterThan(20);
    }
  }

  private static boolean isGlobal(Wish wish) {
    return List.of("curve", "joint", "measure", "tree").contains(wish.chart());
  }

  @Test
  void aChartOfAGlobalMethodIsThatWhichIsNamed() {
    Map<String, String> site = Map.of("feature", "site x mean_area");
    List<Wish> wishes =
        List.of(
            new Wish("curve", Map.of("method", "individual-conditional-expectation"), 500),
            new Wish("measure", Map.of("method", "h-statistic"), 500),
            new Wish("measure", Map.of("method", "tree-surrogate"), 500),
            new Wish("measure", Map.of("method", "h-statistic: pairs"), 500),
            new Wish("joint", site, 500));

    List<String> pictures = Charts.svg(PartRuns.all(), wishes, Palette.Theme.LIGHT);

    assertThat(pictures.get(0)).contains("malignant · ICE · mean_radius");
    assertThat(pictures.get(1)).contains("H-statistic · pairs", "mean_texture x mean_radius");
    assertThat(pictures.get(2)).contains("Tree surrogate", "mean_area");
    assertThat(pictures.get(3)).isEqualTo(pictures.get(1));
    assertThat(pictures.get(4)).contains("site x mean_area · 0.5 logit to 6 logit", ">Bergen<");
    refused("joint", Map.of("feature", "a x b"), "no \"a x b\" to draw; it has partial-dep");
  }

  private static void refused(String chart, Map<String, String> choices, String words) {
    List<Wish> wishes = List.of(new Wish(chart, choices, 500));
    assertThatThrownBy(() -> Charts.svg(PartRuns.all(), wishes, Palette.Theme.LIGHT))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aHostileNameIsTextInAPicture() {
    String hostile = "</text><script>alert(1)</script>=\"var(--ink)\"";

    String svg =
        Charts.svg(
                Runs.named(hostile),
                List.of(
                    new Wish("importance", Map.of(), 600),
                    new Wish("pairs", Map.of(), 600),
                    new Wish("matrix", Map.of(), 600)),
                Palette.Theme.DARK)
            .get(0);

    assertThat(svg).contains("&lt;/text&gt;&lt;script&gt;").doesNotContain("<script");
    assertThat(SvgPicture.png(svg, 1)).isNotEmpty();
  }

  @Test
  void whatARunDoesNotHaveIsSaid() {
    assertThatThrownBy(() -> new Wish("pie", Map.of(), 600))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("no chart \"pie\"; name one of [importance, ");
    assertThatThrownBy(
            () ->
                Charts.svg(
                    Runs.usual(),
                    List.of(new Wish("dependence", Map.of("feature", "size"), 600)),
                    Palette.Theme.LIGHT))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("no feature \"size\" to draw; it has error_area, ");
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }
}
