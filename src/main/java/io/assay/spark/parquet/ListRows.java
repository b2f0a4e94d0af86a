package io.assay.spark.parquet;

import java.nio.IntBuffer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;

/** A list or null a row. Lists of equal length take a run of levels each, whatever they hold. */
final class ListRows implements Rows {
  private final Levels levels;
  private final Values values;
  private final boolean isNullable;
  private final Validity lists = new Validity();
  private final Validity elements = new Validity();
  private IntBuffer offsets = IntBuffer.allocate(1);

  ListRows(Levels levels, Values values, Field field) {
    this.levels = levels;
    this.values = values;
    this.isNullable = field.isNullable();
  }

  @Override
  public void bind(FieldVector vector) {
    FieldVector children = ((ListVector) vector).getDataVector();
    offsets = Views.offsets(vector);
    lists.bind(vector);
    elements.bind(children);
    values.bind(children);
  }

  @Override
  public long size(int from, int to) {
    // A list without elements takes levels, too.
    return to - from + values.size(offsets.get(from), offsets.get(to));
  }

  @Override
  public void add(int from, int to) {
    int first = offsets.get(from);
    int end = first;
    for (int row = from; row < to; row++) {
      int length = lists.isThere(row) ? offsets.get(row + 1) - offsets.get(row) : 0;
      levels.beginRow();
      if (length > 0) {
        if (end != offsets.get(row)) {
          addElements(first, end);
          first = offsets.get(row);
        }
        levels.goOn(length - 1);
        end = offsets.get(row) + length;
      } else {
        addElements(first, end);
        levels.addNulls(isNullable && lists.isThere(row) ? 1 : 0, 1);
        first = offsets.get(row + 1);
        end = first;
      }
    }
    addElements(first, end);
  }

  private void addElements(int from, int to) {
    int start = from;
    while (start < to) {
      int end = elements.endOfRun(start, to);
      if (elements.isThere(start)) {
        levels.addValues(end - start);
        values.add(start, end);
      } else {
        levels.addNulls(isNullable ? 2 : 1, end - start);
      }
      start = end;
    }
  }
}
