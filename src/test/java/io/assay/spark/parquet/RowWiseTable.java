package io.assay.spark.parquet;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The plain way from Arrow batches to Parquet, value by value through parquet-hadoop's own writer:
 * what {@link ParquetTable} is compared with.
 */
final class RowWiseTable implements AutoCloseable {
  private final ParquetWriter<Integer> writer;
  private final Rows rows;
  private final Path file;
  private long written;

  /**
   * Opens a file that must not exist yet.
   *
   * @throws AssayException OUTPUT_UNWRITABLE
   */
  RowWiseTable(Path file, Schema schema, Configuration configuration) {
    this.file = file;
    this.rows = new Rows(schema);
    try {
      Builder builder =
          new Builder(HadoopOutputFile.fromPath(file, configuration), rows)
              .withConf(configuration)
              .withWriteMode(ParquetFileWriter.Mode.CREATE)
              .withCompressionCodec(CompressionCodecName.ZSTD);
      for (ColumnDescriptor column : rows.type.getColumns()) {
        String path = String.join(".", column.getPath());
        builder = builder.withDictionaryEncoding(path, repeats(column, path));
      }
      this.writer = builder.build();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Returns whether a column's values repeat, so that a dictionary of them pays. */
  private static boolean repeats(ColumnDescriptor column, String path) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case FLOAT, DOUBLE -> false;
      default -> !path.equals("row_id");
    };
  }

  /** Writes all rows of a batch. */
  void write(VectorSchemaRoot batch) {
    rows.bind(batch);
    try {
      for (int row = 0; row < batch.getRowCount(); row++) {
        writer.write(row);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    written += batch.getRowCount();
  }

  /** Returns how many rows were written. */
  long written() {
    return written;
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private AssayException unwritable(IOException e) {
    return AssayException.causedBy(
        e,
        ErrorCode.OUTPUT_UNWRITABLE,
        "Cannot write %s: %s; check that the folder exists, is writable and has room",
        file,
        e.getMessage());
  }

  /** One row number in, one record out, from whichever batch is bound. */
  private static final class Rows extends WriteSupport<Integer> {
    private final Schema schema;
    private final MessageType type;
    private final List<RowWiseColumn> columns = new ArrayList<>();
    private @Nullable RecordConsumer consumer;

    Rows(Schema schema) {
      this.schema = schema;
      this.type = ParquetTypes.messageType(schema);
    }

    void bind(VectorSchemaRoot batch) {
      columns.clear();
      for (FieldVector vector : batch.getFieldVectors()) {
        columns.add(RowWiseColumn.of(vector));
      }
    }

    @Override
    public String getName() {
      return "assay";
    }

    @Override
    @SuppressWarnings("deprecation") // abstract still, so there is no way round it
    public WriteContext init(Configuration configuration) {
      return new WriteContext(type, schema.getCustomMetadata());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Integer row) {
      RecordConsumer open = Objects.requireNonNull(consumer, "the Parquet file is not open");
      open.startMessage();
      for (int column = 0; column < columns.size(); column++) {
        columns.get(column).write(row, column, open);
      }
      open.endMessage();
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
    private final Rows rows;

    Builder(HadoopOutputFile file, Rows rows) {
      super(file);
      this.rows = rows;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract still, so there is no way round it
    protected WriteSupport<Integer> getWriteSupport(Configuration configuration) {
      return rows;
    }
  }
}
