package io.assay.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the columns of a method's values become features of the importance table: the values of
 * columns that belong to one feature are summed.
 */
public final class ColumnFold {
  private final List<String> names;
  private final List<List<String>> members;
  private final int[] featureOf;

  private ColumnFold(List<String> names, List<List<String>> members, int[] featureOf) {
    this.names = List.copyOf(names);
    this.members = List.copyOf(members);
    this.featureOf = featureOf;
  }

  /**
   * Every column is a feature.
   *
   * @param names of the columns
   * @param members the columns of the input behind each, for display
   */
  public static ColumnFold identity(List<String> names, List<List<String>> members) {
    return new ColumnFold(names, members, IntStream.range(0, names.size()).toArray());
  }

  /**
   * Several columns are a feature.
   *
   * @param names of the features
   * @param featureOf for every column the number of its feature
   */
  public static ColumnFold sums(List<String> names, int[] featureOf) {
    return new ColumnFold(names, names.stream().map(List::of).toList(), featureOf.clone());
  }

  /**
   * Every column is a position of a text, and a feature is the token that stands there: features
   * are met on the way.
   *
   * @param positions of the input
   */
  public static ColumnFold tokens(int positions) {
    return new ColumnFold(List.of(), List.of(), new int[positions]);
  }

  /** Returns whether features are the tokens met, each named by its id. */
  public boolean isByToken() {
    return names.isEmpty();
  }

  /** Returns the features, in order; none if they are tokens. */
  public List<String> names() {
    return names;
  }

  /** Returns what stands behind each feature, for display. */
  public List<List<String>> members() {
    return members;
  }

  /** Returns how many columns there are. */
  public int columns() {
    return featureOf.length;
  }

  /** Returns how many features there are. */
  public int features() {
    return names.size();
  }

  /** Returns whether every column is a feature of its own. */
  public boolean isIdentity() {
    return features() == columns();
  }

  /**
   * Sums the values of rows by feature, in float64, rounded once.
   *
   * @param values attributions of rows, each {@link #columns} long
   * @return sums of the rows, each {@link #features} long; the values themselves where every column
   *     is a feature
   */
  public float[] sums(float[] values) {
    if (isIdentity()) {
      return values;
    }
    int rows = values.length / columns();
    float[] rounded = new float[rows * features()];
    double[] sums = new double[features()];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sums, 0);
      int start = row * columns();
      for (int column = 0; column < featureOf.length; column++) {
        sums[featureOf[column]] += values[start + column];
      }
      for (int feature = 0; feature < sums.length; feature++) {
        rounded[row * sums.length + feature] = (float) sums[feature];
      }
    }
    return rounded;
  }
}
