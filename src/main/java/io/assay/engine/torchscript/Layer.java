package io.assay.engine.torchscript;

import io.assay.engine.torchscript.tap.Place;
import io.assay.model.LayerInfo;

/**
 * One firing of a place.
 *
 * @param place where
 * @param firing which time in a pass, from 0
 * @param info what callers know it by
 */
record Layer(Place place, int firing, LayerInfo info) {
  /** Returns the sizes of one row's value. */
  int[] shape() {
    return info.shape().stream().mapToInt(Integer::intValue).toArray();
  }
}
