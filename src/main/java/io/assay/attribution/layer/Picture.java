package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.List;

/**
 * The size of a picture in pixels: the last two axes of an input or of a layer.
 *
 * @param height rows of pixels
 * @param width pixels of a row
 */
record Picture(int height, int width) {
  /**
   * Returns the picture that an input is.
   *
   * @param key of the method, for messages
   */
  static Picture ofInput(String key, List<Integer> inputShape) {
    int axes = inputShape.size();
    if (axes < 2) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "%s draws on pictures, and the model takes %s a row; need [channels, height, width]",
          key,
          inputShape);
    }
    return new Picture(inputShape.get(axes - 2), inputShape.get(axes - 1));
  }

  /** Returns the size of the maps of a layer, [channels, height, width]. */
  static Picture ofLayer(List<Integer> shape) {
    return new Picture(shape.get(1), shape.get(2));
  }

  int area() {
    return height * width;
  }

  /**
   * Spreads the value of each cell of this grid evenly over the part of a picture that it covers.
   * The sum stays the same.
   *
   * @param cells row-major
   * @return one value a pixel, row-major
   */
  double[] spread(double[] cells, Picture picture) {
    double[][] down = shares(height, picture.height);
    double[][] across = shares(width, picture.width);
    double[] pixels = new double[picture.area()];
    for (int cell = 0; cell < cells.length; cell++) {
      double[] rows = down[cell / width];
      double[] columns = across[cell % width];
      for (int pixel = 0; pixel < pixels.length; pixel++) {
        double share = rows[pixel / picture.width] * columns[pixel % picture.width];
        if (share > 0) {
          pixels[pixel] += share * cells[cell];
        }
      }
    }
    return pixels;
  }

  /** Returns which share of each cell lies on each pixel, along one axis. */
  private static double[][] shares(int cells, int pixels) {
    double[][] shares = new double[cells][pixels];
    for (int cell = 0; cell < cells; cell++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        double from = Math.max((double) cell / cells, (double) pixel / pixels);
        double to = Math.min((cell + 1.0) / cells, (pixel + 1.0) / pixels);
        shares[cell][pixel] = Math.max(0, to - from) * cells;
      }
    }
    return shares;
  }
}
