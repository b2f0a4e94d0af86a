package io.assay.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.assay.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy array read from a test resource: row-major, little-endian float32, float64, int32, int64
 * or bool, widened to float64.
 */
public final class Npy {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");
  private static final int HEADER_START = 10; // magic, version and a two-byte length

  private final double[] values;
  private final int[] shape;

  private Npy(double[] values, int[] shape) {
    this.values = values;
    this.shape = shape;
  }

  /**
   * Reads an array.
   *
   * @param resource its absolute name, such as {@code "/golden/mlp_bc/inputs.npy"}
   */
  public static Npy read(String resource) {
    byte[] bytes = bytes(resource);
    int start = HEADER_START + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    Matcher header = HEADER.matcher(new String(bytes, 0, start, ISO_8859_1));
    if (bytes[6] != 1 || !header.find()) {
      throw new IllegalArgumentException(resource + " is not a row-major .npy file, version 1");
    }
    int[] shape =
        Arrays.stream(header.group(2).split(",", -1))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    ByteBuffer content = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
    return new Npy(widened(content.order(ByteOrder.LITTLE_ENDIAN), header.group(1)), shape);
  }

  private static double[] widened(ByteBuffer content, String type) {
    int width = Character.digit(type.charAt(2), 10);
    double[] values = new double[content.remaining() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "<f4" -> content.getFloat();
            case "<f8" -> content.getDouble();
            case "<i4" -> content.getInt();
            case "<i8" -> content.getLong();
            case "|b1" -> content.get();
            default -> throw new IllegalArgumentException("no reader for numpy type " + type);
          };
    }
    return values;
  }

  private static byte[] bytes(String resource) {
    try (InputStream stream = Npy.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no test resource " + resource);
      }
      return stream.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Returns the values, row-major, for reading only. */
  public double[] values() {
    return values;
  }

  /** Returns a copy of the sizes, one an axis; empty for a scalar. */
  public int[] shape() {
    return shape.clone();
  }

  /** Returns the values rounded to float32. */
  public Tensor tensor() {
    return Tensor.of(values, shape);
  }

  /** Returns the values as whole numbers. */
  public int[] integers() {
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  /** Returns the greatest absolute value. */
  public double maxAbs() {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
