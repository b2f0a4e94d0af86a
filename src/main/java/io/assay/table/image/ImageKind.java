package io.assay.table.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** What the first bytes say that a file is, and how its pixels are read. */
enum ImageKind {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff"),
  GIF("GIF8"),
  BMP("BM"),
  TIFF("II*\0"),
  WEBP("RIFF"),
  OTHER("");

  private final String mark;

  ImageKind(String mark) {
    this.mark = mark;
  }

  static ImageKind of(byte[] encoded) {
    int longest = Math.min(PNG.mark.length(), encoded.length);
    String start = new String(encoded, 0, longest, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(kind -> start.startsWith(kind.mark))
        .findFirst()
        .orElse(OTHER);
  }

  /** In words. */
  String shown() {
    return this == OTHER ? "neither PNG nor JPEG" : name();
  }

  /** Returns the JDK's own reader. */
  ImageReader reader() {
    return ImageIO.getImageReadersByFormatName(name()).next();
  }

  /** Returns the file as far as its pixels need it. */
  byte[] pixelsOnly(byte[] encoded) throws IOException {
    return this == PNG ? PngChunks.ofPixels(encoded) : encoded;
  }

  /** Unpacks all pixels. */
  PixelRows rows(ImageReader reader, byte[] encoded, int channels) throws IOException {
    if (this == JPEG) {
      JpegHeader header = JpegHeader.of(encoded);
      if (header == null) {
        throw new IOException("it has no frame");
      }
      if (header.isPrint()) {
        return RasterRows.ofPrint(reader.readRaster(0, null), header, channels);
      }
    }
    return RasterRows.of(reader.read(0), channels);
  }
}
