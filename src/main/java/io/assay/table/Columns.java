package io.assay.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The types of columns that tables are made of. */
public final class Columns {
  /** Texts in UTF-8. */
  public static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;

  static final ArrowType BYTES = ArrowType.Binary.INSTANCE;

  /** True or false. */
  public static final ArrowType TRUTH = ArrowType.Bool.INSTANCE;

  /** Whole numbers of 32 bits. */
  public static final ArrowType INT32 = new ArrowType.Int(32, true);

  /** Whole numbers of 64 bits. */
  public static final ArrowType INT64 = new ArrowType.Int(64, true);

  static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

  /** Numbers of 64 bits. */
  public static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  private Columns() {}

  /** Returns a column without nulls. */
  public static Field required(String name, ArrowType type) {
    return Field.notNullable(name, type);
  }

  /** Returns columns of one type without nulls, in a list that takes more. */
  public static List<Field> required(ArrowType type, String... names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      fields.add(required(name, type));
    }
    return fields;
  }

  /** Returns a column that may be null. */
  public static Field optional(String name, ArrowType type) {
    return Field.nullable(name, type);
  }

  /** A list; its elements are never null. */
  static Field requiredList(String name, ArrowType element) {
    return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), elements(element));
  }

  /** Returns a column of lists or nulls; their elements are never null. */
  public static Field optionalList(String name, ArrowType element) {
    return new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), elements(element));
  }

  private static List<Field> elements(ArrowType type) {
    return List.of(required("element", type));
  }
}
