package io.assay.model;

import io.assay.tensor.Tensor;
import java.util.List;

/**
 * A model whose inside can be read and taken hold of. A layer is named by a selector: {@code
 * features.3} (the value that a submodule gives), {@code <features.3} (what goes into it), {@code
 * attn:softmax} (the value of an operation in a submodule's own code), {@code attn@weights} (a
 * variable there), each with {@code #k} for the k-th time that it is computed in a pass, from 0.
 *
 * <p>Every method throws MODEL_LAYER if there is no such layer, with those that there are.
 */
public interface Layered extends BlackBox {
  /** Returns every layer that a selector without {@code #} reaches, in the order of computation. */
  List<LayerInfo> layers();

  /** Returns one layer. */
  LayerInfo layer(String selector);

  /**
   * Returns what a layer holds.
   *
   * @param input [rows, ...]
   * @return [rows, ...] in the layer's shape
   */
  Tensor activation(String layer, Tensor input);

  /** Returns what a layer holds and the gradients of the scores with respect to it. */
  LayerGradient layerGradient(String layer, Tensor input, Target target);

  /**
   * Returns the model from a layer on: a function of what the layer holds, all that reaches the
   * output past the layer being held as the inputs give it. The row r that it is handed belongs to
   * the row r of {@code input}; the points of a sum belong to the row that they name. It is a view,
   * and closing it does nothing.
   *
   * @param input [rows, ...] of the whole model
   */
  Differentiable above(String layer, Tensor input);

  /**
   * Returns the model up to a layer, whose outputs are the layer's values in row-major order: a
   * neuron is a target. It is a view, and closing it does nothing.
   *
   * @throws io.assay.AssayException MODEL_ABILITY if nothing below the layer has a gradient
   */
  Differentiable below(String layer);
}
