package io.assay.spark;

import io.assay.table.BatchDecoder;
import io.assay.table.DecodedBatch;
import io.assay.table.InputLayout;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Canonical rows of a partition, decoded batch by batch. */
final class DecodedRows {
  private static final int ROWS_A_BATCH = 1024;

  private DecodedRows() {}

  /** Returns rows in Spark's own form, which costs no copy. */
  static JavaRDD<InternalRow> internal(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd().toJavaRDD();
  }

  /** Hands every batch of a partition to a consumer. */
  static void forEach(
      Iterator<InternalRow> rows, InputLayout layout, Consumer<DecodedBatch> consumer) {
    BatchDecoder decoder = new BatchDecoder(layout);
    try (BufferAllocator allocator = new RootAllocator();
        ArrowBatches batches =
            new ArrowBatches(rows, layout.inputSchema(), allocator, ROWS_A_BATCH)) {
      while (batches.hasNext()) {
        consumer.accept(decoder.decode(batches.next()));
      }
    }
  }
}
