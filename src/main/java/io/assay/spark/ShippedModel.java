package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.ModelSpec;
import io.assay.spark.ml.SparkMlModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * A model on its way to the executors: the driver reads it once, from any Hadoop file system, and
 * Spark hands it to every executor as one file.
 *
 * @param path where the driver found it, a file or a folder
 * @param sha256 its digest, 64 hex digits
 * @param bytes its size
 * @param file the name under which it travels
 */
record ShippedModel(String path, String sha256, long bytes, String file) implements Serializable {
  ShippedModel {
    file = file == null ? fileName(sha256) : file; // in plans of earlier versions
  }

  /**
   * Reads a job's model and checks its digest. A Spark ML model is not yet a file then.
   *
   * @throws AssayException MODEL_UNREADABLE, MODEL_DIGEST
   */
  static ShippedModel of(ModelSpec model, Configuration configuration, java.nio.file.Path cache) {
    if (model.engine() != ModelSpec.Engine.SPARK_ML) {
      return read(model.path(), model.sha256(), configuration, cache);
    }
    String found = SparkMlModels.digest(model.path(), configuration);
    check(model.path(), model.sha256(), found);
    long bytes = SparkMlModels.bytes(model.path(), configuration);
    return new ShippedModel(model.path(), found, bytes, fileName(found));
  }

  /**
   * Reads a model file and checks its digest.
   *
   * @throws AssayException MODEL_UNREADABLE, MODEL_DIGEST
   */
  private static ShippedModel read(
      String path,
      Optional<String> expected,
      Configuration configuration,
      java.nio.file.Path cache) {
    Path source = new Path(path);
    try {
      Files.createDirectories(cache);
      java.nio.file.Path half = Files.createTempFile(cache, "model", ".half");
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in =
          new DigestInputStream(source.getFileSystem(configuration).open(source), digest)) {
        Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
      }
      String found = HexFormat.of().formatHex(digest.digest());
      Files.move(half, cache.resolve(fileName(found)), StandardCopyOption.REPLACE_EXISTING);
      check(path, expected, found);
      String file = fileName(found);
      return new ShippedModel(path, found, Files.size(cache.resolve(file)), file);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.MODEL_UNREADABLE,
          "Cannot read the model %s: %s; check model.path",
          path,
          e.getMessage());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void check(String path, Optional<String> expected, String found) {
    if (expected.isPresent() && !expected.get().equalsIgnoreCase(found)) {
      throw new AssayException(
          ErrorCode.MODEL_DIGEST,
          "The model %s has the SHA-256 %s, but model.sha256 is %s; name the right file, or the new"
              + " digest if the model was changed on purpose",
          path,
          found,
          expected.get());
    }
  }

  /** Returns this model as another file, which was made of it. */
  ShippedModel as(String made) {
    return new ShippedModel(path, sha256, bytes, made);
  }

  /** Hands the file to every executor, present and future. */
  void ship(SparkContext spark, java.nio.file.Path cache) {
    spark.addFile(cache.resolve(file).toUri().toString());
  }

  /** Returns the file on the executor that asks. */
  java.nio.file.Path onExecutor() {
    return java.nio.file.Path.of(SparkFiles.get(file));
  }

  /** Returns the name under which a digest's file travels. */
  private static String fileName(String sha256) {
    return sha256 + ".model";
  }
}
