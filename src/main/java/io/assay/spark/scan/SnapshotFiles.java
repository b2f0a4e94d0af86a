package io.assay.spark.scan;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.xxhash64;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.InputSpec;
import io.assay.report.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The data files of a table's snapshot, and which of their rows it has. A data file never changes,
 * but rows of it can be deleted beside it; so that of every file the positions of its rows are
 * counted and summed up as a digest, in one pass that reads no column.
 */
final class SnapshotFiles {
  /**
   * A data file.
   *
   * @param listed what the run's list of input files says of it
   * @param rows that the snapshot has of it
   * @param positions under which they lie: the last, and one more
   */
  record DataFile(Manifest.InputFile listed, long rows, long positions) {}

  private final SnapshotTable table;
  private final List<DataFile> files;

  private SnapshotFiles(SnapshotTable table, List<DataFile> files) {
    this.table = table;
    this.files = List.copyOf(files);
  }

  /**
   * Lists the files that rows come from.
   *
   * @param rows of the input's snapshot, all or some, all columns
   * @return nothing if the input names no snapshot of a table that keeps them
   * @throws AssayException INPUT_UNREADABLE
   */
  static Optional<SnapshotFiles> of(Dataset<Row> rows, InputSpec input) {
    return input.snapshot().isEmpty()
        ? Optional.empty()
        : SnapshotTable.of(rows.sparkSession(), input)
            .map(table -> new SnapshotFiles(table, list(table, rows, input)));
  }

  private static List<DataFile> list(SnapshotTable table, Dataset<Row> rows, InputSpec input) {
    long snapshot = input.snapshot().orElseThrow();
    try {
      Map<String, Long> bytes = table.bytes(snapshot);
      String columns = table.columns(snapshot, rows);
      List<DataFile> files = new ArrayList<>();
      for (Row file : counted(table, rows)) {
        files.add(file(file, bytes, columns));
      }
      files.sort(Comparator.comparing(file -> file.listed().path()));
      return files;
    } catch (Exception e) { // Spark throws its checked AnalysisException undeclared
      throw AssayException.causedBy(
          e,
          ErrorCode.INPUT_UNREADABLE,
          "Cannot list the data files of %s at snapshot %d: %s",
          input.path(),
          snapshot,
          e.getMessage());
    }
  }

  /** Returns a row a file: its name, rows, their digest, the last position, size and time. */
  private static List<Row> counted(SnapshotTable table, Dataset<Row> rows) {
    List<Column> facts = new ArrayList<>();
    facts.add(bit_xor(xxhash64(col("position"))));
    facts.add(max("position"));
    facts.addAll(table.facts());
    return rows.withColumn("position", table.position())
        .groupBy(table.file())
        .agg(count(lit(1)), facts.toArray(Column[]::new))
        .collectAsList();
  }

  private static DataFile file(Row row, Map<String, Long> bytes, String columns) {
    String path = row.getString(0);
    String rows = "%d rows, %016x, columns %s".formatted(row.getLong(1), row.getLong(2), columns);
    boolean hasFacts = row.size() > 4;
    return new DataFile(
        new Manifest.InputFile(
            path,
            hasFacts ? row.getLong(4) : bytes.getOrDefault(path, 0L),
            hasFacts ? Instant.ofEpochMilli(row.getLong(5)).toString() : "",
            rows),
        row.getLong(1),
        row.getLong(3) + 1);
  }

  /** Returns the table. */
  SnapshotTable table() {
    return table;
  }

  /** Returns the files, in the order of their names. */
  List<Manifest.InputFile> listed() {
    return files.stream().map(DataFile::listed).toList();
  }

  /** Returns how many rows there are. */
  long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** Returns what the files can be cut into, in their order. */
  List<FileParts> parts() {
    List<FileParts> parts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      DataFile file = files.get(i);
      Piece whole = Piece.of(i, 0, file.listed().bytes(), file.positions());
      parts.add(new FileParts(List.of(whole), FileParts.Cut.BY_ROWS));
    }
    return parts;
  }
}
