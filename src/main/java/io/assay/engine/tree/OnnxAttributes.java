package io.assay.engine.tree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The attributes of a node, read when they are asked for. */
final class OnnxAttributes {
  private static final int UINT8 = 2;

  private final Map<String, ByteBuffer> messages;

  /** Takes messages by the name of the attribute. */
  OnnxAttributes(Map<String, ByteBuffer> messages) {
    this.messages = Map.copyOf(messages);
  }

  /** Returns a whole number, or what is meant without it. */
  long number(String name, long standard) {
    Wire wire = wire(name);
    long number = standard;
    while (wire != null && wire.next()) {
      number = wire.field() == 3 ? wire.number() : number;
    }
    return number;
  }

  /** Returns a text, or what is meant without it. */
  String text(String name, String standard) {
    Wire wire = wire(name);
    String text = standard;
    while (wire != null && wire.next()) {
      text = wire.field() == 4 ? wire.text() : text;
    }
    return text;
  }

  /** Returns whole numbers; none without the attribute. */
  long[] numbers(String name) {
    Wire wire = wire(name);
    LongStream.Builder numbers = LongStream.builder();
    while (wire != null && wire.next()) {
      if (wire.field() == 8) {
        wire.addNumbers(numbers);
      }
    }
    return numbers.build().toArray();
  }

  /** Returns texts; none without the attribute. */
  List<String> texts(String name) {
    Wire wire = wire(name);
    List<String> texts = new ArrayList<>();
    while (wire != null && wire.next()) {
      if (wire.field() == 9) {
        texts.add(wire.text());
      }
    }
    return texts;
  }

  /**
   * Returns numbers that are given as a list of float32, or as a tensor under the name with {@code
   * _as_tensor} behind; none without either.
   */
  double[] values(String name) {
    if (messages.containsKey(name + "_as_tensor")) {
      return tensor(name + "_as_tensor");
    }
    Wire wire = wire(name);
    DoubleStream.Builder values = DoubleStream.builder();
    while (wire != null && wire.next()) {
      if (wire.field() == 7) {
        wire.addFloats(values);
      }
    }
    return values.build().toArray();
  }

  /** Returns the numbers of a tensor; none without the attribute. */
  double[] tensor(String name) {
    Wire wire = wire(name);
    double[] values = {};
    while (wire != null && wire.next()) {
      values = wire.field() == 5 ? numbersOf(name, wire.bytes()) : values;
    }
    return values;
  }

  /** Returns whether a tensor holds float64. */
  boolean isDouble(String name) {
    Wire wire = wire(name);
    boolean isDouble = false;
    while (wire != null && wire.next()) {
      isDouble |= wire.field() == 5 && element(wire.bytes()) == OnnxGraph.DOUBLE;
    }
    return isDouble;
  }

  private @Nullable Wire wire(String name) {
    ByteBuffer message = messages.get(name);
    return message == null ? null : new Wire(message);
  }

  private static int element(ByteBuffer tensor) {
    Wire wire = new Wire(tensor);
    int element = 0;
    while (wire.next()) {
      element = wire.field() == 2 ? (int) wire.number() : element;
    }
    return element;
  }

  private static double[] numbersOf(String name, ByteBuffer tensor) {
    int element = element(tensor);
    DoubleStream.Builder values = DoubleStream.builder();
    Wire wire = new Wire(tensor);
    while (wire.next()) {
      switch (wire.field()) {
        case 4 -> wire.addFloats(values);
        case 5 -> addWhole(wire, values);
        case 9 -> addRaw(name, element, wire, values);
        case 10 -> wire.addDoubles(values);
        case 13 -> throw new IllegalArgumentException(name + " lies in another file");
        default -> {}
      }
    }
    return values.build().toArray();
  }

  private static void addWhole(Wire wire, DoubleStream.Builder values) {
    LongStream.Builder whole = LongStream.builder();
    wire.addNumbers(whole);
    whole.build().forEach(values::add);
  }

  private static void addRaw(String name, int element, Wire wire, DoubleStream.Builder values) {
    ByteBuffer raw = wire.bytes();
    int size =
        switch (element) {
          case OnnxGraph.FLOAT -> Float.BYTES;
          case OnnxGraph.DOUBLE -> Double.BYTES;
          case UINT8 -> 1;
          default ->
              throw new IllegalArgumentException(
                  name + " has elements of type " + element + "; need float, double or uint8");
        };
    if (raw.remaining() % size != 0) {
      throw new IllegalArgumentException(name + " ends within a number");
    }
    while (raw.hasRemaining()) {
      values.add(
          size == 1 ? raw.get() & 0xff : size == Float.BYTES ? raw.getFloat() : raw.getDouble());
    }
  }
}
