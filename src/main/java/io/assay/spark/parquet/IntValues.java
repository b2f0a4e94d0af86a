package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Integers of 8, 16 and 32 bits, and days, which Parquet all stores in 32 bits. */
final class IntValues implements Values {
  private final int width;
  private ByteBuffer source = ByteBuffer.allocate(0);
  private int[] page = new int[1024];
  private int count;

  /** Takes integers of so many bytes: 1, 2 or 4. */
  IntValues(int width) {
    this.width = width;
  }

  @Override
  public void bind(FieldVector vector) {
    source = Views.of(vector, width);
  }

  @Override
  public long size(int from, int to) {
    return (long) (to - from) * Integer.BYTES;
  }

  @Override
  public void add(int from, int to) {
    int more = to - from;
    if (page.length - count < more) {
      page = Arrays.copyOf(page, Math.max(2 * page.length, count + more));
    }
    for (int i = from; i < to; i++) {
      page[count++] =
          switch (width) {
            case Byte.BYTES -> source.get(i);
            case Short.BYTES -> source.getShort(i * Short.BYTES);
            default -> source.getInt(i * Integer.BYTES);
          };
    }
  }

  @Override
  public int pageSize() {
    return count * Integer.BYTES;
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    if (count > 0) {
      int least = Integer.MAX_VALUE;
      int greatest = Integer.MIN_VALUE;
      for (int i = 0; i < count; i++) {
        least = Math.min(least, page[i]);
        greatest = Math.max(greatest, page[i]);
      }
      ((IntStatistics) statistics).setMinMax(least, greatest);
    }
    return true;
  }

  @Override
  public Encoding drainTo(ByteBuffer target) {
    target.slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(page, 0, count);
    target.position(target.position() + count * Integer.BYTES);
    count = 0;
    return Encoding.PLAIN;
  }
}
