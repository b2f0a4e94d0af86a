package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Numbers of 64 bits. A page with a NaN has no least and greatest value, because readers do not
 * agree on where a NaN stands; a least zero is told as -0 and a greatest as +0, as Parquet asks.
 */
final class DoubleValues implements Values {
  private DoubleBuffer source = DoubleBuffer.allocate(0);
  private double[] page = new double[1024];
  private int count;

  @Override
  public void bind(FieldVector vector) {
    source = Views.of(vector, Double.BYTES).asDoubleBuffer();
  }

  @Override
  public long size(int from, int to) {
    return (long) (to - from) * Double.BYTES;
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
    return count * Double.BYTES;
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    if (count == 0) {
      return true;
    }
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, page[i]); // NaN stays
      greatest = Math.max(greatest, page[i]);
    }
    if (Double.isNaN(least)) {
      return false;
    }
    ((DoubleStatistics) statistics)
        .setMinMax(least == 0 ? -0.0 : least, greatest == 0 ? 0.0 : greatest);
    return true;
  }

  @Override
  public Encoding drainTo(ByteBuffer target) {
    target.slice().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(page, 0, count);
    target.position(target.position() + count * Double.BYTES);
    count = 0;
    return Encoding.PLAIN;
  }
}
