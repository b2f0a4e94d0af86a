package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Texts and bytes that do not repeat: each with its length before it. */
final class BytesValues implements Values {
  private final Bytes page = new Bytes();
  private IntBuffer offsets = IntBuffer.allocate(1);
  private ByteBuffer source = ByteBuffer.allocate(0);

  @Override
  public void bind(FieldVector vector) {
    offsets = Views.offsets(vector);
    source = Views.of(vector.getDataBuffer(), offsets.get(vector.getValueCount()));
  }

  @Override
  public long size(int from, int to) {
    return (long) (to - from) * Integer.BYTES + offsets.get(to) - offsets.get(from);
  }

  @Override
  public void add(int from, int to) {
    page.room(Math.toIntExact(size(from, to)));
    int start = offsets.get(from);
    for (int i = from; i < to; i++) {
      int end = offsets.get(i + 1);
      page.addInt(end - start);
      page.add(source, start, end - start);
      start = end;
    }
  }

  /** Returns the page so far: of each value its length in four bytes, then the value. */
  Bytes page() {
    return page;
  }

  @Override
  public int pageSize() {
    return page.size();
  }

  @Override
  public boolean describe(Statistics<?> statistics) {
    Range range = new Range(page);
    for (int at = 0; at < page.size(); at += Integer.BYTES + page.intAt(at)) {
      range.include(at);
    }
    range.tell(statistics);
    return true;
  }

  @Override
  public Encoding drainTo(ByteBuffer target) {
    target.put(page.array(), 0, page.size());
    page.clear();
    return Encoding.PLAIN;
  }

  /** The least and the greatest of values that stand, each after its length, in one place. */
  static final class Range {
    private final Bytes bytes;
    private int least = -1;
    private int greatest = -1;

    Range(Bytes bytes) {
      this.bytes = bytes;
    }

    /** Takes the value whose length stands at a position. */
    void include(int at) {
      if (least < 0) {
        least = at;
        greatest = at;
      } else if (compare(at, least) < 0) {
        least = at;
      } else if (compare(at, greatest) > 0) {
        greatest = at;
      }
    }

    private int compare(int one, int other) {
      byte[] array = bytes.array();
      int first = one + Integer.BYTES;
      int second = other + Integer.BYTES;
      return Arrays.compareUnsigned(
          array, first, first + bytes.intAt(one), array, second, second + bytes.intAt(other));
    }

    void tell(Statistics<?> statistics) {
      if (least >= 0) {
        statistics.updateStats(value(least));
        statistics.updateStats(value(greatest));
      }
    }

    private Binary value(int at) {
      int start = at + Integer.BYTES;
      return Binary.fromConstantByteArray(
          Arrays.copyOfRange(bytes.array(), start, start + bytes.intAt(at)));
    }
  }
}
