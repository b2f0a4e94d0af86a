package io.assay.spark.parquet;

import org.apache.arrow.vector.FieldVector;

/** A value or null a row. */
final class FlatRows implements Rows {
  private final Levels levels;
  private final Values values;
  private final Validity validity = new Validity();

  FlatRows(Levels levels, Values values) {
    this.levels = levels;
    this.values = values;
  }

  @Override
  public void bind(FieldVector vector) {
    validity.bind(vector);
    values.bind(vector);
  }

  @Override
  public long size(int from, int to) {
    return values.size(from, to);
  }

  @Override
  public void add(int from, int to) {
    int start = from;
    while (start < to) {
      int end = validity.endOfRun(start, to);
      if (validity.isThere(start)) {
        levels.addValues(end - start);
        values.add(start, end);
      } else {
        levels.addNulls(0, end - start);
      }
      start = end;
    }
  }
}
