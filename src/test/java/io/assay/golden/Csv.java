package io.assay.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assay.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** A table of numbers from a test resource: a header, commas, no quotes. */
public final class Csv {
  private final List<String> columns;
  private final List<double[]> rows;

  private Csv(List<String> columns, List<double[]> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Reads a table.
   *
   * @param resource its absolute name, such as {@code "/golden/tabular/bike_sharing.csv"}
   */
  public static Csv read(String resource) {
    try (InputStream stream = Csv.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no test resource " + resource);
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8));
      List<String> lines = reader.lines().toList();
      return new Csv(
          List.of(lines.get(0).split(",", -1)), lines.stream().skip(1).map(Csv::numbers).toList());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  /** Returns how many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Returns the names of the columns, in order. */
  public List<String> columns() {
    return columns;
  }

  /** Returns a value. */
  public double at(int row, String column) {
    return rows.get(row)[columns.indexOf(column)];
  }

  /** Returns the first columns of chosen rows as a tensor, [rows, features]. */
  public Tensor features(int features, int... chosen) {
    double[] values = new double[chosen.length * features];
    for (int at = 0; at < chosen.length; at++) {
      System.arraycopy(rows.get(chosen[at]), 0, values, at * features, features);
    }
    return Tensor.of(values, chosen.length, features);
  }

  /** Returns the means of the first columns, [1, features]. */
  public Tensor means(int features) {
    double[] means = new double[features];
    for (double[] row : rows) {
      for (int feature = 0; feature < features; feature++) {
        means[feature] += row[feature] / rows.size();
      }
    }
    return Tensor.of(means, 1, features);
  }
}
