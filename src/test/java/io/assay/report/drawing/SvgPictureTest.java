package io.assay.report.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** SVG as pixels, in the colours of a style sheet. */
class SvgPictureTest {
  private static final String HEAD =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\" viewBox=\"0 0 30 20\">";
  private static final String CSS =
      """
      :root {
        --ink: #112233;
      }
      @media screen and (prefers-color-scheme: dark) {
        :root {
          --ink: #ddeeff;
        }
      }
      """;

  @Test
  void aPictureOfTenThousandPathsIsPainted() throws IOException {
    String paths = "<path d=\"M0,0h30v20h-30Z\" fill=\"#ff0000\"/>".repeat(10_000);

    byte[] png = SvgPicture.png(HEAD + paths + "</svg>", 2);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(60);
    assertThat(image.getHeight()).isEqualTo(40);
    assertThat(image.getRGB(30, 20)).isEqualTo(0xffff0000);
  }

  @Test
  void whatIsNoSvgIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SvgPicture.png("<html></html>", 1))
        .withMessageContaining("no SVG: <html>");
  }

  @Test
  void coloursAreThoseOfTheThemeAndTextStaysAsItIs() {
    String svg = "<rect fill=\"var(--ink)\"/><text>fill=&quot;var(--ink)&quot; var(--ink)</text>";

    assertThat(Palette.of(CSS, Palette.Theme.LIGHT).in(svg))
        .isEqualTo("<rect fill=\"#112233\"/><text>fill=&quot;var(--ink)&quot; var(--ink)</text>");
    assertThat(Palette.of(CSS, Palette.Theme.DARK).in(svg)).startsWith("<rect fill=\"#ddeeff\"/>");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Palette.of(CSS, Palette.Theme.DARK).in("<rect fill=\"var(--none)\"/>"))
        .withMessage("no colour is called none");
  }
}
