package io.assay.report;

import io.assay.report.picture.Picture;
import java.util.Base64;

/**
 * A picture inside the page.
 *
 * @param uri its bytes, as a data URI
 * @param width columns of pixels
 * @param height rows of pixels
 */
record Embedded(String uri, int width, int height) {
  private static final int SMALL = 96 * 96;
  private static final int SMOOTH_FROM = 160;
  private static final float QUALITY = 0.9f;

  /** A picture as it is, every pixel. */
  static Embedded exact(Picture picture) {
    return of(picture, "png", picture.png());
  }

  /** A photograph: as JPEG unless it is small. */
  static Embedded photograph(Picture picture) {
    boolean isSmall = picture.height() * picture.width() <= SMALL;
    return isSmall ? exact(picture) : of(picture, "jpeg", picture.jpeg(QUALITY));
  }

  private static Embedded of(Picture picture, String type, byte[] bytes) {
    String uri = "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    return new Embedded(uri, picture.width(), picture.height());
  }

  /** Returns how a browser enlarges it: a picture of few pixels keeps its squares. */
  String rendering() {
    return Math.max(width, height) < SMOOTH_FROM ? "pixelated" : "auto";
  }

  /** Returns the characters that it takes in the page. */
  int length() {
    return uri.length();
  }
}
