package io.assay.aggregate;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link StateWriter} wrote. Bytes of another kind or version, cut short, altered or
 * followed by more are refused with {@link ErrorCode#INTERNAL}.
 */
public final class StateReader {
  private final StateKind kind;
  private final ByteBuffer content;

  /**
   * Opens a state.
   *
   * @throws AssayException INTERNAL if the bytes are not of such a state
   */
  public StateReader(StateKind kind, byte[] bytes) {
    this.kind = kind;
    this.content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int sealed = bytes.length - Integer.BYTES;
    require(sealed >= StateWriter.HEAD, "length", bytes.length);
    require(content.getInt() == kind.mark(), "kind", content.getInt(0));
    require(content.getInt() == kind.version(), "version", content.getInt(Integer.BYTES));
    int stored = content.getInt(sealed);
    require(StateWriter.checksum(bytes, sealed) == stored, "checksum", stored);
    content.limit(sealed);
  }

  int readInt() {
    return room(Integer.BYTES).getInt();
  }

  /** Reads a number. */
  public long readLong() {
    return room(Long.BYTES).getLong();
  }

  float readFloat() {
    return room(Float.BYTES).getFloat();
  }

  double readDouble() {
    return room(Double.BYTES).getDouble();
  }

  /** Reads a number of 0 or more that {@link StateWriter#writeVarint} wrote. */
  long readVarint() {
    long value = room(Byte.BYTES).get();
    if (value >= 0) {
      return value;
    }
    value &= 127;
    for (int shift = 7; shift < Long.SIZE - 1; shift += 7) {
      byte next = room(Byte.BYTES).get();
      value |= (next & 127L) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw unreadable("number", "longer than 63 bits");
  }

  /** Reads how many elements follow; at most as many as the remaining bytes can hold. */
  public int readSize(int bytesEach) {
    int size = readInt();
    require(size >= 0 && (long) size * bytesEach <= content.remaining(), "size", size);
    return size;
  }

  float[] readFloats(int size) {
    ByteBuffer source = room((long) Float.BYTES * size);
    float[] values = new float[size];
    source.asFloatBuffer().get(values);
    source.position(source.position() + Float.BYTES * size);
    return values;
  }

  /** Reads as many numbers as there is room for. */
  public void readDoubles(double[] values) {
    ByteBuffer source = room((long) Double.BYTES * values.length);
    source.asDoubleBuffer().get(values);
    source.position(source.position() + Double.BYTES * values.length);
  }

  void readLongs(long[] values) {
    ByteBuffer source = room((long) Long.BYTES * values.length);
    source.asLongBuffer().get(values);
    source.position(source.position() + Long.BYTES * values.length);
  }

  String readText() {
    return new String(readBytes(), StandardCharsets.UTF_8);
  }

  byte[] readBytes() {
    byte[] bytes = new byte[readSize(1)];
    content.get(bytes);
    return bytes;
  }

  /** Checks that nothing follows. */
  public void end() {
    require(content.remaining() == 0, "bytes after the end", content.remaining());
  }

  /** Refuses the bytes unless what they say holds. */
  public void require(boolean holds, String what, Object found) {
    if (!holds) {
      throw unreadable(what, found);
    }
  }

  /** Returns the refusal of these bytes. */
  AssayException unreadable(String what, Object found) {
    return new AssayException(
        ErrorCode.INTERNAL,
        "cannot read a stored %s state (version %d) of %d bytes: %s is %s; the bytes are damaged or"
            + " were written by another version of Assay, so run the job again",
        kind.words(),
        kind.version(),
        content.capacity(),
        what,
        found);
  }

  private ByteBuffer room(long bytes) {
    if (bytes > content.remaining()) {
      throw unreadable("remaining bytes", content.remaining());
    }
    return content;
  }
}
