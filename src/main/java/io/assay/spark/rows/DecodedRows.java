package io.assay.spark.rows;

import io.assay.run.RowBatch;
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
public final class DecodedRows {
  private static final int MOST_ROWS_A_BATCH = 1024;

  /** Values of a batch at most, 16 MiB; but at least one row. */
  private static final int MOST_VALUES_A_BATCH = 1 << 22;

  private DecodedRows() {}

  /** Returns decoded rows in the form that methods take. */
  public static RowBatch batch(DecodedBatch decoded) {
    return new RowBatch(
        decoded.batch(), decoded.labels(), decoded.slices(), decoded.tokens(), decoded.groups());
  }

  /** Returns rows in Spark's own form, which costs no copy. */
  public static JavaRDD<InternalRow> internal(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd().toJavaRDD();
  }

  /** Returns how many rows are read at once, of those that a job would like. */
  public static int rowsAtOnce(InputLayout layout, int wanted) {
    return Math.max(1, Math.min(wanted, MOST_VALUES_A_BATCH / layout.width()));
  }

  /** Hands every batch of a partition to a consumer. */
  public static void forEach(
      Iterator<InternalRow> rows, Decoding decoding, Consumer<DecodedBatch> consumer) {
    InputLayout layout = decoding.layout();
    BatchDecoder decoder = decoding.decoder();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowBatches batches =
            new ArrowBatches(
                rows, layout.inputSchema(), allocator, rowsAtOnce(layout, MOST_ROWS_A_BATCH))) {
      while (batches.hasNext()) {
        consumer.accept(decoder.decode(batches.next()));
      }
    }
  }
}
