package io.assay.spark;

import io.assay.job.ColumnFacts;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Spark's types in the words of Arrow and of the planner. */
final class SparkTypes {
  private SparkTypes() {}

  /** Returns the Arrow type that a kept column is stored as; types without one become text. */
  static ArrowType stored(DataType type) {
    if (type instanceof LongType) {
      return new ArrowType.Int(Long.SIZE, true);
    } else if (type instanceof IntegerType) {
      return new ArrowType.Int(Integer.SIZE, true);
    } else if (type instanceof ShortType) {
      return new ArrowType.Int(Short.SIZE, true);
    } else if (type instanceof ByteType) {
      return new ArrowType.Int(Byte.SIZE, true);
    } else if (type instanceof DoubleType) {
      return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    } else if (type instanceof FloatType) {
      return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    } else if (type instanceof DecimalType decimal) {
      return new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
    } else if (type instanceof BooleanType) {
      return ArrowType.Bool.INSTANCE;
    } else if (type instanceof BinaryType) {
      return ArrowType.Binary.INSTANCE;
    } else if (type instanceof DateType) {
      return new ArrowType.Date(DateUnit.DAY);
    } else if (type instanceof TimestampType) {
      return new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
    } else if (type instanceof TimestampNTZType) {
      return new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
    }
    return ArrowType.Utf8.INSTANCE;
  }

  /** Returns the SQL name of the type that {@link #stored} chose. */
  static String sql(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8 -> "string";
      case Binary -> "binary";
      case Bool -> "boolean";
      case Date -> "date";
      case Timestamp ->
          ((ArrowType.Timestamp) type).getTimezone() == null ? "timestamp_ntz" : "timestamp";
      case Decimal -> {
        ArrowType.Decimal decimal = (ArrowType.Decimal) type;
        yield "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
      }
      case FloatingPoint ->
          ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.DOUBLE
              ? "double"
              : "float";
      case Int ->
          switch (((ArrowType.Int) type).getBitWidth()) {
            case Long.SIZE -> "bigint";
            case Integer.SIZE -> "int";
            case Short.SIZE -> "smallint";
            default -> "tinyint";
          };
      default -> throw new IllegalArgumentException("no SQL type for " + type);
    };
  }

  /** Returns what can be done with a column, in the planner's words. */
  static ColumnFacts.Kind kind(DataType type) {
    if (type instanceof DecimalType) {
      return ColumnFacts.Kind.DECIMAL;
    } else if (type instanceof NumericType) {
      return ColumnFacts.Kind.NUMERIC;
    } else if (type instanceof BooleanType) {
      return ColumnFacts.Kind.BOOLEAN;
    } else if (type instanceof StringType) {
      return ColumnFacts.Kind.STRING;
    } else if (type instanceof BinaryType) {
      return ColumnFacts.Kind.BINARY;
    }
    return isArrayOfNumbers(type) ? ColumnFacts.Kind.ARRAY_OF_NUMBERS : ColumnFacts.Kind.OTHER;
  }

  /** Returns whether a column is an array of numbers. */
  static boolean isArrayOfNumbers(DataType type) {
    return type instanceof ArrayType array && array.elementType() instanceof NumericType;
  }
}
