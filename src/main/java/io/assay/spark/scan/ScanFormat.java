package io.assay.spark.scan;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.binaryfile.BinaryFileFormat;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/** Formats whose files Assay cuts itself; Spark's own readers read them. */
enum ScanFormat {
  /** Row groups, whose rows the footers count. */
  PARQUET,
  /** Lines, unless a record may span several. */
  CSV,
  /** Lines, unless a record may span several. */
  JSON,
  /** Stripes. */
  ORC,
  /** A row a file. */
  BINARY_FILE;

  /** Table formats extend Spark's classes and give them another meaning: only its own count. */
  private static final Map<Class<?>, ScanFormat> OF =
      Map.of(
          ParquetFileFormat.class, PARQUET,
          CSVFileFormat.class, CSV,
          JsonFileFormat.class, JSON,
          OrcFileFormat.class, ORC,
          BinaryFileFormat.class, BINARY_FILE);

  /** Returns the format that a reader of Spark's reads. */
  static Optional<ScanFormat> of(FileFormat reader) {
    return Optional.ofNullable(OF.get(reader.getClass()));
  }
}
