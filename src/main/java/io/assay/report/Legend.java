package io.assay.report;

import io.assay.report.picture.ColourScale;
import java.util.Locale;

/**
 * A bar of colours with numbers at its ends.
 *
 * @param kind the class that the style sheet knows
 * @param low the number at the low end
 * @param high the number at the high end
 * @param unit the unit of both; may be empty
 */
record Legend(String kind, String low, String high, String unit) {
  static Legend of(ColourScale scale, String unit) {
    return new Legend(scale.map().name().toLowerCase(Locale.ROOT), scale.low(), scale.high(), unit);
  }

  boolean isSigned() {
    return kind.equals("diverging");
  }
}
