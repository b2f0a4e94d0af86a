package io.assay.attribution.shapley.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Brings each feature to mean 0 and deviation 1, and within the range that was seen. */
final class Scaling {
  /** Mean, factor, least and greatest scaled value. */
  static final int NUMBERS_A_FEATURE = 4;

  private final int features;
  private final double[] numbers; // [features, NUMBERS_A_FEATURE]

  private Scaling(int features, double[] numbers) {
    this.features = features;
    this.numbers = numbers;
  }

  static Scaling of(LabelledInputs inputs) {
    int features = inputs.features();
    double[] numbers = new double[features * NUMBERS_A_FEATURE];
    for (int feature = 0; feature < features; feature++) {
      double[] column = finite(inputs, feature);
      double mean = Arrays.stream(column).average().orElse(0);
      double squares = 0;
      for (double value : column) {
        squares += (value - mean) * (value - mean);
      }
      double factor = Math.sqrt(column.length / squares);
      if (factor > 0 && factor < Double.POSITIVE_INFINITY) { // else it is the same everywhere
        int at = feature * NUMBERS_A_FEATURE;
        numbers[at] = mean;
        numbers[at + 1] = factor;
        numbers[at + 2] = (Arrays.stream(column).min().orElseThrow() - mean) * factor;
        numbers[at + 3] = (Arrays.stream(column).max().orElseThrow() - mean) * factor;
      }
    }
    return new Scaling(features, numbers);
  }

  private static double[] finite(LabelledInputs inputs, int feature) {
    return IntStream.range(0, inputs.size())
        .mapToDouble(input -> inputs.inputs()[input * inputs.features() + feature])
        .filter(Double::isFinite)
        .toArray();
  }

  static Scaling of(int features, List<Double> numbers) {
    return new Scaling(features, numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  int features() {
    return features;
  }

  List<Double> toNumbers() {
    List<Double> list = new ArrayList<>();
    for (double number : numbers) {
      list.add(number);
    }
    return list;
  }

  /** Returns the scaled features of an input; 0 for what is not a number. */
  double[] scaled(float[] inputs, int offset) {
    double[] scaled = new double[features];
    for (int feature = 0; feature < features; feature++) {
      int at = feature * NUMBERS_A_FEATURE;
      double value = (inputs[offset + feature] - numbers[at]) * numbers[at + 1];
      scaled[feature] =
          Double.isNaN(value) ? 0 : Math.min(numbers[at + 3], Math.max(numbers[at + 2], value));
    }
    return scaled;
  }
}
