package io.assay.model.tree;

/**
 * What stands between the margins of a row, the sums of its leaves, and what the library predicts.
 */
public enum Link {
  /** Nothing: the prediction is the margin. */
  IDENTITY,
  /** 1 / (1 + exp(-m)), each output by itself. */
  LOGISTIC,
  /** exp(m_k) / sum of exp(m_j). */
  SOFTMAX,
  /** exp(m). */
  EXPONENTIAL;

  /** Turns the margins of a row into predictions, in place. */
  public void apply(double[] margins) {
    switch (this) {
      case IDENTITY -> {}
      case LOGISTIC -> {
        for (int output = 0; output < margins.length; output++) {
          margins[output] = 1 / (1 + Math.exp(-margins[output]));
        }
      }
      case EXPONENTIAL -> {
        for (int output = 0; output < margins.length; output++) {
          margins[output] = Math.exp(margins[output]);
        }
      }
      case SOFTMAX -> softmax(margins);
    }
  }

  private static void softmax(double[] margins) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double margin : margins) {
      largest = Math.max(largest, margin);
    }
    double sum = 0;
    for (int output = 0; output < margins.length; output++) {
      margins[output] = Math.exp(margins[output] - largest);
      sum += margins[output];
    }
    for (int output = 0; output < margins.length; output++) {
      margins[output] /= sum;
    }
  }
}
