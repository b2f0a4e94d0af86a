package io.assay.report.picture;

import java.util.Arrays;
import java.util.List;

/**
 * Which value has which colour.
 *
 * @param map the colours: {@link ColourMap#DIVERGING} around zero, or {@link ColourMap#SEQUENTIAL}
 *     from zero up
 * @param limit the magnitude that gets the colour of the end, as does all beyond it; over 0
 */
public record ColourScale(ColourMap map, double limit) {
  /** Shares of the magnitudes that lie within the limit. */
  public static final double QUANTILE = 0.99;

  private static final int NONE = 0xa9b0b9;

  /** Checks the limit. */
  public ColourScale {
    if (!(limit > 0) || Double.isInfinite(limit)) {
      throw new IllegalArgumentException("the limit of a colour scale is " + limit + "; need > 0");
    }
  }

  /**
   * Chooses a scale for maps that are to be compared: diverging if any value is negative. The limit
   * is the {@link #QUANTILE} of all magnitudes, so that one strong pixel does not make the rest
   * pale; the largest magnitude if that is zero.
   */
  public static ColourScale of(List<ValueMap> maps) {
    int length = maps.stream().mapToInt(map -> map.values().length).sum();
    float[] all = new float[length];
    int next = 0;
    for (ValueMap map : maps) {
      System.arraycopy(map.values(), 0, all, next, map.values().length);
      next += map.values().length;
    }
    return of(all, QUANTILE);
  }

  /** Chooses a scale of few values, such as those of tokens: the limit is the largest magnitude. */
  public static ColourScale of(float... values) {
    return of(values, 1);
  }

  private static ColourScale of(float[] values, double quantile) {
    float[] magnitudes = new float[values.length];
    int found = 0;
    boolean isSigned = false;
    for (float value : values) {
      if (Float.isFinite(value)) {
        magnitudes[found++] = Math.abs(value);
        isSigned |= value < 0;
      }
    }
    Arrays.sort(magnitudes, 0, found);
    float largest = found == 0 ? 0 : magnitudes[found - 1];
    float within = found == 0 ? 0 : magnitudes[(int) Math.ceil(quantile * found) - 1];
    float limit = within > 0 ? within : largest;
    return new ColourScale(
        isSigned ? ColourMap.DIVERGING : ColourMap.SEQUENTIAL, limit > 0 ? limit : 1);
  }

  /** Returns whether values of both signs have colours. */
  public boolean isSigned() {
    return map == ColourMap.DIVERGING;
  }

  /** Returns what stands at the low end of a legend: {@code 0}, or the limit with a minus sign. */
  public String low() {
    return isSigned() ? ScaleText.signed(-limit) : "0";
  }

  /** Returns what stands at the high end of a legend: the limit, with a sign if there are two. */
  public String high() {
    return isSigned() ? ScaleText.signed(limit) : ScaleText.plain(limit);
  }

  /** Returns how strong a value is, 0 to 1 at the limit and beyond; 0 for NaN. */
  public double strength(double value) {
    return Double.isNaN(value) ? 0 : Math.min(1, Math.abs(value) / limit);
  }

  /** Returns the colour of a value as {@code 0xRRGGBB}; grey for NaN. */
  public int rgb(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return map.rgb(isSigned() ? 0.5 + value / limit / 2 : value / limit);
  }
}
