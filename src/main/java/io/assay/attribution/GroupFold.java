package io.assay.attribution;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Tensor;
import java.util.Arrays;

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
    return groups.areSingletons()
        ? placed(values, groups)
        : at(values, largestPositions(values, groups), groups);
  }

  /** Puts every value where its group stands, which it has for itself. */
  private static Tensor placed(Tensor values, FeatureGroups groups) {
    float[] source = values.values();
    float[] placed = new float[source.length];
    for (int row = 0; row < source.length; row += groups.features()) {
      for (int feature = 0; feature < groups.features(); feature++) {
        placed[row + groups.groupOf(feature)] = source[row + feature] + 0f; // there is one zero
      }
    }
    return Tensor.of(placed, values.size(0), values.size(1), groups.size());
  }

  /**
   * Returns where in {@code values} the value of largest magnitude of each group stands.
   *
   * @param values [rows, slots, ...], features flattened
   * @return [rows, slots, groups], positions in row-major order
   */
  public static int[] largestPositions(Tensor values, FeatureGroups groups) {
    int features = groups.features();
    int scalars = values.size(0) * values.size(1);
    int[] positions = new int[scalars * groups.size()];
    Arrays.fill(positions, -1);
    for (int scalar = 0; scalar < scalars; scalar++) {
      for (int feature = 0; feature < features; feature++) {
        int at = scalar * groups.size() + groups.groupOf(feature);
        int candidate = scalar * features + feature;
        if (positions[at] < 0 || isLarger(values.at(candidate), values.at(positions[at]))) {
          positions[at] = candidate;
        }
      }
    }
    return positions;
  }

  /**
   * Returns the values at chosen positions, one a group.
   *
   * @param values [rows, slots, ...]
   * @param positions [rows, slots, groups], in row-major order
   */
  public static Tensor at(Tensor values, int[] positions, FeatureGroups groups) {
    float[] chosen = new float[positions.length];
    for (int at = 0; at < chosen.length; at++) {
      chosen[at] = values.at(positions[at]) + 0f; // there is one zero
    }
    return Tensor.of(chosen, values.size(0), values.size(1), groups.size());
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

  private static boolean isLarger(float candidate, float kept) {
    return !Float.isNaN(kept) && !(Math.abs(candidate) <= Math.abs(kept));
  }
}
