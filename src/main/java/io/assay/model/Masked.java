package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * A black box that composes masked inputs where it computes, so that rows, references and packed
 * bits travel to the device and not every composed input.
 */
public interface Masked extends BlackBox {
  /**
   * Returns the explained scalars of composed inputs: what {@link #score} gives of {@link
   * MaskedInputs#compose}, which this default is.
   *
   * @param inputs any number; the model cuts batches to its own liking
   * @param target of the items
   * @return [items, slots]
   * @throws io.assay.AssayException MODEL_FAILED if the model fails while it runs
   */
  default Tensor scoreMasked(MaskedInputs inputs, Target target) {
    return score(inputs.compose(0, inputs.size()), target);
  }
}
