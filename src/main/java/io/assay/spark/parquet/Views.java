package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Arrow's memory as buffers of the JDK, whose bulk reads are copies of memory. */
final class Views {
  private Views() {}

  /** Returns the values of a vector of fixed width. */
  static ByteBuffer of(FieldVector vector, int width) {
    return of(vector.getDataBuffer(), Math.multiplyExact(vector.getValueCount(), width));
  }

  /** Returns the first bytes of a buffer. */
  static ByteBuffer of(ArrowBuf buffer, int size) {
    if (size == 0) {
      return ByteBuffer.allocate(0);
    }
    return buffer.nioBuffer(0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns where the values of a vector of varying width begin, and where the last ends. */
  static IntBuffer offsets(FieldVector vector) {
    int count = vector.getValueCount();
    if (count == 0) {
      return IntBuffer.allocate(1);
    }
    return of(vector.getOffsetBuffer(), Math.multiplyExact(count + 1, Integer.BYTES)).asIntBuffer();
  }
}
