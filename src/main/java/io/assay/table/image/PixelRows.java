package io.assay.table.image;

/** A decoded image, read row by row as levels 0 to 255 (with fractions where it has 16 bits). */
interface PixelRows {
  /** How many rows there are. */
  int height();

  /** How many pixels a row has. */
  int width();

  /**
   * Reads a row.
   *
   * @param y 0 to height - 1
   * @param levels takes [channels, width]: one plane of grey, or red, green and blue
   */
  void read(int y, double[] levels);
}
