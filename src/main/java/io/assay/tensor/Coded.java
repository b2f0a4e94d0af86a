package io.assay.tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value a row, of which many are equal: each different value is held once, and rows have numbers.
 *
 * @param <T> immutable values
 */
public final class Coded<T> {
  private final List<T> values;
  private final int[] codes;

  private Coded(List<T> values, int[] codes) {
    this.values = values;
    this.codes = codes;
  }

  /** Codes one value a row. */
  public static <T> Coded<T> of(List<T> each) {
    Map<T, Integer> numbers = new LinkedHashMap<>();
    int[] codes = new int[each.size()];
    for (int row = 0; row < codes.length; row++) {
      Integer known = numbers.putIfAbsent(each.get(row), numbers.size());
      codes[row] = known == null ? numbers.size() - 1 : known;
    }
    return new Coded<>(List.copyOf(numbers.keySet()), codes);
  }

  /**
   * Takes values that are coded already.
   *
   * @param values the different values
   * @param codes for each row the position of its value among them; not written to afterwards
   */
  public static <T> Coded<T> of(List<T> values, int[] codes) {
    return new Coded<>(List.copyOf(values), codes);
  }

  /** The same value for each of {@code rows} rows. */
  public static <T> Coded<T> same(T value, int rows) {
    return new Coded<>(List.of(value), new int[rows]);
  }

  /** Returns how many rows there are. */
  public int size() {
    return codes.length;
  }

  /** Returns whether there are no rows. */
  public boolean isEmpty() {
    return codes.length == 0;
  }

  /** Returns the value of a row. */
  public T at(int row) {
    return values.get(codes[row]);
  }

  /** Returns the position of a row's value among {@link #values}. */
  public int code(int row) {
    return codes[row];
  }

  /** Returns the different values; after {@link #select} some may have no row. */
  public List<T> values() {
    return values;
  }

  /** Returns the values of chosen rows, in the order given; their codes stay. */
  public Coded<T> select(int... rows) {
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = codes[rows[i]];
    }
    return new Coded<>(values, chosen);
  }

  /** Returns the values of rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Coded<T> slice(int from, int to) {
    return new Coded<>(values, Arrays.copyOfRange(codes, from, to));
  }

  /** Returns one value a row. */
  public List<T> each() {
    return Arrays.stream(codes).mapToObj(values::get).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Coded<?> that && each().equals(that.each());
  }

  @Override
  public int hashCode() {
    return each().hashCode();
  }

  @Override
  public String toString() {
    return each().toString();
  }
}
