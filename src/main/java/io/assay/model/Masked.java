package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * A black box that composes masked inputs where it computes, so that rows, references and packed
 * bits travel to the device and not every composed input.
 */
public interface Masked extends BlackBox {
  /** Values that the default composes at once, at least sixteen inputs: 4 MiB. */
  int INPUT_VALUES = 1 << 20;

  /**
   * Returns the explained scalars of composed inputs: what {@link #score} gives of {@link
   * MaskedInputs#compose}, which this default is, in pieces.
   *
   * @param inputs any number; the model cuts batches to its own liking
   * @param target of the items
   * @return [items, slots]
   * @throws io.assay.AssayException MODEL_FAILED if the model fails while it runs
   */
  default Tensor scoreMasked(MaskedInputs inputs, Target target) {
    int piece = Math.max(16, INPUT_VALUES / Math.max(1, inputs.rows().rowLength()));
    float[] scores = new float[inputs.size() * target.slots()];
    for (int from = 0; from < inputs.size(); from += piece) {
      int to = Math.min(inputs.size(), from + piece);
      Tensor some = score(inputs.compose(from, to), target.slice(from, to));
      System.arraycopy(some.values(), 0, scores, from * target.slots(), some.values().length);
    }
    return Tensor.of(scores, inputs.size(), target.slots());
  }
}
