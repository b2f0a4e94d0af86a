package io.assay.baseline;

import io.assay.tensor.Tensor;

/**
 * Colours as eyes tell them apart: sRGB (IEC 61966-2-1) to CIE 1976 L*a*b* under D65; grey as
 * lightness 0 to 100.
 */
final class CieLab {
  private static final double EPSILON = 216.0 / 24389;
  private static final double KAPPA = 24389.0 / 27;
  private static final double WHITE_X = 0.95047;
  private static final double WHITE_Z = 1.08883;

  private CieLab() {}

  /**
   * Returns [channels, pixels] of an image [channels, height, width].
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  static double[][] of(Tensor image) {
    int pixels = image.size(1) * image.size(2);
    double[][] colours = new double[image.size(0)][pixels];
    for (int channel = 0; channel < colours.length; channel++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        colours[channel][pixel] = finite(image.at(channel * pixels + pixel));
      }
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      if (colours.length == 1) {
        colours[0][pixel] *= 100;
      } else {
        convert(colours, pixel);
      }
    }
    return colours;
  }

  private static double finite(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("an image for superpixels holds " + value);
    }
    return value;
  }

  private static void convert(double[][] colours, int pixel) {
    double red = linear(colours[0][pixel]);
    double green = linear(colours[1][pixel]);
    double blue = linear(colours[2][pixel]);
    double x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / WHITE_X);
    double y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
    double z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / WHITE_Z);
    colours[0][pixel] = 116 * y - 16;
    colours[1][pixel] = 500 * (x - y);
    colours[2][pixel] = 200 * (y - z);
  }

  private static double linear(double brightness) {
    return brightness <= 0.04045 ? brightness / 12.92 : Math.pow((brightness + 0.055) / 1.055, 2.4);
  }

  private static double root(double share) {
    return share > EPSILON ? Math.cbrt(share) : (KAPPA * share + 16) / 116;
  }
}
