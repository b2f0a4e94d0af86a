package io.assay.report.picture;

/** Colours as {@code 0xRRGGBB}. */
final class Rgb {
  private static final double LEVELS = 255;

  private Rgb() {}

  static int of(double red, double green, double blue) {
    return level(red) << 16 | level(green) << 8 | level(blue);
  }

  /** Mixes two colours: {@code share} of the second. */
  static int mix(int first, int second, double share) {
    return of(
        red(first) + share * (red(second) - red(first)),
        green(first) + share * (green(second) - green(first)),
        blue(first) + share * (blue(second) - blue(first)));
  }

  /** The grey of the same brightness (ITU-R 601 luma), 0 to 255. */
  static double luma(int rgb) {
    return 0.299 * red(rgb) + 0.587 * green(rgb) + 0.114 * blue(rgb);
  }

  /** The contrast of two colours, 1 to 21 (WCAG 2.2). */
  static double contrast(int first, int second) {
    double one = luminance(first) + 0.05;
    double other = luminance(second) + 0.05;
    return Math.max(one, other) / Math.min(one, other);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(red(rgb)) + 0.7152 * linear(green(rgb)) + 0.0722 * linear(blue(rgb));
  }

  private static double linear(int level) {
    double share = level / LEVELS;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  static int red(int rgb) {
    return rgb >> 16 & 0xFF;
  }

  static int green(int rgb) {
    return rgb >> 8 & 0xFF;
  }

  static int blue(int rgb) {
    return rgb & 0xFF;
  }

  private static int level(double value) {
    return (int) Math.rint(Math.min(LEVELS, Math.max(0, value)));
  }
}
