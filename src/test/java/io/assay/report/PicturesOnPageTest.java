package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.report.picture.Picture;
import io.assay.report.picture.Upsampling;
import io.assay.report.picture.ValueMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Images, mean maps and texts on the page. */
class PicturesOnPageTest {
  private static final int BYTES_USUALLY = 3_000_000;
  private static final int BYTES_AT_MOST = 4_700_000;

  @Test
  void aRunWithoutImagesAndTextsHasNoPlaceForThem() {
    String page = HtmlReport.render(Runs.usual());

    assertThat(page).doesNotContain("id=\"images\"", "id=\"texts\"", "id=\"maps\"", ".tokens");
  }

  @Test
  void anImageStandsOnceInThePageAndEveryMethodShowsItsMapOverIt() throws IOException {
    PictureSection section = image("cat.png", 4, 6, 2);

    String markup =
        PageText.markup(HtmlReport.render(Runs.usual().withImages(List.of(section), List.of())));

    assertThat(markup)
        .contains("href=\"#images\">Images</a>", "cat.png <span>· cat · score 2 logit");
    List<String> uris =
        PageText.all(Pattern.compile("href=\"data:image/png;base64,([^\"]*)\""), markup);
    assertThat(uris).hasSize(3);
    byte[] bytes = Base64.getDecoder().decode(uris.get(0).replace("&#x3D;", "="));
    assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getRGB(0, 0) & 0xFFFFFF)
        .isEqualTo(section.original().rgb(0, 0));
    assertThat(PageText.all(Pattern.compile("<use href=\"#([a-z0-9-]+)\""), markup))
        .containsExactly("image-0", "heat-0-0", "image-0", "heat-0-1");
    assertThat(PageText.all(Pattern.compile("<image id=\"([a-z0-9-]+)\""), markup))
        .containsExactly("image-0", "heat-0-0", "heat-0-1");
    assertThat(markup)
        .contains("aria-label=\"Attributions of row cat.png by Method 0, from −1 to +1 logit\"");
  }

  @Test
  void onlySoManyImagesAreShownAsThePageHasRoomFor() {
    List<PictureSection> small = Collections.nCopies(30, image("a.png", 8, 8, 1));
    List<PictureSection> large = Collections.nCopies(30, image("a.png", 224, 224, 3));

    assertThat(PictureTable.of(small).rows()).hasSize(24);
    assertThat(PictureTable.of(large).rows()).hasSizeBetween(1, 12);
    assertThat(HtmlReport.render(Runs.usual().withImages(small, List.of())))
        .contains("24 of 30 explained images are shown");
  }

  @Test
  void anImageLargerThanThePageNeedsIsAveraged() {
    PictureTable.Row row = PictureTable.of(List.of(image("a.png", 700, 350, 1))).rows().get(0);

    assertThat(row.original().height()).isEqualTo(234);
    assertThat(row.heats().get(0).map().width()).isEqualTo(117);
  }

  @Test
  void aTextShowsItsTokensForEveryMethod() {
    String markup =
        PageText.markup(HtmlReport.render(Runs.usual().withTexts(List.of(text("r1", 2)))));

    assertThat(markup)
        .contains("href=\"#texts\">Texts</a>", "r1 <span>· positive · score 1.5 logit")
        .contains("<span class=\"up\" style=\"--s:1.00\" title=\"+2 logit\">word 0")
        .contains("<p class=\"method\">Layer Integrated Gradients <span>−2 to +2 logit</span></p>");
  }

  @Test
  void onlySoManyTextsAreShownAsThePageHasRoomFor() {
    List<TokenSection> many = Collections.nCopies(50, text("r", 4));
    List<TokenSection> wordy = Collections.nCopies(50, text("r", 500));

    assertThat(TokenTable.of(many).rows()).hasSize(40);
    assertThat(TokenTable.of(wordy).rows()).hasSizeBetween(2, 10);
    assertThat(HtmlReport.render(Runs.usual().withTexts(many)))
        .contains("40 of 50 explained texts are shown");
  }

  @Test
  void meanMapsOfAMethodShareTheirScale() {
    MapSection weak = mean("saliency", "shirt", 0, 1);
    MapSection strong = mean("saliency", "bag", 0, 8);
    MapSection other = mean("input-x-gradient", "bag", -2, 1);

    List<MapTable> tables = MapTable.of(List.of(weak, other, strong));

    assertThat(tables).hasSize(2);
    assertThat(tables.get(0).maps())
        .extracting(MapTable.Mean::target)
        .containsExactly("shirt", "bag");
    assertThat(tables.get(0).legend()).isEqualTo(new Legend("sequential", "0", "8", "logit"));
    assertThat(tables.get(1).legend()).isEqualTo(new Legend("diverging", "−2", "+2", "logit"));
  }

  @Test
  void moreMapsThanThePageHasRoomForAreCounted() {
    List<MapSection> maps = Collections.nCopies(70, mean("saliency", "bag", 0, 1));

    assertThat(HtmlReport.render(Runs.usual().withImages(List.of(), maps)))
        .contains("10 more maps are left out here")
        .contains("<figcaption>bag <span>200 images</span>");
  }

  /** The pages are left in target/report, to be looked at. */
  @Test
  void picturesAddLittleMoreThanAMegabyteAndAHalf() throws IOException {
    assertThat(full("pictures", Runs.usual())).isLessThan(BYTES_USUALLY);
    assertThat(full("large_pictures", Runs.large())).isLessThan(BYTES_AT_MOST);
  }

  private static long full(String name, ReportContents contents) throws IOException {
    String page =
        HtmlReport.render(
            contents
                .withImages(
                    Collections.nCopies(30, image("a.png", 224, 224, 3)),
                    Collections.nCopies(70, mean("saliency", "bag", 0, 1)))
                .withTexts(Collections.nCopies(50, text("r", 60))));
    Path file = Files.createDirectories(Path.of("target", "report")).resolve(name + ".html");
    Files.writeString(file, page);
    return Files.size(file);
  }

  @Test
  void aTextWithAnotherNumberOfValuesIsRefused() {
    TokenSection.Line line = new TokenSection.Line("saliency", "Saliency", "", List.of(1f));

    assertThatThrownBy(() -> new TokenSection("r1", "t", 0, "", List.of("a", "b"), List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row r1 has 2 tokens and 1 values of saliency");
  }

  private static PictureSection image(String rowId, int height, int width, int methods) {
    Random random = new Random(5);
    float[] brightness = new float[3 * height * width];
    float[] values = new float[height * width];
    for (int at = 0; at < brightness.length; at++) {
      brightness[at] = 0.5f + 0.3f * random.nextFloat();
    }
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextGaussian() / 3;
    }
    values[0] = -1;
    List<PictureSection.Map> maps = new ArrayList<>();
    for (int method = 0; method < methods; method++) {
      maps.add(
          new PictureSection.Map(
              "method-" + method,
              "Method " + method,
              "logit",
              height < 100 ? ValueMap.of(1, 2, -1, 0.5f) : ValueMap.of(height, width, values),
              Upsampling.BLOCKS));
    }
    return new PictureSection(
        rowId, "cat", 2, "logit", Picture.of(brightness, 3, height, width), maps);
  }

  private static TokenSection text(String rowId, int tokens) {
    List<String> shown = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (int token = 0; token < tokens; token++) {
      shown.add("word " + token);
      values.add(token % 2 == 0 ? 2f : -1f);
    }
    return new TokenSection(
        rowId,
        "positive",
        1.5f,
        "logit",
        shown,
        List.of(
            new TokenSection.Line(
                "layer-integrated-gradients", "Layer Integrated Gradients", "logit", values)));
  }

  private static MapSection mean(String method, String target, float low, float high) {
    return new MapSection(
        method, method, target, "logit", "mean |attribution|", 200, ValueMap.of(1, 2, low, high));
  }
}
