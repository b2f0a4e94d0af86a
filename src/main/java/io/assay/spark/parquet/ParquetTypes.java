package io.assay.spark.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Arrow's types in Parquet, as far as our tables use them: values, and lists of values. */
final class ParquetTypes {
  private static final String ROW_ID = "row_id";

  private ParquetTypes() {}

  /** Returns the Parquet schema of an Arrow schema. */
  static MessageType messageType(Schema schema) {
    List<Type> types = new ArrayList<>();
    for (Field field : schema.getFields()) {
      types.add(type(field));
    }
    return new MessageType("assay", types);
  }

  private static Type type(Field field) {
    Type.Repetition repetition =
        field.isNullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    if (field.getType() instanceof ArrowType.List) {
      Field element = elementOf(field);
      return Types.list(repetition)
          .element(type(new Field("element", element.getFieldType(), element.getChildren())))
          .named(field.getName());
    }
    Types.PrimitiveBuilder<PrimitiveType> primitive =
        Types.primitive(physical(field.getType()), repetition);
    if (field.getType() instanceof ArrowType.Decimal) {
      primitive = primitive.length(DecimalVector.TYPE_WIDTH);
    }
    LogicalTypeAnnotation annotation = annotation(field.getType());
    return (annotation == null ? primitive : primitive.as(annotation)).named(field.getName());
  }

  private static PrimitiveTypeName physical(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8, Binary -> PrimitiveTypeName.BINARY;
      case Bool -> PrimitiveTypeName.BOOLEAN;
      case Date -> PrimitiveTypeName.INT32;
      case Timestamp -> PrimitiveTypeName.INT64;
      case Decimal -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
      case Int ->
          ((ArrowType.Int) type).getBitWidth() == Long.SIZE
              ? PrimitiveTypeName.INT64
              : PrimitiveTypeName.INT32;
      case FloatingPoint ->
          switch (((ArrowType.FloatingPoint) type).getPrecision()) {
            case SINGLE -> PrimitiveTypeName.FLOAT;
            case DOUBLE -> PrimitiveTypeName.DOUBLE;
            case HALF -> throw unknown(type.toString());
          };
      default -> throw unknown(type.toString());
    };
  }

  private static @Nullable LogicalTypeAnnotation annotation(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8 -> stringType();
      case Date -> dateType();
      case Timestamp ->
          timestampType(((ArrowType.Timestamp) type).getTimezone() != null, TimeUnit.MICROS);
      case Decimal ->
          decimalType(
              ((ArrowType.Decimal) type).getScale(), ((ArrowType.Decimal) type).getPrecision());
      case Int -> {
        int bits = ((ArrowType.Int) type).getBitWidth();
        yield bits < Integer.SIZE ? LogicalTypeAnnotation.intType(bits, true) : null;
      }
      default -> null;
    };
  }

  /**
   * Returns the values of a column. Texts and bytes repeat, but for those that name a row.
   *
   * @throws IllegalArgumentException if there is no Parquet type for them
   */
  static Values values(Field field) {
    ArrowType type = field.getType();
    return switch (type.getTypeID()) {
      case List -> values(elementOf(field));
      case Utf8, Binary ->
          field.getName().equals(ROW_ID) ? new BytesValues() : new DictionaryValues();
      case Bool -> new BooleanValues();
      case Date -> new IntValues(Integer.BYTES);
      case Timestamp -> new LongValues();
      case Decimal -> new DecimalValues();
      case Int ->
          ((ArrowType.Int) type).getBitWidth() == Long.SIZE
              ? new LongValues()
              : new IntValues(((ArrowType.Int) type).getBitWidth() / Byte.SIZE);
      case FloatingPoint ->
          physical(type) == PrimitiveTypeName.FLOAT ? new FloatValues() : new DoubleValues();
      default -> throw unknown(type.toString());
    };
  }

  private static Field elementOf(Field list) {
    Field element = list.getChildren().get(0);
    if (element.getType() instanceof ArrowType.List) {
      throw unknown(list.toString());
    }
    return element;
  }

  private static IllegalArgumentException unknown(String type) {
    return new IllegalArgumentException("no Parquet type for " + type);
  }
}
