package io.assay.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The UTF-8 bytes of one text or of some behind each other, in a buffer that is used again. */
public final class TextBytes {
  private byte[] bytes = new byte[Long.BYTES];
  private int length;

  /** Forgets the bytes. */
  public void clear() {
    length = 0;
  }

  /**
   * Makes room for further bytes behind those that are there, and counts them as written.
   *
   * @return the position of the first, in {@link #array} as it is afterwards
   */
  public int append(int more) {
    int at = length;
    length = Math.addExact(length, more);
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }
    return at;
  }

  /** Appends a byte that no text holds, to tell texts behind each other apart. */
  void mark(byte mark) {
    int at = append(1);
    bytes[at] = mark;
  }

  /** Returns the buffer, of which {@link #length} bytes count, to write to where room was made. */
  public byte[] array() {
    return bytes;
  }

  /** Returns how many bytes there are. */
  public int length() {
    return length;
  }

  /** Returns the text from a position (inclusive) to another (exclusive). */
  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return text(0, length);
  }
}
