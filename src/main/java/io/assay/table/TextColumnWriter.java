package io.assay.table;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Texts one after the other, put into a vector at once. One that repeats the last is cheap. */
final class TextColumnWriter {
  private static final int USUAL_LENGTH = 16;

  private final int[] ends;
  private final boolean[] isNull;
  private byte[] bytes;
  private int count;
  private int size;
  private String last = "";
  private byte[] lastBytes = {};

  /** Makes room for so many texts. */
  TextColumnWriter(int texts) {
    ends = new int[texts + 1];
    isNull = new boolean[texts];
    bytes = new byte[USUAL_LENGTH * texts];
  }

  void add(@Nullable String text) {
    if (text == null) {
      isNull[count] = true;
    } else {
      if (!text.equals(last)) {
        last = text;
        lastBytes = text.getBytes(StandardCharsets.UTF_8);
      }
      if (bytes.length - size < lastBytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + lastBytes.length));
      }
      System.arraycopy(lastBytes, 0, bytes, size, lastBytes.length);
      size += lastBytes.length;
    }
    count++;
    ends[count] = size;
  }

  /** Replaces the content of a vector by the texts. */
  void putInto(VarCharVector vector) {
    vector.allocateNew(size, count);
    vector.getDataBuffer().setBytes(0, bytes, 0, size);
    vector
        .getOffsetBuffer()
        .nioBuffer(0, (count + 1) * Integer.BYTES)
        .order(ByteOrder.nativeOrder())
        .asIntBuffer()
        .put(ends, 0, count + 1);
    vector.getValidityBuffer().setOne(0L, (count + Byte.SIZE - 1) / Byte.SIZE); // a bit a text
    for (int i = 0; i < count; i++) {
      if (isNull[i]) {
        BitVectorHelper.unsetBit(vector.getValidityBuffer(), i);
      }
    }
    vector.setLastSet(count - 1);
    vector.setValueCount(count);
  }
}
