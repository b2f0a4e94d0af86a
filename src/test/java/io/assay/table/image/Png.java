package io.assay.table.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files byte by byte, as the specification has them. */
final class Png {
  static final int GREY = 0;
  static final int COLOUR = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int COLOUR_ALPHA = 6;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Png() {
    bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
  }

  /** An image of scanlines, each packed as its type and depth ask. */
  static byte[] of(int width, int type, int depth, int[]... lines) {
    return header(width, lines.length, type, depth).pixels(lines).end();
  }

  /** The first chunk, which declares a size. */
  static Png header(int width, int height, int type, int depth) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) depth).put((byte) type);
    return new Png().chunk("IHDR", header.array());
  }

  Png chunk(String name, byte[] content) {
    byte[] named =
        (name + new String(content, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(named);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    bytes.writeBytes(named);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return this;
  }

  Png pixels(int[]... lines) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int[] line : lines) {
      raw.write(0); // the filter "none"
      for (int each : line) {
        raw.write(each);
      }
    }
    return chunk("IDAT", packed(raw.toByteArray()));
  }

  byte[] end() {
    return chunk("IEND", new byte[0]).bytes.toByteArray();
  }

  static byte[] packed(byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    byte[] packed = new byte[content.length + 64];
    int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }
}
