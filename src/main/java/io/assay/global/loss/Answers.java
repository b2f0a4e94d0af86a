package io.assay.global.loss;

import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a model's outputs say, in the form in which answers can be averaged and held against the
 * truth: of a classifier the probability of each class, of a regression its outputs as they are.
 * Logits go through the softmax over all outputs; a classifier of one output through the logistic
 * function, and has two classes, of which the output is the second.
 */
public final class Answers {
  private final Unit unit;
  private final List<String> outputs;

  /** Reads answers of a model's outputs. */
  public Answers(ModelSignature signature) {
    this.unit = signature.unit();
    this.outputs = signature.outputs();
  }

  /** Returns how many numbers an answer has: classes, or outputs of a regression. */
  public int width() {
    return isOneOutputOfTwoClasses() ? 2 : outputs.size();
  }

  private boolean isOneOutputOfTwoClasses() {
    return unit != Unit.RAW && outputs.size() == 1;
  }

  /**
   * Adds the answer of a row, times a weight.
   *
   * @param outputs [rows, outputs] of the model
   * @param row which
   * @param weight of this answer in a mean
   * @param into takes {@link #width} numbers
   * @param offset where the first one goes
   */
  public void add(Tensor outputs, int row, double weight, double[] into, int offset) {
    if (isOneOutputOfTwoClasses()) {
      double output = outputs.at(row, 0);
      double second = unit == Unit.LOGIT ? 1 / (1 + Math.exp(-output)) : output;
      into[offset] += weight * (1 - second);
      into[offset + 1] += weight * second;
      return;
    }
    double largest = unit == Unit.LOGIT ? largest(outputs, row) : 0;
    double scale = unit == Unit.LOGIT ? weight / sum(outputs, row, largest) : weight;
    for (int at = 0; at < width(); at++) {
      double output = outputs.at(row, at);
      into[offset + at] += scale * (unit == Unit.LOGIT ? Math.exp(output - largest) : output);
    }
  }

  /** Returns the answer of a row alone. */
  public double[] of(Tensor outputs, int row) {
    double[] answer = new double[width()];
    add(outputs, row, 1, answer, 0);
    return answer;
  }

  private static double largest(Tensor outputs, int row) {
    double largest = outputs.at(row, 0);
    for (int at = 1; at < outputs.rowLength(); at++) {
      largest = Math.max(largest, outputs.at(row, at)); // NaN stays
    }
    return largest;
  }

  private static double sum(Tensor outputs, int row, double largest) {
    double sum = 0;
    for (int at = 0; at < outputs.rowLength(); at++) {
      sum += Math.exp(outputs.at(row, at) - largest);
    }
    return sum;
  }

  /**
   * Returns the truth that a label states. Of a regression the label is a number, the truth of
   * whichever output is explained. Of a classifier it is the name of an output or its number from
   * 0; where there is one output, its name, {@code true} and {@code 1} mean the second class,
   * {@code false} and {@code 0} the first.
   *
   * @param label as text
   * @return empty if the label says nothing of the kind
   */
  public Optional<double[]> truth(String label) {
    if (unit == Unit.RAW) {
      OptionalDouble number = number(label);
      double[] everywhere = new double[width()];
      Arrays.fill(everywhere, number.orElse(Double.NaN));
      return number.isPresent() ? Optional.of(everywhere) : Optional.empty();
    }
    int known = classOf(label);
    if (known < 0) {
      return Optional.empty();
    }
    double[] truth = new double[width()];
    truth[known] = 1;
    return Optional.of(truth);
  }

  private int classOf(String label) {
    int named = outputs.indexOf(label);
    if (named >= 0) {
      return isOneOutputOfTwoClasses() ? 1 : named;
    }
    if (isOneOutputOfTwoClasses()) {
      String lower = label.toLowerCase(Locale.ROOT);
      if (lower.equals("true") || lower.equals("false")) {
        return lower.equals("true") ? 1 : 0;
      }
    }
    double number = number(label).orElse(-1);
    return number == Math.rint(number) && number >= 0 && number < width() ? (int) number : -1;
  }

  private static OptionalDouble number(String label) {
    try {
      double number = Double.parseDouble(label);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException notANumber) {
      return OptionalDouble.empty();
    }
  }
}
