package io.assay.spark.rows;

import io.assay.table.BatchDecoder;
import io.assay.table.DecodedBatch;
import io.assay.table.InputLayout;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Spark's rows as decoded batches, with the columns that are carried through. Those columns of a
 * number of batches are held at a time, in turn: {@link #next} overwrites the oldest of them.
 */
public final class RowBatches implements Iterator<RowBatches.Loaded>, AutoCloseable {
  private final Iterator<InternalRow> rows;
  private final BatchDecoder decoder;
  private final int rowsEach;
  private final KeptColumns kept;
  private final SparkCells cells = new SparkCells();

  /**
   * A batch as it was read.
   *
   * @param decoded the rows that can be explained, and the others
   * @param kept the columns carried through, of the rows that can be explained
   */
  public record Loaded(DecodedBatch decoded, VectorSchemaRoot kept) {}

  /**
   * How rows are cut.
   *
   * @param rowsEach rows that are read for a batch at most, at least 1
   * @param held how many batches stay as they are: the one that {@link #next} gave and those before
   */
  public record Cut(int rowsEach, int held) {}

  /** Cuts canonical rows of a layout into batches. */
  public RowBatches(
      Iterator<InternalRow> rows,
      InputLayout layout,
      BatchDecoder decoder,
      BufferAllocator allocator,
      Cut cut) {
    this.rows = rows;
    this.decoder = decoder;
    this.rowsEach = cut.rowsEach();
    this.kept = new KeptColumns(layout, allocator, cut.held());
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Loaded next() {
    decoder.start(rowsEach);
    kept.start();
    for (int row = 0; row < rowsEach && rows.hasNext(); row++) {
      InternalRow next = rows.next();
      if (decoder.read(cells.of(next))) {
        kept.write(next);
      }
    }
    return new Loaded(decoder.finish(), kept.finish());
  }

  @Override
  public void close() {
    kept.close();
  }
}
