package io.assay.spark.rows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;

/**
 * Spark's rows as Arrow batches. A number of batches is held at a time, in turn: {@link #next}
 * overwrites the oldest of them.
 */
public final class ArrowBatches implements Iterator<VectorSchemaRoot>, AutoCloseable {
  private final Iterator<InternalRow> rows;
  private final List<VectorSchemaRoot> roots = new ArrayList<>();
  private final List<ArrowWriter> writers = new ArrayList<>();
  private final int rowsEach;
  private int turn;

  /** Cuts rows into batches of at most so many, one held at a time. */
  public ArrowBatches(
      Iterator<InternalRow> rows, Schema schema, BufferAllocator allocator, int rowsEach) {
    this(rows, schema, allocator, rowsEach, 1);
  }

  /**
   * Cuts rows into batches.
   *
   * @param rowsEach rows of a batch at most
   * @param held how many batches stay as they are: the one that {@link #next} gave and those before
   */
  public ArrowBatches(
      Iterator<InternalRow> rows,
      Schema schema,
      BufferAllocator allocator,
      int rowsEach,
      int held) {
    this.rows = rows;
    this.rowsEach = rowsEach;
    for (int root = 0; root < held; root++) {
      roots.add(VectorSchemaRoot.create(schema, allocator));
      writers.add(ArrowWriter.create(roots.get(root)));
    }
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public VectorSchemaRoot next() {
    VectorSchemaRoot root = roots.get(turn);
    ArrowWriter writer = writers.get(turn);
    turn = (turn + 1) % roots.size();
    writer.reset();
    for (int row = 0; row < rowsEach && rows.hasNext(); row++) {
      writer.write(rows.next());
    }
    writer.finish();
    return root;
  }

  @Override
  public void close() {
    roots.forEach(VectorSchemaRoot::close);
  }
}
