package io.assay.attribution.layer;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.GroupFold;
import io.assay.tensor.Tensor;
import java.util.function.IntFunction;

/**
 * Brings maps of a layer to the groups of the input: shaped, resized to the picture, the same for
 * all channels of a pixel, and averaged over the positions of a group.
 *
 * @param options how
 * @param from the size of the maps
 * @param to the size of the picture
 */
record HeatMaps(CamOptions options, Picture from, Picture to) {
  /**
   * Returns the values of all scalars.
   *
   * @param maps the map of each scalar, by row and slot
   * @return [rows, slots, groups]
   */
  Tensor values(AttributionRequest request, IntFunction<double[]> maps) {
    int rows = request.batch().rows();
    int slots = request.target().slots();
    int features = request.groups().features();
    double[] heights = new double[rows * slots * features];
    for (int scalar = 0; scalar < rows * slots; scalar++) {
      double[] pixels = pixels(maps.apply(scalar));
      for (int feature = 0; feature < features; feature++) {
        heights[scalar * features + feature] = pixels[feature % pixels.length];
      }
    }
    return GroupFold.means(heights, rows, slots, request.groups());
  }

  /** Returns the height of every pixel. */
  double[] pixels(double[] map) {
    Heights heights = options.heights();
    return heights.shaped(options.upsample().resize(heights.shaped(map), from, to));
  }
}
