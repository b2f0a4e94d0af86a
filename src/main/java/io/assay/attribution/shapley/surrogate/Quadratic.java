package io.assay.attribution.shapley.surrogate;

import io.assay.tensor.Cholesky;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A polynomial of order two, in features that are scaled to mean 0 and deviation 1 and held within
 * the range that was fitted:
 *
 * <pre>
 * q(x) = start + sum_i slope_i z_i + sum over i, j of half_ij z_i z_j,   z_i = scaled x_i
 * </pre>
 *
 * Products are taken of at most 30 features, those whose slopes alone matter most.
 */
final class Quadratic {
  /** There are 465 products then; fitting takes a second. */
  private static final int MOST_IN_PRODUCTS = 30;

  /** Of more inputs, some are fitted at even steps: twenty times the terms are enough. */
  private static final int MOST_FITTED = 10_000;

  /** Times the inputs: a ridge for terms of deviation 1, to keep products apart. */
  private static final double RIDGE = 1e-4;

  private static final int HEAD = 2; // features, features in products

  private final Scaling scaling;
  private final double start;
  private final double[] slopes; // [features]
  private final int[] chosen; // features in products, ascending
  private final double[] halves; // [chosen, chosen], symmetric

  private Quadratic(Scaling scaling, double start, double[] slopes, int[] chosen, double[] halves) {
    this.scaling = scaling;
    this.start = start;
    this.slopes = slopes;
    this.chosen = chosen;
    this.halves = halves;
  }

