package io.assay.aggregate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes a state as bytes: a kind (4 characters), a format version, the content, and the CRC-32C of
 * all that; little-endian throughout.
 */
public final class StateWriter {
  /** Bytes before the content. */
  static final int HEAD = 2 * Integer.BYTES;

  /** Bytes that a varint takes at most. */
  private static final int MOST_VARINT = 9;

  private ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

  /** Begins a state of a kind. */
  public StateWriter(StateKind kind) {
    writeInt(kind.mark());
    writeInt(kind.version());
  }

  /** Writes a number. */
  public void writeInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  /** Writes a number. */
  public void writeLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  void writeFloat(float value) {
    room(Float.BYTES).putFloat(value);
  }

  void writeDouble(double value) {
    room(Double.BYTES).putDouble(value);
  }

  /** Writes a number of 0 or more, seven bits a byte, the lowest first. */
  void writeVarint(long value) {
    ByteBuffer target = room(MOST_VARINT);
    long rest = value;
    while (rest > 127) {
      target.put((byte) (rest | 128));
      rest >>>= 7;
    }
    target.put((byte) rest);
  }

  void writeFloats(float[] values) {
    ByteBuffer target = room(Math.multiplyExact(Float.BYTES, values.length));
    for (float value : values) {
      target.putFloat(value);
    }
  }

  /** Writes numbers, whose count the reader knows. */
  public void writeDoubles(double[] values) {
    ByteBuffer target = room(Math.multiplyExact(Double.BYTES, values.length));
    for (double value : values) {
      target.putDouble(value);
    }
  }

  void writeLongs(long[] values) {
    ByteBuffer target = room(Math.multiplyExact(Long.BYTES, values.length));
    for (long value : values) {
      target.putLong(value);
    }
  }

  void writeText(String text) {
    writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes how many bytes there are, and the bytes. */
  void writeBytes(byte[] bytes) {
    writeInt(bytes.length);
    room(bytes.length).put(bytes);
  }

  /** Returns all that was written, sealed by its checksum. */
  public byte[] seal() {
    writeInt(checksum(buffer.array(), buffer.position()));
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(Math.addExact(buffer.position(), bytes), doubled(buffer.capacity()));
      buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
    return buffer;
  }

  private static int doubled(int size) {
    return (int) Math.min(2L * size, Integer.MAX_VALUE - 8);
  }
}
