package io.assay.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStripTest {
  @Test
  void everyTokenSaysItsValueInWordsAndInColour() {
    TokenStrip strip = strip(List.of("not", "good"), List.of(-2f, 0.5f));

    assertThat(strip.html())
        .isEqualTo(
            "<p class=\"tokens\" dir=\"auto\">"
                + "<span class=\"down\" style=\"--s:1.00\" title=\"\u22122 logit\">not"
                + "<i> (\u22122 logit)</i></span> "
                + "<span class=\"up\" style=\"--s:0.25\" title=\"+0.5 logit\">good"
                + "<i> (+0.5 logit)</i></span></p>");
  }

  @Test
  void amountsHaveNoSign() {
    TokenStrip strip =
        new TokenStrip(List.of("a", "b"), List.of(0.25f, 1f), ColourScale.of(0.25f, 1f), "");

    assertThat(strip.html())
        .contains(
            "<span class=\"amount\" style=\"--s:0.25\" title=\"0.25\">a<i> (0.25)</i></span>");
  }

  @Test
  void aTokenWithoutValueHasADash() {
    assertThat(strip(List.of("a"), List.of(Float.NaN)).html())
        .contains("style=\"--s:0.00\" title=\"\u2013 logit\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</span></p><p>",
        "&lt;b&gt;",
        "<!--"
      })
  void aHostileTokenStaysText(String hostile) {
    String html =
        new TokenStrip(List.of(hostile), List.of(1f), ColourScale.of(-1f), hostile).html();

    assertThat(html.replaceAll("<(/?)(p|span|i)( [^<>]*)?>", "")).doesNotContain("<", ">");
    assertThat(html.split("<", -1)).hasSize(7);
    assertThat(html.split("\"", -1)).hasSize(11);
  }

  @Test
  void charactersThatTurnTheDirectionOfOthersAreShownAsUnknown() {
    assertThat(TokenStrip.escaped("a\u202eb\u2066c\u0000d")).isEqualTo("a\ufffdb\ufffdc\ufffdd");
  }

  @ParameterizedTest
  @EnumSource
  void inkIsReadableOnEveryStrengthOfEveryColour(TokenColour colour) {
    for (int step = 0; step <= 100; step++) {
      assertThat(Rgb.contrast(TokenColour.LIGHT_INK, colour.light(step / 100.0)))
          .as("light, %d %%", step)
          .isGreaterThanOrEqualTo(4.5);
      assertThat(Rgb.contrast(TokenColour.DARK_INK, colour.dark(step / 100.0)))
          .as("dark, %d %%", step)
          .isGreaterThanOrEqualTo(4.5);
    }
  }

  @Test
  void contrastIsThatOfTheGuidelines() {
    assertThat(Rgb.contrast(0x000000, 0xffffff)).isEqualTo(21);
    assertThat(Rgb.contrast(0x777777, 0xffffff)).isBetween(4.47, 4.49);
  }

  @Test
  void theStyleKnowsDarkPagesAndFetchesNothing() {
    assertThat(TokenStrip.style())
        .contains("--up: 226 117 97", "prefers-color-scheme: dark", "clip-path: inset(50%)")
        .doesNotContain("url(", "%s", "%%");
  }

  @Test
  void aSheetOfManyTokensHasMoreLines() throws IOException {
    BufferedImage few = sheet(3);
    BufferedImage many = sheet(90);

    assertThat(many.getWidth()).isEqualTo(few.getWidth());
    assertThat(many.getHeight()).isGreaterThan(few.getHeight() + 3 * 28);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> strip(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 values for 1 tokens");
    assertThatThrownBy(() -> new TokenSheet("r", "", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BufferedImage sheet(int tokens) throws IOException {
    TokenStrip strip =
        strip(Collections.nCopies(tokens, "token"), Collections.nCopies(tokens, -0.5f));
    TokenSheet sheet =
        new TokenSheet("r1", "score 1", List.of(new TokenSheet.Line("Saliency", strip)));
    return ImageIO.read(new ByteArrayInputStream(sheet.png()));
  }

  private static TokenStrip strip(List<String> tokens, List<Float> values) {
    return new TokenStrip(tokens, values, new ColourScale(ColourMap.DIVERGING, 2), "logit");
  }
}
