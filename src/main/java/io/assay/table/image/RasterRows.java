package io.assay.table.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a raster, as the file stores them: no colour profile, gamma or orientation is applied,
 * and an alpha channel is left out, as Pillow's {@code convert("RGB")} does and with it most
 * training code.
 */
final class RasterRows implements PixelRows {
  private static final double LEVELS = 255;

  /** ITU-R 601 luma. */
  private static final double RED = 0.299;

  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  /** How the bands of a pixel are its colour. */
  private enum Bands {
    GREY,
    COLOUR,
    PALETTE,
    /** Cyan, magenta, yellow and black, inverted, as Adobe's programs store them in JPEG. */
    PRINT,
    /** The same, cyan to yellow turned into luma and chroma. */
    PRINT_AS_LUMA
  }

  private final Raster raster;
  private final Bands bands;
  private final @Nullable IndexColorModel palette;
  private final int channels;
  private final double factor;
  private final int[] samples;

  private RasterRows(Raster raster, Bands bands, @Nullable IndexColorModel palette, int channels) {
    this.raster = raster;
    this.bands = bands;
    this.palette = palette;
    this.channels = channels;
    this.factor = LEVELS / ((1L << raster.getSampleModel().getSampleSize(0)) - 1);
    this.samples = new int[raster.getWidth() * raster.getNumBands()];
  }

  /** Rows of an image whose bands are grey or red, green, blue, perhaps with alpha or a palette. */
  static RasterRows of(BufferedImage image, int channels) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return new RasterRows(image.getRaster(), Bands.PALETTE, palette, channels);
    }
    Bands bands = image.getRaster().getNumBands() < 3 ? Bands.GREY : Bands.COLOUR;
    return new RasterRows(image.getRaster(), bands, null, channels);
  }

  /** Rows of the four bands of a JPEG in print colours. */
  static RasterRows ofPrint(Raster raster, JpegHeader header, int channels) {
    Bands bands = header.isLuma() ? Bands.PRINT_AS_LUMA : Bands.PRINT;
    return new RasterRows(raster, bands, null, channels);
  }

  @Override
  public int height() {
    return raster.getHeight();
  }

  @Override
  public int width() {
    return raster.getWidth();
  }

  @Override
  public void read(int y, double[] levels) {
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, samples);
    int each = raster.getNumBands();
    for (int x = 0; x < width(); x++) {
      int at = x * each;
      switch (bands) {
        case GREY -> put(levels, x, level(at), level(at), level(at));
        case COLOUR -> put(levels, x, level(at), level(at + 1), level(at + 2));
        case PALETTE -> putIndexed(levels, x, samples[at]);
        case PRINT -> putPrint(levels, x, at);
        case PRINT_AS_LUMA -> putPrintAsLuma(levels, x, at);
      }
    }
  }

  private double level(int at) {
    return samples[at] * factor;
  }

  private void putIndexed(double[] levels, int x, int index) {
    if (palette == null || index >= palette.getMapSize()) {
      throw new IllegalArgumentException("colour " + index + " is not in the palette");
    }
    put(levels, x, palette.getRed(index), palette.getGreen(index), palette.getBlue(index));
  }

  private void putPrint(double[] levels, int x, int at) {
    double light = samples[at + 3] / LEVELS;
    put(levels, x, samples[at] * light, samples[at + 1] * light, samples[at + 2] * light);
  }

  private void putPrintAsLuma(double[] levels, int x, int at) {
    double luma = samples[at];
    double blue = samples[at + 1] - 128.0;
    double red = samples[at + 2] - 128.0;
    double light = samples[at + 3] / LEVELS;
    put(
        levels,
        x,
        light * inverted(luma + 1.402 * red),
        light * inverted(luma - 0.344136 * blue - 0.714136 * red),
        light * inverted(luma + 1.772 * blue));
  }

  private static double inverted(double level) {
    return LEVELS - Math.rint(Math.min(LEVELS, Math.max(0, level)));
  }

  private void put(double[] levels, int x, double red, double green, double blue) {
    if (channels == 1) {
      levels[x] = red == green && green == blue ? red : RED * red + GREEN * green + BLUE * blue;
      return;
    }
    levels[x] = red;
    levels[width() + x] = green;
    levels[2 * width() + x] = blue;
  }
}