  /**
   * Fits by least squares with a small ridge. The same inputs in any order give the same.
   *
   * @param train what to fit
   */
  static Quadratic fit(LabelledInputs train) {
    LabelledInputs inputs = train.sorted();
    Scaling scaling = Scaling.of(inputs);
    int features = inputs.features();
    int[] all = IntStream.range(0, features).toArray();
    if (features <= MOST_IN_PRODUCTS) {
      return fit(inputs, scaling, all);
    }
    Quadratic linear = fit(inputs, scaling, new int[0]);
    int[] steepest =
        IntStream.range(0, features)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(feature -> -Math.abs(linear.slopes[feature]))
                    .thenComparing(feature -> feature))
            .limit(MOST_IN_PRODUCTS)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    return fit(inputs, scaling, steepest);
  }

  /** The mean of the labels at every input. */
  static Quadratic constant(LabelledInputs inputs) {
    double mean = 0;
    for (int input = 0; input < inputs.size(); input++) {
      mean += inputs.label(input) / inputs.size();
    }
    double[] slopes = new double[inputs.features()];
    return new Quadratic(Scaling.of(inputs), mean, slopes, new int[0], new double[0]);
  }

  private static Quadratic fit(LabelledInputs inputs, Scaling scaling, int[] chosen) {
    int features = inputs.features();
    int terms = 1 + features + chosen.length * (chosen.length + 1) / 2;
    double[] gram = new double[terms * terms];
    double[] solution = new double[terms];
    double[] term = new double[terms];
    int step = 1 + (inputs.size() - 1) / MOST_FITTED;
    for (int input = 0; input < inputs.size(); input += step) {
      double[] scaled = scaling.scaled(inputs.inputs(), input * features);
      write(scaled, chosen, term);
      addSquares(term, inputs.label(input), gram, solution);
    }
    double ridge = RIDGE * Math.max(1, inputs.size() / step);
    for (int i = 0; i < terms; i++) {
      gram[i * terms + i] += ridge * (i == 0 ? RIDGE : 1);
    }
    Cholesky.of(gram, terms).orElseThrow().solve(solution);
    return of(scaling, chosen, solution);
  }

  /** Fills the lower triangle of the terms' products. */
  private static void addSquares(double[] term, double label, double[] gram, double[] products) {
    for (int i = 0; i < term.length; i++) {
      double factor = term[i];
      products[i] += factor * label;
      int row = i * term.length;
      for (int j = 0; j <= i; j++) {
        gram[row + j] += factor * term[j];
      }
    }
  }

  private static void write(double[] scaled, int[] chosen, double[] term) {
    term[0] = 1;
    System.arraycopy(scaled, 0, term, 1, scaled.length);
    int at = 1 + scaled.length;
    for (int i = 0; i < chosen.length; i++) {
      for (int j = 0; j <= i; j++) {
        term[at++] = scaled[chosen[i]] * scaled[chosen[j]];
      }
    }
  }

  private static Quadratic of(Scaling scaling, int[] chosen, double[] terms) {
    int features = scaling.features();
    double[] slopes = new double[features];
    System.arraycopy(terms, 1, slopes, 0, features);
    double[] halves = new double[chosen.length * chosen.length];
    int at = 1 + features;
    for (int i = 0; i < chosen.length; i++) {
      for (int j = 0; j <= i; j++) {
        halves[i * chosen.length + j] += terms[at] / 2;
        halves[j * chosen.length + i] += terms[at++] / 2;
      }
    }
    return new Quadratic(scaling, terms[0], slopes, chosen, halves);
  }

  /** Returns whether it has no terms but the first. */
  boolean isConstant() {
    return chosen.length == 0 && Arrays.stream(slopes).allMatch(slope -> slope == 0);
  }

  int features() {
    return slopes.length;
  }

  double start() {
    return start;
  }

  double slope(int feature) {
    return slopes[feature];
  }

  /** Returns the features in products, ascending. */
  int[] chosen() {
    return chosen;
  }

  /** Returns half of what the product of two chosen features counts; all of a square. */
  double half(int one, int other) {
    return halves[one * chosen.length + other];
  }

  /** Returns an input's scaled features. */
  double[] scaled(float[] inputs, int offset) {
    return scaling.scaled(inputs, offset);
  }

  /** Returns the polynomial at an input. */
  double score(float[] inputs, int offset) {
    double[] scaled = scaled(inputs, offset);
    double sum = start;
    for (int feature = 0; feature < scaled.length; feature++) {
      sum += slopes[feature] * scaled[feature];
    }
    for (int i = 0; i < chosen.length; i++) {
      double inner = 0;
      for (int j = 0; j < chosen.length; j++) {
        inner += half(i, j) * scaled[chosen[j]];
      }
      sum += scaled[chosen[i]] * inner;
    }
    return sum;
  }

  /** Returns all there is to know, for {@link #of(List)}. */
  List<Double> toNumbers() {
    List<Double> numbers = new ArrayList<>();
    numbers.add((double) slopes.length);
    numbers.add((double) chosen.length);
    numbers.addAll(scaling.toNumbers());
    numbers.add(start);
    for (double slope : slopes) {
      numbers.add(slope);
    }
    for (int feature : chosen) {
      numbers.add((double) feature);
    }
    for (double half : halves) {
      numbers.add(half);
    }
    return numbers;
  }

  /**
   * Returns the polynomial that gave these numbers.
   *
   * @throws IllegalArgumentException if none gave them
   */
  static Quadratic of(List<Double> numbers) {
    int features = numbers.isEmpty() ? 0 : numbers.get(0).intValue();
    int products = numbers.size() < HEAD ? 0 : numbers.get(1).intValue();
    int scales = Scaling.NUMBERS_A_FEATURE * features;
    if (features < 1
        || numbers.size() != HEAD + scales + 1 + features + products * (products + 1)) {
      throw new IllegalArgumentException(numbers.size() + " numbers are no polynomial");
    }
    int at = HEAD + scales;
    double start = numbers.get(at++);
    double[] slopes = doubles(numbers.subList(at, at + features));
    at += features;
    int[] chosen = numbers.subList(at, at + products).stream().mapToInt(Double::intValue).toArray();
    double[] halves = doubles(numbers.subList(at + products, numbers.size()));
    Scaling scaling = Scaling.of(features, numbers.subList(HEAD, HEAD + scales));
    return new Quadratic(scaling, start, slopes, chosen, halves);
  }

  private static double[] doubles(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
