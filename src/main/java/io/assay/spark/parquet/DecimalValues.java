package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Decimals of 16 bytes: the lowest byte comes first in Arrow, and last in Parquet. */
final class DecimalValues implements Values {
  private static final int WIDTH = DecimalVector.TYPE_WIDTH;

  private final Bytes page = new Bytes();
  private ByteBuffer source = ByteBuffer.allocate(0);

  @Override
  public void bind(FieldVector vector) {
    source = Views.of(vector, WIDTH);
  }

  @Override
  public long size(int from, int to) {
    return (long) (to - from) * WIDTH;
  }

  @Override
  public void add(int from, int to) {
    page.room(Math.multiplyExact(to - from, WIDTH));
    for (int value = from; value < to; value++) {
      for (int at = WIDTH - 1; at >= 0; at--) {
        page.add(source.get(value * WIDTH + at));
      }
    }
  }

  @Override
  public int pageSize() {
    return page.size();
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    for (int at = 0; at < page.size(); at += WIDTH) {
      statistics.updateStats(Binary.fromReusedByteArray(page.array(), at, WIDTH));
    }
    return true;
  }

  @Override
  public Encoding drainTo(ByteBuffer target) {
    target.put(page.array(), 0, page.size());
    page.clear();
    return Encoding.PLAIN;
  }
}
