package io.assay.model.tree;

import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/**
 * What stands between the margins of a row, the sums of its leaves, and what the library predicts.
 * A link equals itself alone.
 */
public final class Link {
  /** Nothing: the prediction is the margin. */
  public static final Link IDENTITY = new Link("identity", false, margins -> {});

  /** 1 / (1 + exp(-m)), each output by itself. */
  public static final Link LOGISTIC = new Link("logistic", true, each(m -> 1 / (1 + Math.exp(-m))));

  /** exp(m_k) / sum of exp(m_j). */
  public static final Link SOFTMAX = new Link("softmax", true, Link::softmax);

  /** exp(m). */
  public static final Link EXPONENTIAL = new Link("exponential", false, each(Math::exp));

  /** log(1 + exp(m)). */
  public static final Link SOFTPLUS = new Link("softplus", false, each(Link::softplus));

  /** m * m with the sign of m. */
  public static final Link SIGNED_SQUARE =
      new Link("signed square", false, each(m -> m * Math.abs(m)));

  private final String name;
  private final boolean givesProbabilities;
  private final Consumer<double[]> change;

  private Link(String name, boolean givesProbabilities, Consumer<double[]> change) {
    this.name = name;
    this.givesProbabilities = givesProbabilities;
    this.change = change;
  }

  /**
   * Returns 1 / (1 + exp(-scale m)), each output by itself; {@link #LOGISTIC} if the scale is 1.
   *
   * @param scale finite, above 0
   * @throws IllegalArgumentException if it is another number
   */
  public static Link logistic(double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale is " + scale + "; need a finite number above 0");
    }
    return scale == 1
        ? LOGISTIC
        : new Link("logistic of " + scale + " m", true, each(m -> 1 / (1 + Math.exp(-scale * m))));
  }

  /** Returns whether predictions are probabilities, and margins their logits. */
  public boolean givesProbabilities() {
    return givesProbabilities;
  }

  /** Turns the margins of a row into predictions, in place. */
  public void apply(double[] margins) {
    change.accept(margins);
  }

  @Override
  public String toString() {
    return name;
  }

  private static Consumer<double[]> each(DoubleUnaryOperator change) {
    return margins -> {
      for (int output = 0; output < margins.length; output++) {
        margins[output] = change.applyAsDouble(margins[output]);
      }
    };
  }

  private static double softplus(double margin) {
    return Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
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
