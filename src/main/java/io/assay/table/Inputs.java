package io.assay.table;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The model inputs of a batch while its columns are read, [rows, width], row-major. */
final class Inputs {
  private final float[] values;
  private final int width;
  private final Map<Integer, List<String>> tokens = new HashMap<>();
  private final Map<Integer, FeatureGroups> groups = new HashMap<>();

  Inputs(int rows, int width) {
    this.values = new float[Math.multiplyExact(rows, width)];
    this.width = width;
  }

  float[] values() {
    return values;
  }

  int width() {
    return width;
  }

  /** Returns where a place of a row lies among the values. */
  int at(int row, int place) {
    return row * width + place;
  }

  /** Notes the tokens of a text, and what of it is attributed together. */
  void text(int row, List<String> words, FeatureGroups together) {
    tokens.put(row, List.copyOf(words));
    groups.put(row, together);
  }

  /** Notes what of an image is attributed together. */
  void segments(int row, FeatureGroups together) {
    groups.put(row, together);
  }

  /** Returns the tokens of the chosen rows; empty if no row has any. */
  List<List<String>> tokens(int[] rows) {
    return chosen(tokens, rows);
  }

  /** Returns the groups of the chosen rows; empty if no row has its own. */
  List<FeatureGroups> groups(int[] rows) {
    return chosen(groups, rows);
  }

  private static <T> List<T> chosen(Map<Integer, T> all, int[] rows) {
    List<T> chosen = new ArrayList<>();
    for (int row : rows) {
      T value = all.get(row);
      if (value != null) {
        chosen.add(value);
      }
    }
    return chosen;
  }

  /** Returns the chosen rows, without a copy if they are all. */
  Tensor tensor(int[] rows) {
    int length = rows.length * width;
    if (length == values.length) {
      return Tensor.of(values, rows.length, width);
    }
    float[] chosen = new float[length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(values, rows[row] * width, chosen, row * width, width);
    }
    return Tensor.of(chosen, rows.length, width);
  }
}
