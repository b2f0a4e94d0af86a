package io.assay.attribution.shapley.surrogate;

import java.util.ArrayList;
import java.util.List;

/**
 * What imitates one output of a model: a polynomial of order two for what is smooth, and trees for
 * what it leaves over.
 *
 * @param quadratic the polynomial
 * @param trees of the same features
 */
record Imitation(Quadratic quadratic, BoostedTrees trees) {
  /**
   * Fits trees with and without a polynomial and returns what is nearer other inputs: models of
   * steps, such as trees, are better imitated by trees alone.
   *
   * @param train what to fit
   * @param check other inputs, to choose and to see when to stop
   */
  static Imitation fit(LabelledInputs train, LabelledInputs check, Growth growth) {
    LabelledInputs some = train.sorted();
    LabelledInputs others = check.sorted();
    Imitation steps = fit(Quadratic.constant(some), some, others, growth);
    Imitation smooth = fit(Quadratic.fit(some), some, others, growth);
    return smooth.squares(others) < steps.squares(others) ? smooth : steps;
  }

  private static Imitation fit(
      Quadratic quadratic, LabelledInputs some, LabelledInputs others, Growth growth) {
    return new Imitation(
        quadratic, BoostedTrees.fit(some.less(quadratic), others.less(quadratic), growth));
  }

  /** Returns the squared error. */
  private double squares(LabelledInputs inputs) {
    double sum = 0;
    for (int input = 0; input < inputs.size(); input++) {
      int offset = input * inputs.features();
      double error =
          inputs.label(input)
              - quadratic.score(inputs.inputs(), offset)
              - trees.score(inputs.inputs(), offset);
      sum += error * error;
    }
    return sum;
  }

  /** Returns whether it says the same of every input. */
  boolean isConstant() {
    return quadratic.isConstant() && trees.trees() == 0;
  }

  int features() {
    return quadratic.features();
  }

  /** Returns all there is to know, for {@link #of}. */
  List<Double> toNumbers() {
    List<Double> first = quadratic.toNumbers();
    List<Double> numbers = new ArrayList<>();
    numbers.add((double) first.size());
    numbers.addAll(first);
    numbers.addAll(trees.toNumbers());
    return numbers;
  }

  /**
   * Returns what gave these numbers.
   *
   * @throws IllegalArgumentException if nothing gave them
   */
  static Imitation of(List<Double> numbers) {
    int first = numbers.isEmpty() ? 0 : numbers.get(0).intValue();
    if (first < 1 || first + 1 > numbers.size()) {
      throw new IllegalArgumentException(numbers.size() + " numbers are no surrogate");
    }
    return new Imitation(
        Quadratic.of(numbers.subList(1, first + 1)),
        BoostedTrees.of(numbers.subList(first + 1, numbers.size())));
  }
}
