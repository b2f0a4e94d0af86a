package io.assay.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reference table: comma-separated, with a header, without quotes.
 *
 * @param names columns
 * @param cells rows of as many cells
 */
public record GoldenTable(List<String> names, List<List<String>> cells) {
  /**
   * Reads a table of a case.
   *
   * @param name file name without {@code .csv}
   */
  public static GoldenTable of(String golden, String name) {
    String file = "/golden/" + golden + "/" + name + ".csv";
    try (InputStream in = GoldenTable.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no test resource " + file);
      }
      List<List<String>> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> List.of(line.split(",", -1)))
              .toList();
      return new GoldenTable(lines.get(0), lines.subList(1, lines.size()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Returns the rows with a cell. */
  public GoldenTable where(String column, String cell) {
    int at = at(column);
    return new GoldenTable(names, cells.stream().filter(row -> row.get(at).equals(cell)).toList());
  }

  /** Returns how many rows there are. */
  public int rows() {
    return cells.size();
  }

  /** Returns a column as float64. */
  public double[] numbers(String column) {
    int at = at(column);
    return cells.stream().mapToDouble(row -> Double.parseDouble(row.get(at))).toArray();
  }

  /** Returns a column of whole numbers. */
  public int[] integers(String column) {
    int at = at(column);
    return cells.stream().mapToInt(row -> Integer.parseInt(row.get(at))).toArray();
  }

  /** Returns columns as float32, row-major. */
  public float[] floats(List<String> columns) {
    float[] values = new float[rows() * columns.size()];
    int next = 0;
    for (List<String> row : cells) {
      for (String column : columns) {
        values[next++] = Float.parseFloat(row.get(at(column)));
      }
    }
    return values;
  }

  private int at(String column) {
    int at = names.indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException("no column " + column + " in " + names);
    }
    return at;
  }
}
