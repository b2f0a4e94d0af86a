package io.assay.baseline;

/**
 * A coarse grid of mask values over an image. Stretched bilinearly to one cell more than the image
 * has on each side, and cut to the image at a shift, it is a smooth mask; every pixel's value is a
 * weighted mean of up to four cells, so that masks of cells between 0 and 1 are, too, and of cells
 * of the same expectation have that expectation at every pixel.
 *
 * <p>Source: Petsiuk, Das and Saenko (2018), RISE, arXiv 1806.07421, section 3.2.
 */
public final class MaskGrid {
  private final int height;
  private final int width;
  private final int rows;
  private final int columns;

  private MaskGrid(int height, int width, int rows, int columns) {
    this.height = height;
    this.width = width;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Lays a grid over an image; it is no finer than the pixels.
   *
   * @param height of the image, pixels
   * @param width of the image, pixels
   * @param side cells along each side, at least 1
   * @throws IllegalArgumentException if one of them is under 1
   */
  public static MaskGrid over(int height, int width, int side) {
    if (height < 1 || width < 1 || side < 1) {
      throw new IllegalArgumentException(
          "a grid of %d cells a side over %d x %d pixels; need at least 1"
              .formatted(side, height, width));
    }
    return new MaskGrid(height, width, Math.min(side, height), Math.min(side, width));
  }

  /** Returns how many cells there are. */
  public int cells() {
    return rows * columns;
  }

  /** Returns how many pixels the image has. */
  public int pixels() {
    return height * width;
  }

  /** Returns how many shifts down there are: the pixels of a cell's height. */
  public int shiftsDown() {
    return (height + rows - 1) / rows;
  }

  /** Returns how many shifts to the right there are: the pixels of a cell's width. */
  public int shiftsRight() {
    return (width + columns - 1) / columns;
  }

  /**
   * Writes the smooth mask of a shift.
   *
   * @param cells [rows, columns] of the grid
   * @param down pixels, 0 to shiftsDown - 1
   * @param right pixels, 0 to shiftsRight - 1
   * @return [height, width]
   */
  public float[] stretched(float[] cells, int down, int right) {
    Axis vertical = new Axis(height, rows, shiftsDown(), down);
    Axis horizontal = new Axis(width, columns, shiftsRight(), right);
    float[] mask = new float[pixels()];
    double[] line = new double[columns];
    for (int y = 0; y < height; y++) {
      double share = vertical.share[y];
      for (int column = 0; column < columns; column++) {
        line[column] =
            (1 - share) * cells[vertical.lower[y] * columns + column]
                + share * cells[vertical.upper[y] * columns + column];
      }
      for (int x = 0; x < width; x++) {
        double part = horizontal.share[x];
        mask[y * width + x] =
            (float) ((1 - part) * line[horizontal.lower[x]] + part * line[horizontal.upper[x]]);
      }
    }
    return mask;
  }

  /** Between which two cells the pixels along a side lie, and how near to the second. */
  private static final class Axis {
    private final int[] lower;
    private final int[] upper;
    private final double[] share;

    Axis(int pixels, int cells, int cellSize, int shift) {
      this.lower = new int[pixels];
      this.upper = new int[pixels];
      this.share = new double[pixels];
      double scale = cells / ((cells + 1.0) * cellSize);
      for (int pixel = 0; pixel < pixels; pixel++) {
        double place = (pixel + shift + 0.5) * scale - 0.5;
        double clamped = Math.max(0, Math.min(cells - 1, place));
        lower[pixel] = (int) clamped;
        upper[pixel] = Math.min(cells - 1, lower[pixel] + 1);
        share[pixel] = clamped - lower[pixel];
      }
    }
  }
}
