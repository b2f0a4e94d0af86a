package io.assay.spark.scan;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.InputSpec;
import io.assay.job.JobSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table of a catalog that keeps its snapshots, Delta's or Iceberg's. Everything is asked of the
 * table's own connector, in SQL, and its rows are read by it alone: what is deleted in a data file,
 * and what its columns are called, nobody else knows.
 */
public final class SnapshotTable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTable.class);

  /** Who keeps the snapshots. */
  private enum Format {
    DELTA,
    ICEBERG
  }

  private final SparkSession spark;
  private final String name;
  private final Format format;

  private SnapshotTable(SparkSession spark, String name, Format format) {
    this.spark = spark;
    this.name = name;
    this.format = format;
  }

  /** Returns the table of an input, if it is one that keeps its snapshots. */
  static Optional<SnapshotTable> of(SparkSession spark, InputSpec input) {
    if (input.format() != InputSpec.Format.TABLE) {
      return Optional.empty();
    }
    String sql = "DESCRIBE TABLE EXTENDED " + input.path();
    return tried(
            input.path(),
            () -> spark.sql(sql).where(col("col_name").equalTo("Provider")).collectAsList())
        .flatMap(rows -> rows.stream().findFirst())
        .flatMap(row -> format(row.getString(1)))
        .map(format -> new SnapshotTable(spark, input.path(), format));
  }

  private static Optional<Format> format(String provider) {
    return switch (provider.toLowerCase(Locale.ROOT)) {
      case "delta" -> Optional.of(Format.DELTA);
      case "iceberg" -> Optional.of(Format.ICEBERG);
      default -> Optional.empty();
    };
  }

  /**
   * Returns what a catalog answers; nothing if it does not know the question or the table.
   *
   * @throws AssayException INPUT_UNREADABLE if it does not answer: it may have snapshots all the
   *     same
   */
  private static <T> Optional<T> tried(String name, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (Exception e) { // Spark throws its checked AnalysisException undeclared
      if (!(e instanceof AnalysisException || e instanceof UnsupportedOperationException)) {
        throw AssayException.causedBy(
            e,
            ErrorCode.INPUT_UNREADABLE,
            "The catalog does not say what the table %s is: %s; check input.path and the catalog",
            name,
            String.valueOf(e.getMessage()));
      }
      LOG.info("The catalog gives no snapshots: {}", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * Fixes the snapshot that a job reads, where its shards follow data files: the newest, unless the
   * job names one. A job of another input stays as it is.
   */
  public static JobSpec fixed(SparkSession spark, JobSpec spec) {
    if (!InputCut.wantsFiles(spec) || spec.input().snapshot().isPresent()) {
      return spec;
    }
    return of(spark, spec.input())
        .flatMap(SnapshotTable::newest)
        .map(spec::withSnapshot)
        .orElse(spec);
  }

  /** Returns the newest snapshot; nothing if there is none yet. */
  private Optional<Long> newest() {
    String sql =
        switch (format) {
          case DELTA -> "DESCRIBE HISTORY " + name + " LIMIT 1";
          case ICEBERG ->
              "SELECT snapshot_id AS version FROM " + name + ".refs WHERE name = 'main'";
        };
    return tried(name, () -> spark.sql(sql).select("version").collectAsList())
        .flatMap(rows -> rows.stream().findFirst())
        .map(row -> row.getLong(0));
  }

  /** Returns a table as it was, all columns. */
  public static Dataset<Row> at(SparkSession spark, String name, long snapshot) {
    return spark.sql("SELECT * FROM " + name + " VERSION AS OF " + snapshot);
  }

  /** Returns the column that names a row's data file. */
  Column file() {
    return switch (format) {
      case DELTA -> col("_metadata.file_path");
      case ICEBERG -> col("_file");
    };
  }

  /**
   * Returns whether a row is of some data files. Written so that connectors do not look into it: a
   * file's name is no column of a file, and Iceberg warns of that.
   */
  Column isOf(Set<String> files) {
    return concat_ws("", file()).isInCollection(files);
  }

  /** Returns the column that numbers the rows of a data file from 0, deleted ones as well. */
  Column position() {
    return switch (format) {
      case DELTA -> col("_metadata.row_index");
      case ICEBERG -> col("_pos");
    };
  }

  /** Returns the sizes of data files by name, where these are not a column of the table's rows. */
  Map<String, Long> bytes(long snapshot) {
    Map<String, Long> bytes = new HashMap<>();
    if (format == Format.ICEBERG) {
      at(spark, name + ".files", snapshot)
          .select("file_path", "file_size_in_bytes")
          .collectAsList()
          .forEach(row -> bytes.put(row.getString(0), row.getLong(1)));
    }
    return bytes;
  }

  /** Returns the columns of a file's size and its time of change in milliseconds, if there are. */
  List<Column> facts() {
    return switch (format) {
      case DELTA ->
          List.of(
              max("_metadata.file_size"),
              expr("unix_millis(max(_metadata.file_modification_time))"));
      case ICEBERG -> List.of();
    };
  }

  /**
   * Returns a text that changes when a column of the table may come to mean another one of its data
   * files, as it does when columns are renamed or dropped in the table's metadata alone.
   *
   * @param rows the table's rows at the snapshot
   */
  String columns(long snapshot, Dataset<Row> rows) {
    return switch (format) {
      case DELTA -> mapping(rows);
      case ICEBERG -> schema(snapshot);
    };
  }

  /** Names are what the files say, unless the table maps them. */
  private String mapping(Dataset<Row> rows) {
    Map<String, String> properties =
        spark.sql("DESCRIBE DETAIL " + name).select("properties").first().getJavaMap(0);
    return properties.getOrDefault("delta.columnMapping.mode", "none").equals("none")
        ? "by name"
        : "mapped, up to "
            + properties.get("delta.columnMapping.maxColumnId")
            + ", "
            + Integer.toHexString(rows.schema().catalogString().hashCode());
  }

  /** A schema's number stands for the ids of its columns; it is known while the log goes back. */
  private String schema(long snapshot) {
    Row found =
        spark
            .sql(
                "SELECT max(latest_schema_id) FROM "
                    + name
                    + ".metadata_log_entries WHERE latest_snapshot_id = "
                    + snapshot)
            .first();
    return found.isNullAt(0) ? "of snapshot " + snapshot : "of schema " + found.getInt(0);
  }
}
