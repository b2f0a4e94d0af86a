package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Numbers of 32 bits. A page with a NaN has no least and greatest value, because readers do not
 * agree on where a NaN stands; a least zero is told as -0 and a greatest as +0, as Parquet asks.
 */
final class FloatValues implements Values {
  private FloatBuffer source = FloatBuffer.allocate(0);
  private float[] page = new float[1024];
  private int count;

  @Override
  public void bind(FieldVector vector) {
    source = Views.of(vector, Float.BYTES).asFloatBuffer();
  }

  @Override
  public long size(int from, int to) {
    return (long) (to - from) * Float.BYTES;
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
    return count * Float.BYTES;
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    if (count == 0) {
      return true;
    }
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, page[i]); // NaN stays
      greatest = Math.max(greatest, page[i]);
    }
    if (Float.isNaN(least)) {
      return false;
    }
    ((FloatStatistics) statistics)
        .setMinMax(least == 0 ? -0.0f : least, greatest == 0 ? 0.0f : greatest);
    return true;
  }

  @Override
  public Encoding drainTo(ByteBuffer target) {
    target.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(page, 0, count);
    target.position(target.position() + count * Float.BYTES);
    count = 0;
    return Encoding.PLAIN;
  }
}
