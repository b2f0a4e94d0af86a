package io.assay.spark.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * One column of a file, page by page. A page ends with the row that fills 240 KiB (zstd is twice as
 * fast below 256 KiB as at 1 MiB, and no worse), and after 20,000 rows at the latest.
 */
final class ColumnPages {
  static final int PAGE_ROWS = 20_000;
  static final int PAGE_SIZE = 240 << 10;

  private final ColumnDescriptor column;
  private final Scratch scratch;
  private final Levels levels;
  private final Values values;
  private final Rows rows;
  private int rowsInPage;
  private long sizeOfPage;

  ColumnPages(ColumnDescriptor column, Field field, Scratch scratch) {
    this.column = column;
    this.scratch = scratch;
    this.levels = new Levels(column);
    this.values = ParquetTypes.values(field);
    this.rows =
        field.getType() instanceof ArrowType.List
            ? new ListRows(levels, values, field)
            : new FlatRows(levels, values);
  }

  /** Returns the column as the file's schema has it. */
  ColumnDescriptor column() {
    return column;
  }

  /** Names the vector that rows come from now. */
  void bind(FieldVector vector) {
    rows.bind(vector);
  }

  /** Returns how many bytes rows of the bound vector take. */
  long size(int from, int to) {
    return rows.size(from, to);
  }

  /** Adds rows of the bound vector, and writes each page that is full. */
  void add(int from, int to, PageWriter pages) throws IOException {
    int start = from;
    while (start < to) {
      int most = Math.min(to, start + PAGE_ROWS - rowsInPage);
      int end = rows.endOf(start, most, PAGE_SIZE - sizeOfPage);
      rows.add(start, end);
      rowsInPage += end - start;
      sizeOfPage += rows.size(start, end);
      if (rowsInPage == PAGE_ROWS || sizeOfPage >= PAGE_SIZE) {
        endPage(pages);
      }
      start = end;
    }
  }

  /** Writes what is left of a row group. */
  void endGroup(PageWriter pages) throws IOException {
    if (rowsInPage > 0) {
      endPage(pages);
    }
    Optional<DictionaryPage> dictionary = values.endDictionary();
    if (dictionary.isPresent()) {
      pages.writeDictionaryPage(dictionary.get());
    }
  }

  private void endPage(PageWriter pages) throws IOException {
    Statistics<?> statistics = statistics();
    int entries = levels.entries();
    ByteBuffer page = scratch.page(Math.addExact(levels.end(), values.pageSize()));
    levels.drainTo(page);
    Encoding encoding = values.drainTo(page);
    pages.writePage(
        BytesInput.from(page.flip()),
        entries,
        rowsInPage,
        statistics,
        Encoding.RLE,
        Encoding.RLE,
        encoding);
    rowsInPage = 0;
    sizeOfPage = 0;
  }

  private Statistics<?> statistics() {
    PrimitiveType type = column.getPrimitiveType();
    Statistics<?> statistics = Statistics.createStats(type);
    statistics.incrementNumNulls(levels.nulls());
    return values.describe(statistics)
        ? statistics
        : Statistics.getBuilderForReading(type).build(); // without them nothing is passed over
  }
}
