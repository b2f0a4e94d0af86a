package io.assay.attribution.shapley.surrogate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Inputs and the number that belongs to each. */
public final class LabelledInputs {
  private final int features;
  private final float[] inputs; // [size, features]
  private final double[] labels; // [size]

  private LabelledInputs(int features, float[] inputs, double[] labels) {
    this.features = features;
    this.inputs = inputs;
    this.labels = labels;
  }

  /**
   * Pairs inputs with labels; those whose label is not a finite number are left out.
   *
   * @param features values in an input, at least 1
   * @param inputs [labels, features]
   * @param labels one an input
   * @throws IllegalArgumentException if the lengths differ
   */
  public static LabelledInputs of(int features, float[] inputs, double[] labels) {
    if (features < 1 || inputs.length != (long) features * labels.length) {
      throw new IllegalArgumentException(
          "%d values for %d inputs of %d features"
              .formatted(inputs.length, labels.length, features));
    }
    int[] finite = IntStream.range(0, labels.length).filter(i -> isFinite(labels[i])).toArray();
    LabelledInputs all = new LabelledInputs(features, inputs, labels);
    return finite.length == labels.length ? all : all.select(finite);
  }

  private static boolean isFinite(double label) {
    return Math.abs(label) < Double.POSITIVE_INFINITY;
  }

  int features() {
    return features;
  }

  int size() {
    return labels.length;
  }

  float[] inputs() {
    return inputs;
  }

  double label(int input) {
    return labels[input];
  }

  /** Returns the same inputs with what a polynomial leaves over of their labels. */
  LabelledInputs less(Quadratic quadratic) {
    double[] left = labels.clone();
    for (int input = 0; input < left.length; input++) {
      left[input] -= quadratic.score(inputs, input * features);
    }
    return new LabelledInputs(features, inputs, left);
  }

  /** Returns the same inputs in an order of their own, by values and then by label. */
  LabelledInputs sorted() {
    Comparator<Integer> order =
        (one, other) -> {
          int byInput =
              Arrays.compare(
                  inputs,
                  one * features,
                  (one + 1) * features,
                  inputs,
                  other * features,
                  (other + 1) * features);
          return byInput != 0 ? byInput : Double.compare(labels[one], labels[other]);
        };
    return select(
        IntStream.range(0, size()).boxed().sorted(order).mapToInt(Integer::intValue).toArray());
  }

  private LabelledInputs select(int[] chosen) {
    float[] some = new float[chosen.length * features];
    double[] of = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(inputs, chosen[i] * features, some, i * features, features);
      of[i] = labels[chosen[i]];
    }
    return new LabelledInputs(features, some, of);
  }
}
