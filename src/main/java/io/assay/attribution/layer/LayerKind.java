package io.assay.attribution.layer;

import io.assay.model.LayerInfo;
import java.util.List;

/** How the values of a layer lie over the positions of the input. */
enum LayerKind {
  /** A vector for each position of the input: [tokens, dim]. */
  TOKENS,
  /** A map of the picture for each channel: [channels, height, width]. */
  MAPS,
  /** Neither. */
  OTHER;

  /**
   * Returns the kind of a layer.
   *
   * @param features how many values a row of the input has; a map is no finer than the picture
   */
  static LayerKind of(LayerInfo layer, int features) {
    List<Integer> shape = layer.shape();
    if (shape.size() == 2 && shape.get(0) == features) {
      return TOKENS;
    }
    int area = shape.size() == 3 ? shape.get(1) * shape.get(2) : 1;
    return area > 1 && area <= features ? MAPS : OTHER;
  }
}
