package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;

/**
 * The values of one column, without those that are null: taken from Arrow vectors in bulk, and
 * written page by page.
 */
interface Values {
  /** Names the vector that values come from now. */
  void bind(FieldVector vector);

  /**
   * Returns how many bytes the bound vector's values {@code from} to {@code to} (exclusive) are.
   */
  long size(int from, int to);

  /**
   * Adds the bound vector's values {@code from} to {@code to} (exclusive); none of them is null.
   */
  void add(int from, int to);

  /** Returns how many bytes the page takes at most. */
  int pageSize();

  /**
   * Tells the least and the greatest value of the page, if there are any.
   *
   * @return false if the page holds values that have no place in an order
   */
  boolean describe(Statistics<?> statistics);

  /** Writes the page and begins the next. */
  Encoding drainTo(ByteBuffer page);

  /** Returns the dictionary of the pages written since the last one, and forgets it. */
  default Optional<DictionaryPage> endDictionary() {
    return Optional.empty();
  }
}
