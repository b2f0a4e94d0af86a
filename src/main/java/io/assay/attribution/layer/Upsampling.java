package io.assay.attribution.layer;

/** How a map of a layer is brought to the size of the picture. */
public enum Upsampling {
  /** Between the four nearest cells, whose centres are at half pixels. */
  BILINEAR {
    @Override
    double place(int pixel, int cells, int pixels) {
      double place = (pixel + 0.5) * cells / pixels - 0.5;
      return Math.max(0, Math.min(cells - 1, place));
    }
  },
  /** Between the four nearest cells, the outermost of which lie on the corners of the picture. */
  BILINEAR_CORNERS {
    @Override
    double place(int pixel, int cells, int pixels) {
      return pixels == 1 ? 0 : (double) pixel * (cells - 1) / (pixels - 1);
    }
  },
  /** The cell that a pixel lies in. */
  NEAREST {
    @Override
    double place(int pixel, int cells, int pixels) {
      return Math.floorDiv(pixel * cells, pixels);
    }
  };

  /** Returns where a pixel lies among the cells along one axis, 0 to cells - 1. */
  abstract double place(int pixel, int cells, int pixels);

  /**
   * Resizes a map.
   *
   * @param map row-major
   * @return one value a pixel, row-major
   */
  double[] resize(double[] map, Picture from, Picture to) {
    double[] resized = new double[to.area()];
    for (int y = 0; y < to.height(); y++) {
      double down = place(y, from.height(), to.height());
      for (int x = 0; x < to.width(); x++) {
        resized[y * to.width() + x] = at(map, from, down, place(x, from.width(), to.width()));
      }
    }
    return resized;
  }

  private static double at(double[] map, Picture from, double y, double x) {
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, from.height() - 1);
    int right = Math.min(left + 1, from.width() - 1);
    double upper =
        between(map[top * from.width() + left], map[top * from.width() + right], x - left);
    double lower =
        between(map[bottom * from.width() + left], map[bottom * from.width() + right], x - left);
    return between(upper, lower, y - top);
  }

  private static double between(double first, double second, double share) {
    return share == 0 ? first : (1 - share) * first + share * second;
  }
}
