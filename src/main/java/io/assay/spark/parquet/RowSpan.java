package io.assay.spark.parquet;

import java.util.stream.IntStream;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;

/** Rows of a row group that follow each other, as Parquet's reader wants them told. */
public final class RowSpan {
  private RowSpan() {}

  /**
   * Returns the ranges that hold some rows and no others.
   *
   * @param first the first row, counted in the row group
   * @param count how many rows
   */
  public static RowRanges of(long first, long count) {
    return RowRanges.create(first + count, IntStream.of(0).iterator(), new Page(first));
  }

  /** A single page from a row to the end, which is how ranges of rows are made. */
  private record Page(long first) implements OffsetIndex {
    @Override
    public int getPageCount() {
      return 1;
    }

    @Override
    public long getOffset(int page) {
      return 0;
    }

    @Override
    public int getCompressedPageSize(int page) {
      return 0;
    }

    @Override
    public long getFirstRowIndex(int page) {
      return first;
    }
  }
}
