package io.assay.table.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Leaves of a PNG file the chunks that pixels are made of, each with a true checksum. Notes and
 * profiles, which may be packed a thousand times, are not read.
 */
final class PngChunks {
  private static final Set<String> OF_PIXELS = Set.of("IHDR", "PLTE", "IDAT", "IEND");
  private static final int MARK = 8;
  private static final int AROUND = 12; // length, name and checksum of a chunk

  private PngChunks() {}

  /**
   * Returns the file without the other chunks.
   *
   * @throws IOException if a chunk is cut off or its checksum is wrong, or the last is missing
   */
  static byte[] ofPixels(byte[] encoded) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(encoded.length);
    kept.write(encoded, 0, MARK);
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    int at = MARK;
    String name = "";
    while (!name.equals("IEND")) {
      if (encoded.length - at < AROUND) {
        throw new IOException("it ends after " + encoded.length + " bytes");
      }
      int length = bytes.getInt(at);
      name = new String(encoded, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > encoded.length - at - AROUND) {
        throw new IOException("it ends within chunk " + name);
      }
      if (OF_PIXELS.contains(name)) {
        check(encoded, at, length, bytes.getInt(at + 8 + length), name);
        kept.write(encoded, at, length + AROUND);
      }
      at += length + AROUND;
    }
    return kept.toByteArray();
  }

  private static void check(byte[] encoded, int at, int length, int checksum, String name)
      throws IOException {
    CRC32 crc = new CRC32();
    crc.update(encoded, at + 4, length + 4);
    if ((int) crc.getValue() != checksum) {
      throw new IOException("chunk " + name + " does not match its checksum");
    }
  }
}
