package io.assay.spark.parquet;

import org.apache.arrow.vector.FieldVector;

/** The way from a vector's rows to the levels and values of a page. */
interface Rows extends RowSizes {
  /** Names the vector that rows come from now. */
  void bind(FieldVector vector);

  /** Adds the bound vector's rows {@code from} to {@code to} (exclusive). */
  void add(int from, int to);
}
