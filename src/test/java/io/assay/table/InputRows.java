package io.assay.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a layout: first the row ids, then any other columns by name; what is not given is null.
 */
final class InputRows {
  private final List<String> columns;
  private final Map<String, List<? extends @Nullable Object>> values = new HashMap<>();
  private final int rows;

  private InputRows(List<String> columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  static InputRows of(InputLayout layout, @Nullable String... rowIds) {
    List<String> columns = layout.inputSchema().getFields().stream().map(Field::getName).toList();
    return new InputRows(columns, rowIds.length).texts("row_id", rowIds);
  }

  InputRows texts(String column, @Nullable String... texts) {
    return put(column, Arrays.asList(texts));
  }

  InputRows numbers(String column, @Nullable Double... numbers) {
    return put(column, Arrays.asList(numbers));
  }

  InputRows bytes(String column, byte @Nullable []... bytes) {
    return put(column, Arrays.asList(bytes));
  }

  /** Writes the array column; an absent array or element is null. */
  @SafeVarargs
  final InputRows arrays(@Nullable List<? extends @Nullable Number>... arrays) {
    List<@Nullable List<? extends @Nullable Number>> cells = new ArrayList<>();
    for (List<? extends @Nullable Number> array : arrays) {
      cells.add(array);
    }
    return put(columns.contains("features") ? "features" : "f0", cells);
  }

  private InputRows put(String column, List<? extends @Nullable Object> cells) {
    values.put(column, cells);
    return this;
  }

  /** Decodes all rows as one batch. */
  DecodedBatch decode(BatchDecoder decoder) {
    decoder.start(rows);
    for (int row = 0; row < rows; row++) {
      decoder.read(new Cells(row));
    }
    return decoder.finish();
  }

  /** A list that may hold nulls. */
  static List<@Nullable Float> array(@Nullable Float... elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }

  private final class Cells implements RowCells {
    private final int row;

    Cells(int row) {
      this.row = row;
    }

    private @Nullable Object at(int column) {
      List<? extends @Nullable Object> cells = values.get(columns.get(column));
      return cells == null || row >= cells.size() ? null : cells.get(row);
    }

    @Override
    public boolean isNull(int column) {
      return at(column) == null;
    }

    @Override
    public double number(int column) {
      return (Double) Objects.requireNonNull(at(column));
    }

    @Override
    public void text(int column, TextBytes into) {
      byte[] bytes = ((String) Objects.requireNonNull(at(column))).getBytes(StandardCharsets.UTF_8);
      int start = into.append(bytes.length);
      System.arraycopy(bytes, 0, into.array(), start, bytes.length);
    }

    @Override
    public byte[] binary(int column) {
      return (byte[]) Objects.requireNonNull(at(column));
    }

    @Override
    public ArrayCells array(int column) {
      return new Elements((List<?>) Objects.requireNonNull(at(column)));
    }
  }

  private record Elements(List<? extends @Nullable Object> elements) implements ArrayCells {
    @Override
    public int length() {
      return elements.size();
    }

    @Override
    public boolean anyNull() {
      return elements.contains(null);
    }

    @Override
    public boolean isNull(int element) {
      return elements.get(element) == null;
    }

    @Override
    public void float32(float[] into, int at) {
      for (int i = 0; i < elements.size(); i++) {
        Float element = (Float) elements.get(i);
        into[at + i] = element == null ? 0 : element;
      }
    }

    @Override
    public double float64(int element) {
      Double number = (Double) elements.get(element);
      return number == null ? 0 : number;
    }

    @Override
    public int int32(int element) {
      return (Integer) Objects.requireNonNull(elements.get(element));
    }
  }
}
