package io.assay.spark.rows;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.baseline.Baseline;
import io.assay.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A baseline as a file, on its way to executors and to who does a run again. All numbers are
 * big-endian: how many axes (int32), the sizes of all rows together (int32), whether rows have
 * weights of their own (one byte, 0 or 1) and these (float64), and all values (float32), bit for
 * bit.
 */
public final class BaselineFile {
  private BaselineFile() {}

  /**
   * Writes a baseline and returns the name of its file, which its digest is in.
   *
   * @param folder of the local disk; made if it is not there
   * @throws AssayException OUTPUT_UNWRITABLE
   */
  public static String write(Baseline baseline, Path folder) {
    try {
      Files.createDirectories(folder);
      Path half = Files.createTempFile(folder, "baseline", ".half");
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(
                  new DigestOutputStream(Files.newOutputStream(half), digest)))) {
        write(baseline, out);
      }
      String name = HexFormat.of().formatHex(digest.digest()) + ".baseline";
      Files.move(half, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      return name;
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.OUTPUT_UNWRITABLE, "Cannot keep the baseline in %s: %s", folder, e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void write(Baseline baseline, DataOutputStream out) throws IOException {
    int[] shape = baseline.rows().shape();
    out.writeInt(shape.length);
    for (int size : shape) {
      out.writeInt(size);
    }
    boolean isWeighted = isWeighted(baseline);
    out.writeBoolean(isWeighted);
    for (int row = 0; row < baseline.size() && isWeighted; row++) {
      out.writeDouble(baseline.weight(row));
    }
    for (float value : baseline.rows().values()) {
      out.writeInt(Float.floatToRawIntBits(value));
    }
  }

  private static boolean isWeighted(Baseline baseline) {
    for (int row = 1; row < baseline.size(); row++) {
      if (baseline.weight(row) != baseline.weight(0)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads a baseline.
   *
   * @throws AssayException NOT_FOUND if the file is missing or damaged
   */
  public static Baseline read(Path file) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int[] shape = new int[in.readInt()];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = in.readInt();
      }
      boolean isWeighted = in.readBoolean();
      double[] weights = new double[isWeighted ? shape[0] : 0];
      for (int row = 0; row < weights.length; row++) {
        weights[row] = in.readDouble();
      }
      Tensor rows = Tensor.of(values(in, shape), shape);
      return isWeighted ? Baseline.background(rows, weights) : Baseline.background(rows);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.NOT_FOUND, "Cannot read the baseline %s: %s", file, e);
    }
  }

  private static float[] values(DataInputStream in, int[] shape) throws IOException {
    int length = 1;
    for (int size : shape) {
      length = Math.multiplyExact(length, size);
    }
    float[] values = new float[length];
    for (int at = 0; at < length; at++) {
      values[at] = Float.intBitsToFloat(in.readInt());
    }
    return values;
  }
}
