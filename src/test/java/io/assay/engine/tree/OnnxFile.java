package io.assay.engine.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An ONNX model of one node over rows X, written field by field, sound or not. */
final class OnnxFile {
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int DOUBLE = 11;

  private final String operator;
  private final int features;
  private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();

  OnnxFile(String operator, int features) {
    this.operator = operator;
    this.features = features;
  }

  OnnxFile ints(String name, long... values) {
    byte[][] parts = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      parts[i] = number(8, values[i]);
    }
    return attribute(name, 7, joined(parts));
  }

  OnnxFile number(String name, long value) {
    return attribute(name, 2, number(3, value));
  }

  OnnxFile text(String name, String value) {
    return attribute(name, 3, bytes(4, value.getBytes(UTF_8)));
  }

  OnnxFile texts(String name, List<String> values) {
    return attribute(
        name,
        8,
        joined(values.stream().map(each -> bytes(9, each.getBytes(UTF_8))).toArray(byte[][]::new)));
  }

  /** Writes a list of float32, packed as newer writers do. */
  OnnxFile floats(String name, double... values) {
    return attribute(name, 6, bytes(7, raw(FLOAT, values)));
  }

  OnnxFile doubles(String name, double... values) {
    return tensor(name, DOUBLE, values);
  }

  OnnxFile singles(String name, double... values) {
    return tensor(name, FLOAT, values);
  }

  OnnxFile octets(String name, double... values) {
    return tensor(name, UINT8, values);
  }

  private OnnxFile tensor(String name, int element, double... values) {
    byte[] tensor =
        joined(number(1, values.length), number(2, element), bytes(9, raw(element, values)));
    return attribute(name, 4, bytes(5, tensor));
  }

  private OnnxFile attribute(String name, int type, byte[] value) {
    attributes.writeBytes(
        bytes(5, joined(bytes(1, name.getBytes(UTF_8)), value, number(20, type))));
    return this;
  }

  /** Returns the model. */
  byte[] bytes() {
    boolean isClassifier = operator.equals("TreeEnsembleClassifier");
    byte[] node =
        joined(
            bytes(1, "X".getBytes(UTF_8)),
            isClassifier ? bytes(2, "label".getBytes(UTF_8)) : new byte[0],
            bytes(2, "scores".getBytes(UTF_8)),
            bytes(4, operator.getBytes(UTF_8)),
            attributes.toByteArray(),
            bytes(7, "ai.onnx.ml".getBytes(UTF_8)));
    byte[] graph =
        joined(
            bytes(1, node),
            bytes(2, "g".getBytes(UTF_8)),
            bytes(11, value("X", axis(0), axis(features))),
            bytes(12, value("scores", axis(0), axis(0))));
    boolean isNew = operator.equals("TreeEnsemble");
    return joined(
        number(1, 8),
        bytes(7, graph),
        bytes(8, joined(bytes(1, new byte[0]), number(2, 15))),
        bytes(8, joined(bytes(1, "ai.onnx.ml".getBytes(UTF_8)), number(2, isNew ? 5 : 3))));
  }

  /** Writes the model into a folder. */
  Path save(Path folder) {
    try {
      return Files.write(folder.resolve("written.onnx"), bytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] value(String name, byte[]... axes) {
    byte[] tensor = joined(number(1, FLOAT), bytes(2, joined(axes)));
    return joined(bytes(1, name.getBytes(UTF_8)), bytes(2, bytes(1, tensor)));
  }

  private static byte[] axis(int size) {
    return bytes(1, size == 0 ? bytes(2, "N".getBytes(UTF_8)) : number(1, size));
  }

  private static byte[] raw(int element, double... values) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (element) {
        case FLOAT -> raw.putFloat((float) value);
        case DOUBLE -> raw.putDouble(value);
        default -> raw.put((byte) value);
      }
    }
    byte[] used = new byte[raw.position()];
    raw.flip().get(used);
    return used;
  }

  static byte[] number(int field, long value) {
    return joined(varint((long) field << 3), varint(value));
  }

  static byte[] bytes(int field, byte[] content) {
    return joined(varint((long) field << 3 | 2), varint(content.length), content);
  }

  static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
      out.write((int) ((rest & 0x7f) | 0x80));
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
