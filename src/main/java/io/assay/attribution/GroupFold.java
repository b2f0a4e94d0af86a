package io.assay.attribution;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Tensor;

/** Folds one value a feature into one value a group. */
public final class GroupFold {
  private GroupFold() {}

  /**
   * Sums the values of each group, for methods whose values add up.
   *
   * @param values [rows, slots, features], row-major
   * @param rows how many rows
   * @param slots how many explained scalars a row
   * @return [rows, slots, groups], summed in float64 and rounded once
   */
  public static Tensor sums(double[] values, int rows, int slots, FeatureGroups groups) {
    int features = groups.features();
    double[] sums = new double[rows * slots * groups.size()];
    for (int scalar = 0; scalar < rows * slots; scalar++) {
      for (int feature = 0; feature < features; feature++) {
        sums[scalar * groups.size() + groups.groupOf(feature)] +=
            values[scalar * features + feature];
      }
    }
    return Tensor.of(sums, rows, slots, groups.size());
  }

  /**
   * Takes the value of largest magnitude of each group, with its sign; the first of equals. A group
   * that holds a value that is not a number gets that.
   *
   * @param values [rows, slots, ...], features flattened
   * @return [rows, slots, groups]
   */
  public static Tensor largest(Tensor values, FeatureGroups groups) {
    int features = groups.features();
    int scalars = values.size(0) * values.size(1);
    float[] largest = new float[scalars * groups.size()];
    for (int scalar = 0; scalar < scalars; scalar++) {
      for (int feature = 0; feature < features; feature++) {
        int at = scalar * groups.size() + groups.groupOf(feature);
        largest[at] = larger(largest[at], values.at(scalar * features + feature));
      }
    }
    return Tensor.of(largest, values.size(0), values.size(1), groups.size());
  }

  /**
   * Takes the mean of the values of each group, for maps that give every position a height.
   *
   * @param values [rows, slots, features], row-major
   * @param rows how many rows
   * @param slots how many explained scalars a row
   * @return [rows, slots, groups]
   */
  public static Tensor means(double[] values, int rows, int slots, FeatureGroups groups) {
    double[] shares = new double[values.length];
    int[] members = new int[groups.size()];
    for (int feature = 0; feature < groups.features(); feature++) {
      members[groups.groupOf(feature)]++;
    }
    for (int at = 0; at < values.length; at++) {
      shares[at] = values[at] / members[groups.groupOf(at % groups.features())];
    }
    return sums(shares, rows, slots, groups);
  }

  private static float larger(float kept, float candidate) {
    return Float.isNaN(kept) || Math.abs(candidate) <= Math.abs(kept) ? kept : candidate;
  }
}
