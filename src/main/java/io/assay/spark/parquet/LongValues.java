package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Integers of 64 bits, and moments in microseconds. */
final class LongValues implements Values {
  private LongBuffer source = LongBuffer.allocate(0);
  private long[] page = new long[1024];
  private int count;

  @Override
  public void bind(FieldVector vector) {
    source = Views.of(vector, Long.BYTES).asLongBuffer();
  }

  @Override
  public long size(int from, int to) {
    return (long) (to - from) * Long.BYTES;
  }

  @Override
  public void add(int from, int to) {
    int more = to - from;
    if (page.length - count < more) {
      page = Arrays.copyOf(page, Math.max(2 * page.length, count + more));
    }
    source.get(from, page, count, more);
    count += more;
  }

  @Override
  public int pageSize() {
    return count * Long.BYTES;
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    if (count > 0) {
      long least = Long.MAX_VALUE;
      long greatest = Long.MIN_VALUE;
      for (int i = 0; i < count; i++) {
        least = Math.min(least, page[i]);
        greatest = Math.max(greatest, page[i]);
      }
      ((LongStatistics) statistics).setMinMax(least, greatest);
    }
    return true;
  }

  @Override
  public Encoding drainTo(ByteBuffer target) {
    target.slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(page, 0, count);
    target.position(target.position() + count * Long.BYTES);
    count = 0;
    return Encoding.PLAIN;
  }
}
