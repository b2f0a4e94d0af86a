package io.assay.engine.torchscript.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through a pickled structure as libtorch would, but makes nothing of it save the tensors: it
 * looks whether each lies inside the bytes that the archive has for it, which libtorch does not.
 */
final class Pickle {
  private static final Object OTHER = new Object();
  private static final Object MARK = new Object();
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";

  private final String name;
  private final ByteBuffer bytes;
  private final Map<String, Long> sizes;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memory = new HashMap<>();

  /** The numbers that lie in one entry. */
  private record Storage(String key, long length) {}

  /** A class or function. */
  private record Global(String name) {}

  /**
   * Prepares a walk.
   *
   * @param name of the structure, for messages
   * @param sizes bytes of each entry that its tensors may lie in, by key
   */
  Pickle(String name, byte[] bytes, Map<String, Long> sizes) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.sizes = sizes;
  }

  /** Walks to the end. */
  void check() throws Refused {
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = step();
      }
    } catch (RuntimeException broken) { // an end too early, a stack run empty, a number too large
      throw new Refused("its " + name + " is damaged");
    }
  }

  private boolean step() throws Refused {
    int instruction = bytes.get() & 0xff;
    switch (instruction) {
      case '.' -> {
        return false;
      }
      case 0x80 -> bytes.get();
      case 'q' -> memory.put(bytes.get() & 0xff, top());
      case 'r' -> memory.put(bytes.getInt(), top());
      case 'a', 'b' -> pop();
      case 's' -> popped(2);
      case 'e', 'u' -> toMark();
      default -> push(made(instruction));
    }
    return true;
  }

  private Object made(int instruction) throws Refused {
    return switch (instruction) {
      case '(' -> MARK;
      case ')' -> List.of();
      case ']', '}', 'N', 0x88, 0x89 -> OTHER;
      case 'K' -> (long) (bytes.get() & 0xff);
      case 'M' -> (long) (bytes.getShort() & 0xffff);
      case 'J' -> (long) bytes.getInt();
      case 0x8a -> number(take(bytes.get() & 0xff));
      case 'G' -> Double.toString(bytes.getDouble());
      case 'X', 'T', 'B' -> text(bytes.getInt());
      case 0x8c, 'U', 'C' -> text(bytes.get() & 0xff);
      case 'c' -> new Global(line() + "." + line());
      case 'h' -> remembered(bytes.get() & 0xff);
      case 'j' -> remembered(bytes.getInt());
      case 't' -> toMark();
      case 0x85, 0x86, 0x87 -> popped(instruction - 0x84);
      case 0x81 -> {
        popped(2);
        yield OTHER;
      }
      case 'R' -> called(pop(), pop());
      case 'Q' -> storage(pop());
      default ->
          throw new Refused(
              "its " + name + " holds instruction " + instruction + ", not a model's");
    };
  }

  private Object storage(Object id) throws Refused {
    if (!(id instanceof List<?> parts) || parts.size() < 5) {
      throw new Refused("its " + name + " refers to what is no tensor");
    }
    String key = String.valueOf(parts.get(2));
    long length = (Long) parts.get(4);
    long needed = Math.multiplyExact(length, itemBytes(parts.get(1)));
    long present = sizes.getOrDefault(key, length == 0 ? 0L : -1L);
    if (length < 0 || needed > present) {
      throw new Refused(
          "its tensor %s needs %d bytes, its entry has %d".formatted(key, needed, present));
    }
    return new Storage(key, length);
  }

  private static int itemBytes(Object type) {
    String name = type instanceof Global global ? global.name() : "";
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "DoubleStorage", "LongStorage", "ComplexFloatStorage" -> 8;
      case "ComplexDoubleStorage" -> 16;
      case "FloatStorage", "IntStorage", "QInt32Storage" -> 4;
      case "HalfStorage", "BFloat16Storage", "ShortStorage" -> 2;
      default -> 1;
    };
  }

  private Object called(Object arguments, Object callee) throws Refused {
    boolean isTensor = callee instanceof Global global && global.name().equals(TENSOR);
    if (isTensor && arguments instanceof List<?> parts && parts.get(0) instanceof Storage storage) {
      long last = (Long) parts.get(1);
      boolean isOutside = last < 0;
      boolean isEmpty = false;
      List<?> shape = (List<?>) parts.get(2);
      List<?> strides = (List<?>) parts.get(3);
      for (int axis = 0; axis < shape.size(); axis++) {
        long size = (Long) shape.get(axis);
        long stride = (Long) strides.get(axis);
        isOutside |= size < 0 || stride < 0;
        isEmpty |= size == 0;
        last = Math.addExact(last, Math.multiplyExact(size - 1, stride));
      }
      if (isOutside || (!isEmpty && last >= storage.length())) {
        throw new Refused("its tensor " + storage.key() + " reaches past its numbers");
      }
    }
    return OTHER;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    return stack.remove(stack.size() - 1);
  }

  private Object top() {
    return stack.get(stack.size() - 1);
  }

  private Object remembered(int place) {
    Object value = memory.get(place);
    if (value == null) {
      throw new IllegalStateException("nothing at " + place);
    }
    return value;
  }

  private List<Object> popped(int count) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(pop());
    }
    Collections.reverse(values);
    return values;
  }

  private List<Object> toMark() {
    List<Object> values = new ArrayList<>();
    for (Object value = pop(); value != MARK; value = pop()) {
      values.add(value);
    }
    Collections.reverse(values);
    return values;
  }

  /** Returns the next bytes, never more than there are. */
  private byte[] take(int count) {
    if (count < 0 || count > bytes.remaining()) {
      throw new IllegalStateException("cut off");
    }
    byte[] taken = new byte[count];
    bytes.get(taken);
    return taken;
  }

  private String text(int length) {
    return new String(take(length), StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (byte each = bytes.get(); each != '\n'; each = bytes.get()) {
      line.append((char) (each & 0xff));
    }
    return line.toString();
  }

  private static Object number(byte[] littleEndian) {
    if (littleEndian.length > Long.BYTES) {
      return OTHER;
    }
    long value = littleEndian.length == 0 ? 0 : littleEndian[littleEndian.length - 1] < 0 ? -1 : 0;
    for (int i = littleEndian.length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (littleEndian[i] & 0xff);
    }
    return value;
  }
}
