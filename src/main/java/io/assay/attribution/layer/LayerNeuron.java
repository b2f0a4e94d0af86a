package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.LayerInfo;
import java.util.List;

/**
 * One value of a layer.
 *
 * @param choice of the layer
 * @param place one number in row-major order, or one an axis
 */
record LayerNeuron(LayerChoice choice, List<Integer> place) {
  static final String MEANING = "Which value of the layer: [n] in row-major order, or one an axis.";
  static final String ALLOWED = "numbers from 0";

  /** Returns a copy of a place that may be one. */
  static List<Integer> checked(String key, List<Integer> place) {
    if (place.isEmpty() || place.stream().anyMatch(each -> each < 0)) {
      throw new IllegalArgumentException(
          key + ".neuron is " + place + "; need " + ALLOWED + ", such as [5] or [1, 3, 3]");
    }
    return List.copyOf(place);
  }

  /**
   * Returns the neuron's number in row-major order.
   *
   * @throws AssayException MODEL_LAYER if the layer has no such place
   */
  int position(LayerInfo layer) {
    List<Integer> shape = place.size() == 1 ? List.of(layer.length()) : layer.shape();
    if (place.size() != shape.size()) {
      throw outside(layer);
    }
    int position = 0;
    for (int axis = 0; axis < shape.size(); axis++) {
      if (place.get(axis) >= shape.get(axis)) {
        throw outside(layer);
      }
      position = position * shape.get(axis) + place.get(axis);
    }
    return position;
  }

  private AssayException outside(LayerInfo layer) {
    return new AssayException(
        ErrorCode.MODEL_LAYER,
        "%s.neuron is %s, and layer %s holds %s a row; need one number below %d, or one an axis",
        choice.key(),
        place,
        layer.name(),
        layer.shape(),
        layer.length());
  }
}
