package io.assay.spark;

import io.assay.spark.parquet.ParquetTable;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes the small tables that the driver makes. */
final class DriverTables {
  private DriverTables() {}

  /** Writes one batch as one file, which readers see as a whole or not at all. */
  static void write(
      FileSystem files,
      Path file,
      Schema schema,
      Configuration configuration,
      Consumer<VectorSchemaRoot> fill) {
    Path half = half(file);
    RunFolder.delete(files, half);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ParquetTable table = new ParquetTable(half, schema, configuration)) {
      fill.accept(root);
      table.write(root);
      table.finish();
    }
    RunFolder.move(files, half, file);
  }

  private static Path half(Path file) {
    return new Path(file.getParent(), "_" + file.getName() + ".half");
  }

  /**
   * Returns whether a file was written as a whole: where a rename is a copy, half of one may be.
   */
  static boolean isWritten(FileSystem files, Path file) {
    return RunFolder.exists(files, file) && !RunFolder.exists(files, half(file));
  }
}
