package io.assay.spark.rows;

import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;

/**
 * Spark's rows as Arrow batches. One batch is held at a time: {@link #next} overwrites what the
 * call before gave.
 */
public final class ArrowBatches implements Iterator<VectorSchemaRoot>, AutoCloseable {
  private final Iterator<InternalRow> rows;
  private final VectorSchemaRoot root;
  private final ArrowWriter writer;
  private final int rowsEach;

  /** Cuts rows into batches of at most so many. */
  public ArrowBatches(
      Iterator<InternalRow> rows, Schema schema, BufferAllocator allocator, int rowsEach) {
    this.rows = rows;
    this.root = VectorSchemaRoot.create(schema, allocator);
    this.writer = ArrowWriter.create(root);
    this.rowsEach = rowsEach;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public VectorSchemaRoot next() {
    writer.reset();
    for (int row = 0; row < rowsEach && rows.hasNext(); row++) {
      writer.write(rows.next());
    }
    writer.finish();
    return root;
  }

  @Override
  public void close() {
    root.close();
  }
}
