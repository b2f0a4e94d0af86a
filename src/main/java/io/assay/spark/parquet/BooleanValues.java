package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Truth values, a bit each, in Arrow and in Parquet. */
final class BooleanValues implements Values {
  private final Bytes page = new Bytes();
  private ByteBuffer source = ByteBuffer.allocate(0);
  private int count;
  private int truths;

  @Override
  public void bind(FieldVector vector) {
    source = Views.of(vector.getDataBuffer(), (vector.getValueCount() + Byte.SIZE - 1) / Byte.SIZE);
  }

  @Override
  public long size(int from, int to) {
    return (long) to / Byte.SIZE - from / Byte.SIZE; // adds up to an eighth, however rows are cut
  }

  @Override
  public void add(int from, int to) {
    for (int i = from; i < to; i++) {
      int bit = (source.get(i / Byte.SIZE) >> (i % Byte.SIZE)) & 1;
      int at = count % Byte.SIZE;
      if (at == 0) {
        page.add(bit);
      } else {
        page.put(page.size() - 1, page.array()[page.size() - 1] | (bit << at));
      }
      truths += bit;
      count++;
    }
  }

  @Override
  public int pageSize() {
    return page.size();
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    if (count > 0) {
      ((BooleanStatistics) statistics).setMinMax(truths == count, truths > 0);
    }
    return true;
  }

  @Override
  public Encoding drainTo(ByteBuffer target) {
    target.put(page.array(), 0, page.size());
    page.clear();
    count = 0;
    truths = 0;
    return Encoding.PLAIN;
  }
}
