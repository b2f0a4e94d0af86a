package io.assay.model;

import java.util.List;

/**
 * What goes into a model and what comes out.
 *
 * @param inputShape sizes of one row's input, without the row axis
 * @param outputs names of the output columns, in order
 * @param unit what an output value is
 */
public record ModelSignature(List<Integer> inputShape, List<String> outputs, Unit unit) {
  /** What an output value is. Attributions bear the same unit. */
  public enum Unit {
    /** Log-odds or the argument of a softmax: the default for classifiers. */
    LOGIT,
    /** A probability, 0 to 1. */
    PROBABILITY,
    /** The model's own unit: a price, a temperature. */
    RAW
  }

  /** Copies the lists. */
  public ModelSignature {
    inputShape = List.copyOf(inputShape);
    outputs = List.copyOf(outputs);
  }

  /** Returns how many values one row's input holds. */
  public int inputLength() {
    return inputShape.stream().reduce(1, Math::multiplyExact);
  }
}
