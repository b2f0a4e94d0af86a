package io.assay.spark.parquet;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.DirectByteBufferAllocator;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Writes Arrow batches of one schema to one Parquet file, column by column: zstd if not said
 * otherwise, dictionaries where texts repeat, least and greatest values of every page, the schema's
 * metadata in the footer. Byte-stream-split is left off because Spark cannot read it fast.
 *
 * <p>The bytes are a function of the rows, and of the schema: they do not depend on how rows are
 * cut into batches.
 */
public final class ParquetTable implements AutoCloseable {
  /** The values of a row group, before compression. */
  static final long GROUP_SIZE = 64L << 20;

  private final Path file;
  private final Schema schema;
  private final MessageType type;
  private final ByteBufferAllocator direct = DirectByteBufferAllocator.getInstance();
  private final Scratch scratch;
  private final CodecFactory codecs;
  private final BytesInputCompressor compressor;
  private final List<ColumnPages> columns = new ArrayList<>();
  private final ParquetFileWriter writer;
  private ColumnChunkPageWriteStore group;
  private long rowsInGroup;
  private long sizeOfGroup;
  private long written;

  /**
   * Opens a file that must not exist yet.
   *
   * @param file where it lies
   * @param schema the columns, and notes for the footer
   * @param configuration of the file system, and of zstd ({@code
   *     parquet.compression.codec.zstd.level})
   * @throws AssayException OUTPUT_UNWRITABLE
   * @throws IllegalArgumentException if a column's type has no place in our tables
   */
  public ParquetTable(Path file, Schema schema, Configuration configuration) {
    this(file, schema, configuration, CompressionCodecName.ZSTD);
  }

  /**
   * Opens a file that must not exist yet, of values that zstd would shrink little and readers would
   * wait for.
   *
   * @throws AssayException OUTPUT_UNWRITABLE
   */
  public static ParquetTable uncompressed(Path file, Schema schema, Configuration configuration) {
    return new ParquetTable(file, schema, configuration, CompressionCodecName.UNCOMPRESSED);
  }

  private ParquetTable(
      Path file, Schema schema, Configuration configuration, CompressionCodecName codec) {
    this.file = file;
    this.schema = schema;
    this.type = ParquetTypes.messageType(schema);
    this.writer = open(configuration);
    this.scratch = new Scratch(direct, 2 * ColumnPages.PAGE_SIZE);
    this.codecs =
        CodecFactory.createDirectCodecFactory(configuration, direct, ColumnPages.PAGE_SIZE);
    this.compressor = codecs.getCompressor(codec);
    this.group = emptyGroup();
    for (int i = 0; i < schema.getFields().size(); i++) {
      columns.add(new ColumnPages(type.getColumns().get(i), schema.getFields().get(i), scratch));
    }
  }

  private ParquetFileWriter open(Configuration configuration) {
    try {
      ParquetFileWriter opened =
          new ParquetFileWriter(
              new WideOutput(file, configuration),
              type,
              ParquetFileWriter.Mode.CREATE,
              GROUP_SIZE,
              0,
              null,
              ParquetProperties.builder().build());
      opened.start();
      return opened;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private ColumnChunkPageWriteStore emptyGroup() {
    return new ColumnChunkPageWriteStore(
        compressor,
        type,
        HeapByteBufferAllocator.getInstance(),
        ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH);
  }

  /**
   * Writes all rows of a batch.
   *
   * @throws AssayException OUTPUT_UNWRITABLE
   */
  public void write(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    if (rows == 0) {
      return;
    }
    for (int column = 0; column < columns.size(); column++) {
      columns.get(column).bind(batch.getVector(column));
    }
    try {
      int start = 0;
      while (start < rows) {
        RowSizes sizes = this::size;
        int end = sizes.endOf(start, rows, GROUP_SIZE - sizeOfGroup);
        add(start, end);
        start = end;
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    written += rows;
  }

  private long size(int from, int to) {
    long size = 0;
    for (ColumnPages column : columns) {
      size += column.size(from, to);
    }
    return size;
  }

  private void add(int from, int to) throws IOException {
    for (ColumnPages column : columns) {
      column.add(from, to, group.getPageWriter(column.column()));
    }
    rowsInGroup += to - from;
    sizeOfGroup += size(from, to);
    if (sizeOfGroup >= GROUP_SIZE) {
      endGroup();
    }
  }

  private void endGroup() throws IOException {
    for (ColumnPages column : columns) {
      column.endGroup(group.getPageWriter(column.column()));
    }
    writer.startBlock(rowsInGroup);
    group.flushToFileWriter(writer);
    writer.endBlock();
    group.close();
    group = emptyGroup();
    rowsInGroup = 0;
    sizeOfGroup = 0;
  }

  /** Returns how many rows were written. */
  public long written() {
    return written;
  }

  /**
   * Ends the file: only then is it one that can be read.
   *
   * @throws AssayException OUTPUT_UNWRITABLE
   */
  public void finish() {
    try {
      if (rowsInGroup > 0) {
        endGroup();
      }
      TreeMap<String, String> notes = new TreeMap<>(schema.getCustomMetadata());
      notes.put("writer.model.name", "assay");
      writer.end(notes);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Gives the memory back; a file that was not finished stays a torso. */
  @Override
  public void close() {
    group.close();
    codecs.release();
    scratch.close();
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
}
