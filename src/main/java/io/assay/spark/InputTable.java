package io.assay.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.InputSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/**
 * The way from any input that Spark reads to the canonical columns that the rest of Assay knows:
 * {@code row_id}, features {@code f0..} or {@code features}, {@code label}, keep columns {@code
 * k0..} and slices {@code s0..}.
 */
final class InputTable {
  /** How many hex digits of a content-derived row id are kept: 128 bits. */
  private static final int DERIVED_ID_DIGITS = 32;

  private InputTable() {}

  /**
   * Reads the rows that a job names, all columns.
   *
   * @throws AssayException INPUT_UNREADABLE
   */
  static Dataset<Row> read(SparkSession spark, InputSpec input, String path) {
    try {
      Dataset<Row> rows =
          input.format() == InputSpec.Format.TABLE
              ? spark.table(input.path())
              : reader(spark, input).load(path);
      return input.filter().isPresent() ? rows.where(input.filter().get()) : rows;
    } catch (Exception e) { // Spark's checked AnalysisException hides behind Scala
      throw AssayException.causedBy(
          e,
          ErrorCode.INPUT_UNREADABLE,
          "Cannot read the input %s as %s: %s; check input.path, input.format and input.filter",
          path,
          input.format().name().toLowerCase(Locale.ROOT),
          firstLine(e));
    }
  }

  private static DataFrameReader reader(SparkSession spark, InputSpec input) {
    Map<String, String> options = new HashMap<>();
    if (input.format() == InputSpec.Format.CSV) {
      options.put("header", "true");
      options.put("inferSchema", "true");
    }
    options.putAll(input.options());
    return spark.read().format(input.format().name().toLowerCase(Locale.ROOT)).options(options);
  }

  /** Returns the canonical columns of rows, in the order of the layout's schema. */
  static Dataset<Row> canonical(Dataset<Row> rows, InputSpec input, List<String> slices) {
    List<Column> columns = new ArrayList<>();
    if (input.arrayColumn().isPresent()) {
      columns.add(quoted(input.arrayColumn().get()).cast("array<float>").as("features"));
    }
    for (int i = 0; i < input.features().size(); i++) {
      String name = input.features().get(i);
      String type = input.encodings().containsKey(name) ? "string" : "double";
      columns.add(quoted(name).cast(type).as("f" + i));
    }
    input.label().ifPresent(label -> columns.add(quoted(label).cast("string").as("label")));
    for (int i = 0; i < input.keep().size(); i++) {
      columns.add(kept(rows, input.keep().get(i)).as("k" + i));
    }
    for (int i = 0; i < slices.size(); i++) {
      columns.add(slice(rows, slices.get(i)).as("s" + i));
    }
    columns.add(0, rowId(rows, input, columns).as("row_id"));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column rowId(Dataset<Row> rows, InputSpec input, List<Column> content) {
    if (input.rowId().isEmpty()) {
      Column json = to_json(org.apache.spark.sql.functions.struct(content.toArray(Column[]::new)));
      return substring(sha2(json, 256), 1, DERIVED_ID_DIGITS);
    }
    Column id = quoted(input.rowId().get());
    boolean isBinary = field(rows, input.rowId().get()).dataType() instanceof BinaryType;
    return isBinary ? hex(id) : id.cast("string");
  }

  private static Column kept(Dataset<Row> rows, String name) {
    DataType type = field(rows, name).dataType();
    boolean isStorable =
        type instanceof NumericType
            || type instanceof BooleanType
            || type instanceof StringType
            || type instanceof BinaryType
            || type instanceof DateType
            || type instanceof TimestampType;
    return isStorable ? quoted(name) : quoted(name).cast("string");
  }

  /**
   * A column gives a slice for each of its values; a condition gives one, for the rows it holds of.
   */
  private static Column slice(Dataset<Row> rows, String text) {
    if (hasColumn(rows, text)) {
      return concat(lit(text + " = "), quoted(text).cast("string"));
    }
    try {
      Column condition = expr(text);
      rows.select(condition.cast("boolean")).schema();
      return when(coalesce(condition.cast("boolean"), lit(false)), lit(text));
    } catch (Exception e) { // Spark's checked AnalysisException hides behind Scala
      throw AssayException.causedBy(
          e,
          ErrorCode.COLUMN_INVALID,
          "The slice \"%s\" is neither a column nor a Spark SQL condition: %s",
          text,
          firstLine(e));
    }
  }

  /** Returns whether rows have a top-level column of exactly this name. */
  static boolean hasColumn(Dataset<Row> rows, String name) {
    return List.of(rows.schema().fieldNames()).contains(name);
  }

  /** Returns the column of a name, whatever characters it holds. */
  static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static StructField field(Dataset<Row> rows, String name) {
    return rows.schema().apply(name);
  }

  /** Returns what a column can be used as, in the planner's words. */
  static boolean isArrayOfNumbers(DataType type) {
    return type instanceof ArrayType array && isNumber(array.elementType());
  }

  /** Returns whether a column is a number as it stands. */
  static boolean isNumber(DataType type) {
    return type instanceof NumericType
        || type instanceof BooleanType
        || type instanceof DecimalType;
  }

  /** Returns the first line of an error of Spark's, which is the one that people can read. */
  static String firstLine(Throwable error) {
    String message = String.valueOf(error.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
