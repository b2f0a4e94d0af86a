package io.assay.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.InputSpec;
import io.assay.spark.scan.SnapshotTable;
import io.assay.spark.slices.SliceColumns;
import io.assay.table.FeatureColumn;
import io.assay.table.InputLayout;
import io.assay.table.SliceColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BinaryType;

/**
 * The way from any input that Spark reads to the canonical columns of an {@link InputLayout}, which
 * the rest of Assay knows.
 */
final class InputTable {
  /** How many hex digits of a content-derived row id are kept: 128 bits. */
  private static final int DERIVED_ID_DIGITS = 32;

  private InputTable() {}

  /**
   * Reads the rows that a job names, all columns.
   *
   * @param path the input's path, made absolute
   * @throws AssayException INPUT_UNREADABLE
   */
  static Dataset<Row> read(SparkSession spark, InputSpec input, String path) {
    try {
      Dataset<Row> rows =
          input.format() == InputSpec.Format.TABLE
              ? table(spark, input, path)
              : reader(spark, input).load(path);
      return input.filter().isPresent() ? rows.where(input.filter().get()) : rows;
    } catch (Exception e) { // Spark throws its checked AnalysisException undeclared
      throw AssayException.causedBy(
          e,
          ErrorCode.INPUT_UNREADABLE,
          "Cannot read the input %s as %s: %s; check input.path, input.format and input.filter",
          path,
          input.format().name().toLowerCase(Locale.ROOT),
          firstLine(e));
    }
  }

  /** The snapshot is that of the input; a baseline's table is read as it is. */
  private static Dataset<Row> table(SparkSession spark, InputSpec input, String name) {
    return input.snapshot().isPresent() && name.equals(input.path())
        ? SnapshotTable.at(spark, name, input.snapshot().get())
        : spark.table(name);
  }

  private static DataFrameReader reader(SparkSession spark, InputSpec input) {
    String format =
        input.format() == InputSpec.Format.BINARY_FILE
            ? "binaryFile"
            : input.format().name().toLowerCase(Locale.ROOT);
    return spark.read().format(format).options(input.options());
  }

  /**
   * Returns the canonical columns of rows, in the order of the layout's schema.
   *
   * @param rowId the column of the row ids; without one ids are derived from the other columns
   */
  static Dataset<Row> canonical(Dataset<Row> rows, InputLayout layout, Optional<String> rowId) {
    List<Column> columns = new ArrayList<>();
    List<String> names = layout.inputSchema().getFields().stream().map(Field::getName).toList();
    for (FeatureColumn feature : layout.features()) {
      columns.add(quoted(feature.name()).cast(sqlType(feature)));
    }
    if (layout.label() != null) {
      columns.add(quoted(layout.label()).cast("string"));
    }
    for (Field kept : layout.keepFields()) {
      columns.add(quoted(kept.getName()).cast(SparkTypes.sql(kept.getType())));
    }
    for (SliceColumn slice : layout.slices()) {
      columns.add(SliceColumns.text(slice, rows));
    }
    columns.add(0, rowId(rows, rowId, columns));
    for (int i = 0; i < columns.size(); i++) {
      columns.set(i, columns.get(i).as(names.get(i)));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private static String sqlType(FeatureColumn feature) {
    return switch (feature.kind()) {
      case NUMERIC -> "double";
      case ONE_HOT, ORDINAL, IMAGE_FILE, TEXT -> "string";
      case ARRAY -> "array<float>";
      case ARRAY_OF_FLOAT64 -> "array<double>";
      case IMAGE -> "binary";
      case TOKEN_IDS -> "array<int>";
    };
  }

  private static Column rowId(Dataset<Row> rows, Optional<String> rowId, List<Column> content) {
    if (rowId.isEmpty()) {
      Column json = to_json(struct(content.toArray(Column[]::new)));
      return substring(sha2(json, 256), 1, DERIVED_ID_DIGITS);
    }
    Column id = quoted(rowId.get());
    return rows.schema().apply(rowId.get()).dataType() instanceof BinaryType
        ? hex(id)
        : id.cast("string");
  }

  /** Returns whether rows have a top-level column of exactly this name. */
  static boolean hasColumn(Dataset<Row> rows, String name) {
    return Arrays.asList(rows.schema().fieldNames()).contains(name);
  }

  /** Returns the column of a name, whatever characters it holds. */
  static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /** Returns the first line of an error of Spark's, which is the one that people can read. */
  static String firstLine(Throwable error) {
    String message = String.valueOf(error.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
