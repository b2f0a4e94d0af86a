package io.assay.report.picture;

/**
 * Values over an image.
 *
 * @param original the image
 * @param values one value a pixel of the image
 * @param scale which value has which colour
 */
public record HeatMap(Picture original, ValueMap values, ColourScale scale) {
  /** How much of a colour covers the image where the value is at the limit. */
  private static final double COVER = 0.88;

  /** Raises weak values a little, so that they are seen over an image. */
  private static final double LIFT = 0.75;

  private static final double DARKEST = 115;
  private static final double CONTRAST = 0.5;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the image and the values have not the same size
   */
  public HeatMap {
    if (original.height() != values.height() || original.width() != values.width()) {
      throw new IllegalArgumentException(original + " has not the size of " + values);
    }
  }

  /** Spreads a map, which may be coarser than the image, over it. */
  public static HeatMap of(
      Picture original, ValueMap values, ColourScale scale, Upsampling upsampling) {
    return new HeatMap(
        original, values.over(original.height(), original.width(), upsampling), scale);
  }

  /** Returns the values as colours. */
  public Picture map() {
    int[] pixels = new int[values.height() * values.width()];
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      pixels[pixel] = scale.rgb(values.values()[pixel]);
    }
    return new Picture(values.height(), values.width(), pixels);
  }

  /** Returns the image in soft grey under colours that cover it the more, the stronger a value. */
  public Picture overlay() {
    int[] pixels = new int[values.height() * values.width()];
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      float value = values.values()[pixel];
      int shown = original.rgb(pixel / values.width(), pixel % values.width());
      double soft = DARKEST + CONTRAST * Rgb.luma(shown);
      double cover = COVER * Math.pow(scale.strength(value), LIFT);
      pixels[pixel] = Rgb.mix(Rgb.of(soft, soft, soft), scale.rgb(value), cover);
    }
    return new Picture(values.height(), values.width(), pixels);
  }
}
