package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that grow at their end. */
final class Bytes {
  private static final int LEAST = 1024;

  private byte[] array = new byte[LEAST];
  private int size;

  /** Returns how many there are. */
  int size() {
    return size;
  }

  /** Returns the array that holds them, from its beginning; good until more are added. */
  byte[] array() {
    return array;
  }

  /** Makes room for more, so that {@link #array} holds it. */
  void room(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(2 * array.length, Math.addExact(size, more)));
    }
  }

  void add(int one) {
    room(1);
    array[size++] = (byte) one;
  }

  void add(byte[] from, int at, int length) {
    room(length);
    System.arraycopy(from, at, array, size, length);
    size += length;
  }

  void add(ByteBuffer from, int at, int length) {
    room(length);
    from.get(at, array, size, length);
    size += length;
  }

  /** Adds a number of four bytes, the lowest first. */
  void addInt(int number) {
    room(Integer.BYTES);
    array[size] = (byte) number;
    array[size + 1] = (byte) (number >>> 8);
    array[size + 2] = (byte) (number >>> 16);
    array[size + 3] = (byte) (number >>> 24);
    size += Integer.BYTES;
  }

  /** Returns the number of four bytes that {@link #addInt} put at a position. */
  int intAt(int at) {
    return (array[at] & 0xFF)
        | ((array[at + 1] & 0xFF) << 8)
        | ((array[at + 2] & 0xFF) << 16)
        | (array[at + 3] << 24);
  }

  /** Replaces one byte. */
  void put(int at, int one) {
    array[at] = (byte) one;
  }

  void clear() {
    size = 0;
  }
}
