package io.assay.report.picture;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A fixed row of colours that equal steps of a value turn into equal steps for the eye. */
public enum ColourMap {
  /**
   * Blue through near white to red, for values of both signs: RdBu of ColorBrewer 2.0 (Cynthia
   * Brewer, Mark Harrower and The Pennsylvania State University; Apache-2.0), turned around and
   * without its two darkest steps, which are hard to tell from each other. Both ends are told apart
   * by people who see no red or no green.
   */
  DIVERGING("2166ac4393c392c5ded1e5f0f7f7f7fddbc7f4a582d6604db2182b"),
  /**
   * Dark violet through green to yellow, for values of one sign: viridis (Stéfan van der Walt and
   * Nathaniel Smith; CC0), of which lightness alone tells the order.
   */
  SEQUENTIAL(
      "440154470e61481a6c482575472f7d443a834144873d4e8a39568c35608d31688e2d708e2a788e27818e"
          + "23888e21918d1f988b1fa08822a8842ab07f35b77943bf7154c56866cc5d7ad1518fd744a5db36"
          + "bcdf27d2e21be9e51afde725");

  private static final int DIGITS = 6;
  private static final int STEPS = 128; // no eye tells two of them apart; files stay small

  private final String anchors;

  ColourMap(String anchors) {
    this.anchors = anchors;
  }

  /**
   * Returns a colour.
   *
   * @param share where along the row, 0 to 1; what lies outside gets the colour of the end
   * @return red, green and blue as {@code 0xRRGGBB}
   */
  public int rgb(double share) {
    int last = anchors.length() / DIGITS - 1;
    double place = Math.rint(Math.min(1, Math.max(0, share)) * STEPS) / STEPS * last;
    int below = Math.min(last - 1, (int) place);
    return Rgb.mix(anchor(below), anchor(below + 1), place - below);
  }

  /** Returns the row as stops of a gradient in CSS, from its first colour to its last. */
  public String cssStops() {
    List<String> stops = new ArrayList<>();
    for (int stop = 0; stop <= 10; stop++) {
      stops.add(String.format(Locale.ROOT, "#%06x", rgb(stop / 10.0)));
    }
    return String.join(", ", stops);
  }

  private int anchor(int place) {
    return HexFormat.fromHexDigits(anchors, place * DIGITS, (place + 1) * DIGITS);
  }
}
