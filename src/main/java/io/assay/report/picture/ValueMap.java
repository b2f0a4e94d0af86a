package io.assay.report.picture;

import java.util.Arrays;

/** One value for every place of an image or of a coarser grid over it, [height, width]. */
public final class ValueMap {
  private final int height;
  private final int width;
  private final float[] values;

  private ValueMap(int height, int width, float[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /**
   * A map of values.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param values [height, width]; NaN where there is none
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static ValueMap of(int height, int width, float... values) {
    return ofChannels(1, height, width, values);
  }

  /**
   * A map of the sums over channels.
   *
   * @param channels at least 1
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param values [channels, height, width]
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static ValueMap ofChannels(int channels, int height, int width, float... values) {
    int plane = height * width;
    if (height < 1 || width < 1 || channels < 1 || values.length != channels * plane) {
      throw new IllegalArgumentException(
          "%d values are no map of %d x %d x %d".formatted(values.length, channels, height, width));
    }
    float[] sums = new float[plane];
    for (int place = 0; place < plane; place++) {
      double sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += values[channel * plane + place];
      }
      sums[place] = (float) sum;
    }
    return new ValueMap(height, width, sums);
  }

  /** Returns rows. */
  public int height() {
    return height;
  }

  /** Returns columns. */
  public int width() {
    return width;
  }

  /** Returns the value at row y and column x. */
  public float at(int y, int x) {
    return values[y * width + x];
  }

  /** Returns the values in raster order, for reading only. */
  float[] values() {
    return values;
  }

  /**
   * Returns this map over a finer grid.
   *
   * @param newHeight rows
   * @param newWidth columns
   * @param upsampling how values are spread
   */
  public ValueMap over(int newHeight, int newWidth, Upsampling upsampling) {
    if (newHeight == height && newWidth == width) {
      return this;
    }
    float[] spread = new float[newHeight * newWidth];
    for (int at = 0; at < spread.length; at++) {
      int y = at / newWidth;
      int x = at % newWidth;
      spread[at] =
          upsampling == Upsampling.BLOCKS
              ? at((int) ((long) y * height / newHeight), (int) ((long) x * width / newWidth))
              : (float)
                  between((y + 0.5) * height / newHeight - 0.5, (x + 0.5) * width / newWidth - 0.5);
    }
    return new ValueMap(newHeight, newWidth, spread);
  }

  /**
   * Returns this map, or one with so many values averaged into one that no side is longer.
   *
   * @param longest values of the longer side, at least 1
   */
  public ValueMap within(int longest) {
    int factor = (Math.max(height, width) + longest - 1) / longest;
    if (factor == 1) {
      return this;
    }
    int rows = (height + factor - 1) / factor;
    int columns = (width + factor - 1) / factor;
    float[] means = new float[rows * columns];
    for (int at = 0; at < means.length; at++) {
      means[at] = mean(at / columns * factor, at % columns * factor, factor);
    }
    return new ValueMap(rows, columns, means);
  }

  private float mean(int top, int left, int factor) {
    double sum = 0;
    int count = 0;
    for (int y = top; y < Math.min(height, top + factor); y++) {
      for (int x = left; x < Math.min(width, left + factor); x++) {
        sum += at(y, x);
        count++;
      }
    }
    return (float) (sum / count);
  }

  private double between(double y, double x) {
    double top = Math.min(height - 1, Math.max(0, y));
    double left = Math.min(width - 1, Math.max(0, x));
    int above = (int) top;
    int before = (int) left;
    int below = Math.min(height - 1, above + 1);
    int after = Math.min(width - 1, before + 1);
    double upper = at(above, before) + (left - before) * (at(above, after) - at(above, before));
    double lower = at(below, before) + (left - before) * (at(below, after) - at(below, before));
    return upper + (top - above) * (lower - upper);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueMap that
        && height == that.height
        && width == that.width
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "ValueMap[" + height + " x " + width + "]";
  }
}
