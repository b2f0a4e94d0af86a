package io.assay.table;

import io.assay.tensor.Coded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Values that are made of bytes, one a row, each different one made once. */
final class CodedColumn<T> {
  private final Function<TextBytes, T> value;
  private final Dictionary keys = new Dictionary();
  private final List<Integer> codeOfKey = new ArrayList<>(); // keys may mean the same
  private final Map<T, Integer> codeOf = new LinkedHashMap<>();
  private final int[] codes;
  private int rows;

  /**
   * Starts a column.
   *
   * @param value what bytes stand for
   */
  CodedColumn(int mostRows, Function<TextBytes, T> value) {
    this.codes = new int[mostRows];
    this.value = value;
  }

  /** Adds the value of the next row. */
  void add(TextBytes key) {
    int number = keys.code(key);
    if (number == codeOfKey.size()) {
      int next = codeOf.size();
      Integer known = codeOf.putIfAbsent(value.apply(key), next);
      codeOfKey.add(known == null ? next : known);
    }
    codes[rows++] = codeOfKey.get(number);
  }

  /** Returns the values of all rows. */
  Coded<T> finish() {
    return Coded.of(List.copyOf(codeOf.keySet()), Arrays.copyOf(codes, rows));
  }
}
