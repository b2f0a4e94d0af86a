package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/** Which values of a vector are there, in runs. */
final class Validity {
  private ByteBuffer bits = ByteBuffer.allocate(0);
  private boolean isFull = true;

  /**
   * Names the vector.
   *
   * @throws IllegalStateException if it has nulls but must not
   */
  void bind(FieldVector vector) {
    isFull = vector.getNullCount() == 0;
    if (!isFull && !vector.getField().isNullable()) {
      throw new IllegalStateException("nulls in " + vector.getField());
    }
    int size = (vector.getValueCount() + Byte.SIZE - 1) / Byte.SIZE;
    bits = isFull ? bits : Views.of(vector.getValidityBuffer(), size);
  }

  /** Returns whether the value at a position is there. */
  boolean isThere(int at) {
    return isFull || ((bits.get(at / Byte.SIZE) >> (at % Byte.SIZE)) & 1) != 0;
  }

  /** Returns where the values from a position on cease to be all there, or all not there. */
  int endOfRun(int from, int to) {
    if (isFull) {
      return to;
    }
    boolean isThere = isThere(from);
    int whole = isThere ? -1 : 0;
    int at = from + 1;
    while (at < to) {
      if (at % Byte.SIZE == 0 && to - at >= Byte.SIZE && bits.get(at / Byte.SIZE) == whole) {
        at += Byte.SIZE;
      } else if (isThere(at) == isThere) {
        at++;
      } else {
        return at;
      }
    }
    return to;
  }
}
