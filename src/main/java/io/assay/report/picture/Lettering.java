package io.assay.report.picture;

import static io.assay.ErrorCode.RESOURCE_LACKING;

import io.assay.AssayException;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A light sheet on which letters, fields of colour and pictures are set. */
final class Lettering {
  static final int INK = 0x1a1e24;
  static final int SOFT = 0x565f6b;
  static final int PAPER = 0xfcfcfa;
  static final int SIZE = 14;
  static final int LARGE = 18;

  private final BufferedImage sheet;
  private final Graphics2D pen;

  Lettering(int height, int width) {
    sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pen = pen(sheet);
    fill(0, 0, height, width, PAPER);
  }

  /** Makes an empty sheet to measure letters with. */
  static Lettering toMeasure() {
    return new Lettering(1, 1);
  }

  private static Graphics2D pen(BufferedImage sheet) {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    try {
      Graphics2D pen = sheet.createGraphics();
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      pen.getFontMetrics(font(SIZE)).stringWidth("a");
      return pen;
    } catch (LinkageError | InternalError | NullPointerException lacking) {
      throw AssayException.causedBy(
          lacking,
          RESOURCE_LACKING,
          "Cannot write letters into a picture: Java finds no font; install fontconfig and a font"
              + " such as DejaVu Sans, or look at the HTML report, which needs none");
    }
  }

  private static Font font(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  int widthOf(String text, int size) {
    return metrics(size).stringWidth(text);
  }

  private FontMetrics metrics(int size) {
    return pen.getFontMetrics(font(size));
  }

  /** Writes a line whose top is at y. */
  void write(String text, int y, int x, int size, int rgb) {
    pen.setFont(font(size));
    pen.setColor(new Color(rgb));
    pen.drawString(text, x, y + metrics(size).getAscent());
  }

  void fill(int y, int x, int height, int width, int rgb) {
    pen.setColor(new Color(rgb));
    pen.fillRect(x, y, width, height);
  }

  void fillRound(int y, int x, int height, int width, int rgb) {
    pen.setColor(new Color(rgb));
    pen.fillRoundRect(x, y, width, height, 8, 8);
  }

  void place(Picture picture, int y, int x) {
    pen.drawImage(picture.image(), x, y, null);
  }

  /** Draws the colours of a scale as a bar with numbers under it. */
  void scale(ColourScale scale, String unit, int y, int x, int width) {
    for (int column = 0; column < width; column++) {
      fill(y, x + column, 10, 1, scale.map().rgb(column / (width - 1.0)));
    }
    String high = scale.high() + (unit.isEmpty() ? "" : " " + unit);
    write(scale.low(), y + 13, x, SIZE - 2, SOFT);
    write(high, y + 13, x + width - widthOf(high, SIZE - 2), SIZE - 2, SOFT);
    if (scale.isSigned()) {
      write("0", y + 13, x + (width - widthOf("0", SIZE - 2)) / 2, SIZE - 2, SOFT);
    }
  }

  byte[] png() {
    int[] pixels =
        sheet.getRGB(0, 0, sheet.getWidth(), sheet.getHeight(), null, 0, sheet.getWidth());
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      pixels[pixel] &= 0xFFFFFF;
    }
    pen.dispose();
    return new Picture(sheet.getHeight(), sheet.getWidth(), pixels).png();
  }
}
