package io.assay.global.surrogate;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.Tensor;

/** A model that is imitated, by one of its outputs. */
public final class Teacher {
  private final BlackBox model;
  private final int output;

  /**
   * Takes a model.
   *
   * @param output the column whose score is imitated
   */
  public Teacher(BlackBox model, int output) {
    this.model = model;
    this.output = output;
  }

  /**
   * Asks the model.
   *
   * @param rows [rows, width]
   * @throws io.assay.AssayException MODEL_FAILED if the model fails while it runs
   */
  public Answered ask(Tensor rows) {
    int[] shape = new int[model.signature().inputShape().size() + 1];
    shape[0] = rows.rows();
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = model.signature().inputShape().get(axis - 1);
    }
    return answered(rows, model.outputs(rows.reshape(shape)), model.signature(), output);
  }

  /**
   * Reads what was asked already.
   *
   * @param rows [rows, width]
   * @param outputs [rows, outputs] of the model
   * @param output the column whose score is imitated
   */
  public static Answered answered(
      Tensor rows, Tensor outputs, ModelSignature signature, int output) {
    float[] scores = new float[rows.rows()];
    float[] wins = new float[rows.rows()];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = outputs.at(row, output);
      wins[row] = signature.unit() != Unit.RAW && wins(outputs, row, signature, output) ? 1 : 0;
    }
    return new Answered(rows, Tensor.of(scores, scores.length), Tensor.of(wins, wins.length));
  }

  /** Says whether an output is the largest, or, where it is alone, more likely than not. */
  private static boolean wins(Tensor outputs, int row, ModelSignature signature, int output) {
    if (outputs.rowLength() == 1) {
      return outputs.at(row, 0) > (signature.unit() == Unit.LOGIT ? 0 : 0.5);
    }
    for (int other = 0; other < outputs.rowLength(); other++) {
      float distance = outputs.at(row, other) - outputs.at(row, output);
      if (other < output ? distance >= 0 : distance > 0) { // the first of equals wins
        return false;
      }
    }
    return true;
  }
}
