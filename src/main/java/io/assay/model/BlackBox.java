package io.assay.model;

import io.assay.tensor.Tensor;
import java.util.Optional;

/**
 * A model that maps rows to outputs. Every method is a pure function of its arguments: it may be
 * called by several threads at once, and a row's outputs do not depend on the rows beside it.
 */
public interface BlackBox extends AutoCloseable {
  /** Returns what goes in and what comes out. */
  ModelSignature signature();

  /**
   * Returns every output of every row.
   *
   * @param input [rows, ...]; any number of rows, the model cuts batches to its own liking
   * @return [rows, outputs]
   * @throws io.assay.AssayException MODEL_FAILED if the model fails while it runs
   */
  Tensor outputs(Tensor input);

  /**
   * Returns the explained scalars.
   *
   * @param input [rows, ...]
   * @param target of these rows
   * @return [rows, slots]
   */
  default Tensor score(Tensor input, Target target) {
    Tensor outputs = outputs(input);
    int slots = target.slots();
    float[] scores = new float[input.rows() * slots];
    for (int row = 0; row < input.rows(); row++) {
      for (int slot = 0; slot < slots; slot++) {
        scores[row * slots + slot] = outputs.at(row, target.column(row, slot));
      }
    }
    return Tensor.of(scores, input.rows(), slots);
  }

  /** Returns this model under an ability, if it has it. */
  default <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return ability.isInstance(this) ? Optional.of(ability.cast(this)) : Optional.empty();
  }

  /** Gives back what the model holds outside the Java heap. */
  @Override
  void close();
}
