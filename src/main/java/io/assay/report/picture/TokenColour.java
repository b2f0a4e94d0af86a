package io.assay.report.picture;

/**
 * The colour behind a token at full strength, on light and on dark pages; weaker values let the
 * page shine through. The ink of the page keeps a contrast of 4.5 to 1 on all of them.
 */
enum TokenColour {
  /** The value raises the target. */
  UP(0xe27561, 0xb2182b),
  /** The value lowers the target. */
  DOWN(0x5ba3cf, 0x2166ac),
  /** The value has no sign: it is an amount. */
  AMOUNT(0x35b779, 0x21665f);

  static final int LIGHT_INK = 0x1a1e24;
  static final int LIGHT_PAPER = 0xfcfcfa;
  static final int DARK_INK = 0xe9ebee;
  static final int DARK_PAPER = 0x14171b;

  private final int light;
  private final int dark;

  TokenColour(int light, int dark) {
    this.light = light;
    this.dark = dark;
  }

  static TokenColour of(double value, ColourScale scale) {
    if (!scale.isSigned()) {
      return AMOUNT;
    }
    return value < 0 ? DOWN : UP;
  }

  /** The colour on a light page, 0 to 1 of it. */
  int light(double strength) {
    return Rgb.mix(LIGHT_PAPER, light, strength);
  }

  /** The colour on a dark page. */
  int dark(double strength) {
    return Rgb.mix(DARK_PAPER, dark, strength);
  }

  /** The colour at full strength on a light page, as numbers of CSS. */
  String lightCss() {
    return css(light);
  }

  /** The colour at full strength on a dark page, as numbers of CSS. */
  String darkCss() {
    return css(dark);
  }

  private static String css(int rgb) {
    return Rgb.red(rgb) + " " + Rgb.green(rgb) + " " + Rgb.blue(rgb);
  }
}
