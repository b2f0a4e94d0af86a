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
  /** What share of the squares a polynomial may leave over to be of use. */
  private static final double NEARER = 0.95;

  /**
   * Fits both. A polynomial that hardly tells other inputs apart is not used.
   *
   * @param train what to fit
   * @param check other inputs, to see when to stop
   */
  static Imitation fit(LabelledInputs train, LabelledInputs check, Growth growth) {
    LabelledInputs some = train.sorted();
    LabelledInputs others = check.sorted();
    Quadratic flat = Quadratic.constant(some);
    Quadratic quadratic = Quadratic.fit(some);
    if (others.size() > 0
        && others.less(quadratic).squares() >= NEARER * others.less(flat).squares()) {
      quadratic = flat;
    }
    return new Imitation(
        quadratic, BoostedTrees.fit(some.less(quadratic), others.less(quadratic), growth));
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
