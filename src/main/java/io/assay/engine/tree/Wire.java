package io.assay.engine.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The fields of a Protocol Buffers message, one after the other, as they lie in memory. Nothing is
 * copied, so that what is not asked for is not read.
 */
final class Wire {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;
  private static final int MOST_VARINT_BITS = 63;

  private final ByteBuffer rest;
  private ByteBuffer content;
  private int type;
  private int field;
  private long number;

  /** Stands before the first field of a message. */
  Wire(ByteBuffer message) {
    this.rest = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.content = rest;
  }

  /**
   * Goes on to the next field.
   *
   * @return whether there is one
   * @throws IllegalArgumentException if what follows is none
   */
  boolean next() {
    if (!rest.hasRemaining()) {
      return false;
    }
    int from = rest.position();
    long tag = varint(rest);
    type = (int) (tag & 7);
    field = (int) (tag >>> 3);
    if (tag >>> 3 < 1 || tag >>> 3 > 0x1fff_ffff) {
      throw new IllegalArgumentException("byte " + from + " of a message begins no field");
    }
    switch (type) {
      case VARINT -> number = varint(rest);
      case EIGHT_BYTES -> number = taken(Long.BYTES).getLong();
      case FOUR_BYTES -> number = taken(Integer.BYTES).getInt();
      case LENGTH -> content = taken(varint(rest));
      default ->
          throw new IllegalArgumentException(
              "field " + field + " of a message has the unknown wire type " + type);
    }
    return true;
  }

  private ByteBuffer taken(long length) {
    if (length < 0 || length > rest.remaining()) {
      throw new IllegalArgumentException(
          "field %d of a message is %s bytes long where %d are left"
              .formatted(field, Long.toUnsignedString(length), rest.remaining()));
    }
    ByteBuffer part = rest.slice(rest.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    rest.position(rest.position() + (int) length);
    return part;
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift <= MOST_VARINT_BITS; shift += 7) {
      if (!from.hasRemaining()) {
        throw new IllegalArgumentException("a message ends within a number");
      }
      byte part = from.get();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of a message is longer than 10 bytes");
  }

  /** Returns the number of the field. */
  int field() {
    return field;
  }

  /** Returns a whole number. */
  long number() {
    need(VARINT);
    return number;
  }

  /** Returns a message within. */
  ByteBuffer bytes() {
    need(LENGTH);
    return content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns a text. */
  String text() {
    return UTF_8.decode(bytes()).toString();
  }

  /** Adds one whole number, or many that are packed. */
  void addNumbers(LongStream.Builder into) {
    if (type == VARINT) {
      into.add(number);
      return;
    }
    ByteBuffer packed = bytes();
    while (packed.hasRemaining()) {
      into.add(varint(packed));
    }
  }

  /** Adds one float32, or many that are packed. */
  void addFloats(DoubleStream.Builder into) {
    if (type == FOUR_BYTES) {
      into.add(Float.intBitsToFloat((int) number));
      return;
    }
    ByteBuffer packed = bytes();
    needMultiple(packed, Float.BYTES);
    while (packed.hasRemaining()) {
      into.add(packed.getFloat());
    }
  }

  /** Adds one float64, or many that are packed. */
  void addDoubles(DoubleStream.Builder into) {
    if (type == EIGHT_BYTES) {
      into.add(Double.longBitsToDouble(number));
      return;
    }
    ByteBuffer packed = bytes();
    needMultiple(packed, Double.BYTES);
    while (packed.hasRemaining()) {
      into.add(packed.getDouble());
    }
  }

  private void needMultiple(ByteBuffer packed, int size) {
    if (packed.remaining() % size != 0) {
      throw new IllegalArgumentException(
          "field %d of a message has %d bytes; need a multiple of %d"
              .formatted(field, packed.remaining(), size));
    }
  }

  private void need(int wanted) {
    if (type != wanted) {
      throw new IllegalArgumentException(
          "field %d of a message has the wire type %d; need %d".formatted(field, type, wanted));
    }
  }
}
