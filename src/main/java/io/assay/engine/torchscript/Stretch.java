package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.function.IntUnaryOperator;

/** The part of a model that a session runs, from the rows that it is handed to its outputs. */
interface Stretch {
  /**
   * Runs it without recording gradients.
   *
   * @param rows [rows, ...]; what comes out lives where they do
   * @param owner of each row of the batch, the row of the caller's that it belongs to
   * @return as many outputs for each row
   */
  PtNDArray outputs(NDArray rows, IntUnaryOperator owner);

  /** Runs it and records gradients. */
  PtNDArray recorded(NDArray rows, IntUnaryOperator owner);

  /** The whole model. */
  record Whole(NativeModule module) implements Stretch {
    @Override
    public PtNDArray outputs(NDArray rows, IntUnaryOperator owner) {
      return module.outputs(rows);
    }

    @Override
    public PtNDArray recorded(NDArray rows, IntUnaryOperator owner) {
      return module.recordedOutputs(rows);
    }
  }
}
