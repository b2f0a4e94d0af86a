package io.assay.spark.read;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.parquet.RowSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file of a stored table. Its footer is read when it is opened; rows are read when they
 * are asked for, of the columns and of the pages that are asked for alone. One thread at a time.
 */
public final class TableFile implements AutoCloseable {
  private final String name;
  private final ParquetFileReader reader;
  private final FilterCompat.Filter filter;
  private final MessageType type;

  private TableFile(String name, ParquetFileReader reader, FilterCompat.Filter filter) {
    this.name = name;
    this.reader = reader;
    this.filter = filter;
    this.type = reader.getFileMetaData().getSchema();
  }

  /**
   * Opens a file.
   *
   * @param filter rows that {@link #forEach} gives; all without it
   * @throws AssayException NOT_FOUND if it cannot be read
   */
  public static TableFile open(InputFile file, @Nullable FilterPredicate filter) {
    try {
      ParquetReadOptions.Builder options = ParquetReadOptions.builder();
      FilterCompat.Filter some = filter == null ? FilterCompat.NOOP : FilterCompat.get(filter);
      options.withRecordFilter(some).useRecordFilter();
      return new TableFile(file.toString(), ParquetFileReader.open(file, options.build()), some);
    } catch (IOException | RuntimeException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Opens a file of any file system.
   *
   * @param filter rows that {@link #forEach} gives; all without it
   * @throws AssayException NOT_FOUND if it cannot be read
   */
  public static TableFile open(
      FileStatus file, Configuration hadoop, @Nullable FilterPredicate filter) {
    try {
      return open(HadoopInputFile.fromStatus(file, hadoop), filter);
    } catch (IOException e) {
      throw unreadable(file.getPath().toString(), e);
    }
  }

  /** Returns the columns, in order; lists count as one. */
  public List<String> columns() {
    return type.getFields().stream().map(Type::getName).toList();
  }

  /** Returns whether a column holds numbers. */
  public boolean isNumeric(String column) {
    Type field = type.getType(column);
    return field.isPrimitive()
        && switch (field.asPrimitiveType().getPrimitiveTypeName()) {
          case INT32, INT64, FLOAT, DOUBLE -> true;
          default -> false;
        };
  }

  /** Returns how many rows the file has. */
  public long rows() {
    return reader.getRowGroups().stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  /** Returns what the footer notes. */
  public Map<String, String> notes() {
    return reader.getFileMetaData().getKeyValueMetaData();
  }

  /**
   * Hands over the rows in their order, those of the filter alone.
   *
   * @param columns what is read; the columns of the filter must be among them
   * @param consumer takes a row, and says whether to go on
   * @return whether the end was reached
   * @throws AssayException NOT_FOUND if the file cannot be read
   */
  public boolean forEach(List<String> columns, Predicate<TableRow> consumer) {
    MessageType wanted = select(columns);
    try {
      reader.setRequestedSchema(wanted);
      for (PageReadStore pages = reader.readNextFilteredRowGroup();
          pages != null;
          pages = reader.readNextFilteredRowGroup()) {
        if (!read(wanted, pages, consumer)) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      throw e instanceof AssayException known ? known : unreadable(name, e);
    }
  }

  private boolean read(MessageType wanted, PageReadStore pages, Predicate<TableRow> consumer) {
    RecordReader<TableRow> rows =
        columnsOf(wanted).getRecordReader(pages, new Cells(wanted), filter);
    for (long left = pages.getRowCount(); left > 0; left--) {
      TableRow row = rows.read();
      if (row != null && !rows.shouldSkipCurrentRecord() && !consumer.test(row)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns some rows, whatever the filter: only the pages that hold them are read.
   *
   * @param columns what is read
   * @param first the first row, counted in the file
   * @param count rows at most
   * @throws AssayException NOT_FOUND if the file cannot be read
   */
  public List<TableRow> page(List<String> columns, long first, int count) {
    MessageType wanted = select(columns);
    List<TableRow> page = new ArrayList<>();
    reader.setRequestedSchema(wanted);
    long start = 0;
    List<BlockMetaData> groups = reader.getRowGroups();
    for (int group = 0; group < groups.size() && page.size() < count; group++) {
      long rows = groups.get(group).getRowCount();
      long from = Math.max(0, first - start);
      if (from < rows) {
        read(wanted, group, from, Math.min(rows, from + count - page.size()), page);
      }
      start += rows;
    }
    return page;
  }

  private void read(MessageType wanted, int group, long from, long to, List<TableRow> page) {
    try {
      boolean isPaged =
          reader.getRowGroups().get(group).getColumns().stream()
              .allMatch(column -> column.getOffsetIndexReference() != null);
      PageReadStore pages =
          isPaged
              ? reader.readFilteredRowGroup(group, RowSpan.of(from, to - from))
              : reader.readRowGroup(group);
      RecordReader<TableRow> rows = columnsOf(wanted).getRecordReader(pages, new Cells(wanted));
      for (long skipped = isPaged ? from : 0; skipped < from; skipped++) {
        rows.read();
      }
      for (long row = from; row < to; row++) {
        page.add(rows.read());
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(name, e);
    }
  }

  private MessageColumnIO columnsOf(MessageType wanted) {
    return new ColumnIOFactory(reader.getFileMetaData().getCreatedBy()).getColumnIO(wanted, type);
  }

  private MessageType select(List<String> columns) {
    for (String column : columns) {
      if (!type.containsField(column)) {
        throw new AssayException(
            ErrorCode.NOT_FOUND,
            "The table file %s has no column %s; it has %s",
            name,
            column,
            columns());
      }
    }
    return new MessageType(type.getName(), columns.stream().map(type::getType).toList());
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static AssayException unreadable(String file, Exception e) {
    return AssayException.causedBy(
        e, ErrorCode.NOT_FOUND, "Cannot read the table %s: %s", file, e.getMessage());
  }
}
