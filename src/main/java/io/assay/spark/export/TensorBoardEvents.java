package io.assay.spark.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes event files of TensorBoard: records of TensorFlow (a length, its checksum, bytes, their
 * checksum), each an {@code Event} of event.proto with a {@code Summary} of summary.proto.
 */
final class TensorBoardEvents {
  private static final int MASK = 0xa282ead8;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final OutputStream out;
  private final double wallTime;
  private final long step;

  /**
   * Begins a file.
   *
   * @param wallTime of all events, seconds since 1970
   * @param step of all events
   */
  TensorBoardEvents(OutputStream out, double wallTime, long step) throws IOException {
    this.out = out;
    this.wallTime = wallTime;
    this.step = step;
    Message event = new Message();
    event.putDouble(1, wallTime);
    event.putText(3, "brain.Event:2");
    record(event);
  }

  /** Writes a number. */
  void scalar(String tag, double value) throws IOException {
    Message one = new Message();
    one.putText(1, tag);
    one.putFloat(2, (float) value);
    summary(one);
  }

  /** Writes a picture. */
  void image(String tag, int height, int width, byte[] png) throws IOException {
    Message image = new Message();
    image.putInt(1, height);
    image.putInt(2, width);
    image.putInt(3, 3); // RGB
    image.putBytes(4, png);
    Message one = new Message();
    one.putText(1, tag);
    one.putBytes(4, image.bytes());
    summary(one);
  }

  private void summary(Message value) throws IOException {
    Message summary = new Message();
    summary.putBytes(1, value.bytes());
    Message event = new Message();
    event.putDouble(1, wallTime);
    event.putInt(2, step);
    event.putBytes(5, summary.bytes());
    record(event);
  }

  private void record(Message message) throws IOException {
    byte[] bytes = message.bytes();
    byte[] length = little(Long.BYTES).putLong(bytes.length).array();
    out.write(length);
    out.write(little(Integer.BYTES).putInt(masked(length)).array());
    out.write(bytes);
    out.write(little(Integer.BYTES).putInt(masked(bytes)).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int masked(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  /** A message of Protocol Buffers, as its fields come. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void putInt(int field, long value) {
      varint(field << 3 | VARINT);
      varint(value);
    }

    void putDouble(int field, double value) {
      varint(field << 3 | FIXED64);
      bytes.writeBytes(little(Double.BYTES).putDouble(value).array());
    }

    void putFloat(int field, float value) {
      varint(field << 3 | FIXED32);
      bytes.writeBytes(little(Float.BYTES).putFloat(value).array());
    }

    void putText(int field, String text) {
      putBytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    void putBytes(int field, byte[] value) {
      varint(field << 3 | BYTES);
      varint(value.length);
      bytes.writeBytes(value);
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        bytes.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
