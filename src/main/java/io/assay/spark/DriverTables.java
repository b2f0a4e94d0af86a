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
    Path half = new Path(file.getParent(), "_" + file.getName() + ".half");
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
}
