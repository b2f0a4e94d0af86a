package io.assay.spark.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Makes rows of what Parquet's columns give. One thread at a time. */
final class Cells extends RecordMaterializer<TableRow> {
  private final Root root;

  /** Makes rows of some columns. */
  Cells(GroupType type) {
    this.root = new Root(type);
  }

  @Override
  public TableRow getCurrentRecord() {
    return new TableRow(root.cells.clone());
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  /** Takes one value. */
  private interface Taker {
    void take(Object value);
  }

  private static final class Root extends GroupConverter {
    private final @Nullable Object[] cells;
    private final Converter[] converters;

    Root(GroupType type) {
      cells = new Object[type.getFieldCount()];
      converters = new Converter[type.getFieldCount()];
      for (int i = 0; i < converters.length; i++) {
        int at = i;
        converters[i] = converter(type.getType(i), value -> cells[at] = value);
      }
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      Arrays.fill(cells, null);
    }

    @Override
    public void end() {}
  }

  private static Converter converter(Type type, Taker taker) {
    if (type.isPrimitive()) {
      return new Value(type.asPrimitiveType(), taker);
    }
    return new Elements(type.asGroupType(), taker);
  }

  /** Whatever is nested: all values below it, in one list. */
  private static final class Elements extends GroupConverter {
    private final Taker taker;
    private final Converter[] converters;
    private List<Object> values = new ArrayList<>();

    Elements(GroupType type, Taker taker) {
      this.taker = taker;
      this.converters = new Converter[type.getFieldCount()];
      for (int i = 0; i < converters.length; i++) {
        converters[i] = below(type.getType(i));
      }
    }

    private Converter below(Type type) {
      Taker add =
          value -> {
            if (value instanceof List<?> list) {
              values.addAll(list);
            } else {
              values.add(value);
            }
          };
      return converter(type, add);
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      values = new ArrayList<>();
    }

    @Override
    public void end() {
      taker.take(values);
    }
  }

  private static final class Value extends PrimitiveConverter {
    private final Taker taker;
    private final boolean isText;

    Value(PrimitiveType type, Taker taker) {
      this.taker = taker;
      this.isText =
          type.getLogicalTypeAnnotation()
                  instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
              || type.getLogicalTypeAnnotation()
                  instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
    }

    @Override
    public void addBinary(Binary value) {
      taker.take(isText ? value.toStringUsingUTF8() : new TableRow.Blob(value.length()));
    }

    @Override
    public void addBoolean(boolean value) {
      taker.take(value);
    }

    @Override
    public void addDouble(double value) {
      taker.take(value);
    }

    @Override
    public void addFloat(float value) {
      taker.take(value);
    }

    @Override
    public void addInt(int value) {
      taker.take(value);
    }

    @Override
    public void addLong(long value) {
      taker.take(value);
    }
  }
}
