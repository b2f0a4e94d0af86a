package io.assay.spark.rows;

import io.assay.run.RowBatch;
import io.assay.table.BatchDecoder;
import io.assay.table.DecodedBatch;
import io.assay.table.InputLayout;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

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

  /**
   * Checks that rows are a layout's: cells are read as what the layout says, whatever they are.
   *
   * @param schema of the rows; further columns behind the layout's may follow
   * @throws IllegalArgumentException if a column is missing, has another name or another type
   */
  public static void check(StructType schema, InputLayout layout) {
    StructType needed = ArrowUtils.fromArrowSchema(layout.inputSchema());
    for (int column = 0; column < needed.length(); column++) {
      StructField field = needed.fields()[column];
      StructField found = column < schema.length() ? schema.fields()[column] : null;
      boolean fits =
          found != null
              && found.name().equals(field.name())
              && found.dataType().catalogString().equals(field.dataType().catalogString());
      if (!fits) {
        throw new IllegalArgumentException(
            "column %d is %s; need %s".formatted(column, found, field));
      }
    }
  }

  /** Returns how many rows are read at once, of those that a job would like. */
  public static int rowsAtOnce(InputLayout layout, int wanted) {
    return Math.max(1, Math.min(wanted, MOST_VALUES_A_BATCH / layout.width()));
  }

  /** Hands every batch of a partition to a consumer. */
  public static void forEach(
      Iterator<InternalRow> rows, Decoding decoding, Consumer<DecodedBatch> consumer) {
    BatchDecoder decoder = decoding.decoder();
    int rowsEach = rowsAtOnce(decoding.layout(), MOST_ROWS_A_BATCH);
    while (rows.hasNext()) {
      consumer.accept(next(rows, decoder, rowsEach));
    }
  }

  /** Decodes the next rows, so many at most. */
  public static DecodedBatch next(Iterator<InternalRow> rows, BatchDecoder decoder, int mostRows) {
    SparkCells cells = new SparkCells();
    decoder.start(mostRows);
    for (int row = 0; row < mostRows && rows.hasNext(); row++) {
      decoder.read(cells.of(rows.next()));
    }
    return decoder.finish();
  }
}
