package io.assay.report.drawing;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** A picture in SVG as pixels. */
public final class SvgPicture {
  /** A chart has a path a point, and nothing from elsewhere. */
  private static final LoaderContext CONTEXT =
      LoaderContext.builder()
          .documentLimits(new DocumentLimits(60, 1, 1_000_000))
          .externalResourcePolicy(ResourcePolicy.DENY_ALL)
          .build();

  /** Of a list of fonts the painter takes none; Java's own name of a font is always there. */
  private static final Pattern FONTS = Pattern.compile("font-family=\"[^\"]*\"");

  private static final String FONT = "font-family=\"SansSerif\"";

  private SvgPicture() {}

  /**
   * Paints a picture that needs nothing beside itself.
   *
   * @param svg the picture
   * @param scale pixels a unit of the picture, such as 2
   * @return the bytes of a PNG file
   * @throws IllegalArgumentException if it is no SVG
   */
  public static byte[] png(String svg, double scale) {
    byte[] text = FONTS.matcher(svg).replaceAll(FONT).getBytes(StandardCharsets.UTF_8);
    SVGDocument document = new SVGLoader().load(new ByteArrayInputStream(text), null, CONTEXT);
    if (document == null) {
      throw new IllegalArgumentException(
          "this is no SVG: " + svg.substring(0, Math.min(80, svg.length())));
    }
    FloatSize size = document.size();
    int width = (int) Math.ceil(size.width * scale);
    int height = (int) Math.ceil(size.height * scale);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    document.renderWithPlatform(
        NullPlatformSupport.INSTANCE, pen, new ViewBox(0, 0, width, height));
    pen.dispose();
    return bytes(image);
  }

  private static byte[] bytes(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }
}
