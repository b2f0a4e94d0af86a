package io.assay.spark.rows;

import io.assay.table.InputLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/**
 * The columns that are carried through, of the rows that can be explained, as Arrow columns. A
 * number of batches is held at a time, in turn: {@link #start} overwrites the oldest of them.
 */
final class KeptColumns implements AutoCloseable {
  private final List<VectorSchemaRoot> roots = new ArrayList<>();
  private final List<ArrowWriter> writers = new ArrayList<>();
  private final ProjectingInternalRow kept;
  private final boolean isAny;
  private int turn;
  private int rows;

  /**
   * Makes room.
   *
   * @param held how many batches stay as they are: the one that is written and those before it
   */
  KeptColumns(InputLayout layout, BufferAllocator allocator, int held) {
    Schema schema = layout.keptSchema();
    this.isAny = !schema.getFields().isEmpty();
    this.kept = projection(layout, schema);
    for (int root = 0; root < held; root++) {
      roots.add(VectorSchemaRoot.create(schema, allocator));
      writers.add(ArrowWriter.create(roots.get(root)));
    }
  }

  private static ProjectingInternalRow projection(InputLayout layout, Schema schema) {
    List<Object> columns =
        IntStream.range(0, schema.getFields().size())
            .mapToObj(column -> (Object) layout.keepColumn(column))
            .toList();
    StructType types = ArrowUtils.fromArrowSchema(schema);
    return new ProjectingInternalRow(
        types, scala.jdk.javaapi.CollectionConverters.asScala(columns).toIndexedSeq());
  }

  /** Starts a batch. */
  void start() {
    turn = (turn + 1) % roots.size();
    writers.get(turn).reset();
    rows = 0;
  }

  /** Copies the columns of a row. */
  void write(InternalRow row) {
    rows++;
    if (isAny) {
      kept.project(row);
      writers.get(turn).write(kept);
    }
  }

  /** Returns the batch, a row for every row written. */
  VectorSchemaRoot finish() {
    writers.get(turn).finish();
    roots.get(turn).setRowCount(rows);
    return roots.get(turn);
  }

  @Override
  public void close() {
    roots.forEach(VectorSchemaRoot::close);
  }
}
