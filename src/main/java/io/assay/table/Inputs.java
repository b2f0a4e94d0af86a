package io.assay.table;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The model inputs of a batch while its rows are read, [rows, width], row-major. */
final class Inputs {
  private final float[] values;
  private final int width;
  private final List<List<String>> tokens = new ArrayList<>();
  private final List<FeatureGroups> groups = new ArrayList<>();
  private int rows;
  private @Nullable List<String> rowTokens;
  private @Nullable FeatureGroups rowGroups;

  Inputs(int mostRows, int width) {
    this.values = new float[Math.multiplyExact(mostRows, width)];
    this.width = width;
  }

  /** Returns the values; those of the row that is read now are zeros until they are written. */
  float[] values() {
    return values;
  }

  /** Returns where the row that is read now starts among the values. */
  int start() {
    return rows * width;
  }

  /** Notes the tokens of the row's text, and what of it is attributed together. */
  void text(List<String> words, FeatureGroups together) {
    rowTokens = words;
    rowGroups = together;
  }

  /** Notes what of the row's image is attributed together. */
  void segments(FeatureGroups together) {
    rowGroups = together;
  }

  /** Takes the row in. */
  void accept() {
    if (rowTokens != null) {
      tokens.add(rowTokens);
      rowTokens = null;
    }
    if (rowGroups != null) {
      groups.add(rowGroups);
      rowGroups = null;
    }
    rows++;
  }

  /** Forgets the row. */
  void discard() {
    Arrays.fill(values, start(), start() + width, 0);
    rowTokens = null;
    rowGroups = null;
  }

  /** Returns the tokens of the rows; empty if they are no texts. */
  List<List<String>> tokens() {
    return tokens;
  }

  /** Returns the groups of the rows; empty if rows do not differ in them. */
  List<FeatureGroups> groups() {
    return groups;
  }

  /** Returns the values of the rows taken in, of this shape; without a copy if they are all. */
  Tensor tensor(int... shape) {
    int length = rows * width;
    return Tensor.of(length == values.length ? values : Arrays.copyOf(values, length), shape);
  }
}
