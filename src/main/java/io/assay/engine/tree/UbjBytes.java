package io.assay.engine.tree;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file, one after the other, and how many are left. */
final class UbjBytes {
  private static final int CHUNK = 1 << 16;

  private final InputStream stream;
  private final long length;
  private final byte[] chunk = new byte[CHUNK];
  private long behind;
  private int at;
  private int end;

  /**
   * Creates them.
   *
   * @param length how many there are
   */
  UbjBytes(InputStream stream, long length) {
    this.stream = stream;
    this.length = length;
  }

  /** Returns how many bytes are left. */
  long left() {
    return length - behind - at;
  }

  /** Returns the next byte as a sign. */
  char next() throws IOException {
    return (char) big(1);
  }

  /** Returns the next bytes as a number, the most significant first; without a sign if under 8. */
  long big(int width) throws IOException {
    long number = 0;
    for (int read = 0; read < width; read++) {
      if (at == end) {
        fill();
      }
      number = number << 8 | (chunk[at++] & 0xff);
    }
    return number;
  }

  /**
   * Returns the next bytes.
   *
   * @param count how many, not more than are left
   */
  byte[] next(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int read = 0; read < count; read++) {
      bytes[read] = (byte) big(1);
    }
    return bytes;
  }

  private void fill() throws IOException {
    behind += end;
    at = 0;
    end = Math.max(0, stream.readNBytes(chunk, 0, chunk.length));
    if (end == 0) {
      throw broken("the file ends here; it is cut off: copy it anew");
    }
  }

  /** Returns what says where something is wrong. */
  IllegalArgumentException broken(String what) {
    return new IllegalArgumentException("at byte " + (behind + at) + " " + what);
  }
}
