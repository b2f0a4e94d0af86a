package io.assay.spark.ml;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Saved Spark ML models as black boxes. The driver turns a model into a program, which is a file of
 * its own; executors open the file and need no session.
 */
public final class SparkMlModels {
  private SparkMlModels() {}

  /**
   * How a model is to be read.
   *
   * @param path its folder, on any Hadoop file system
   * @param columns the job's feature columns, in the order of an encoded row
   * @param width how many numbers an encoded row has
   * @param unit which outputs are wanted: probability takes the model's probabilities, logit and
   *     raw its raw predictions; a regression model's prediction is raw
   * @param outputNames names of the outputs; empty for the labels that the pipeline knows, or else
   *     class_0, class_1, ..., or prediction
   */
  public record Request(
      String path, List<PipelineInput> columns, int width, Unit unit, List<String> outputNames) {
    /** Copies the lists. */
    public Request {
      columns = List.copyOf(columns);
      outputNames = List.copyOf(outputNames);
    }
  }

  /**
   * Turns a saved model into a program file. It holds the stages' functions as Java serialises
   * them, so that it is for this run, and is read where the same classes are.
   *
   * @param file written over if it exists
   * @throws AssayException MODEL_UNREADABLE if the model is missing, damaged, of another kind,
   *     saved by a newer Spark, or a class of its stages is not here; MODEL_SHAPE if it does not
   *     take the columns, does not predict, has no outputs of the unit, or a stage is no function
   *     of one row
   */
  public static void compile(Request request, SparkSession spark, Path file) {
    checkLibrary(request.path());
    RowProgram program = PipelineCompiler.compile(request, spark);
    try {
      Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Path half = Files.createTempFile(folder, "model", ".half");
      Files.write(half, ProgramBytes.of(program));
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.MODEL_UNREADABLE,
          "Cannot write the Spark ML model %s for executors: %s",
          request.path(),
          Causes.inWords(e));
    }
  }

  private static void checkLibrary(String path) {
    try {
      Class.forName("org.apache.spark.ml.PipelineModel", false, Classes.loader());
    } catch (ClassNotFoundException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.MODEL_UNREADABLE,
          "Cannot load the Spark ML model %s: MLlib is not on the class path; add spark-mllib of"
              + " the version of Spark",
          path);
    }
  }

  /**
   * Opens a program file. The model may be shared by all threads of the process, and holds as many
   * copies of itself as there are calls at one time. Decision trees, forests and boosted trees with
   * nothing but a {@code VectorAssembler} before them are {@link io.assay.model.TreeEnsemble}.
   *
   * @throws AssayException MODEL_UNREADABLE
   */
  public static BlackBox open(Path file) {
    try {
      return RowModel.open(Files.readAllBytes(file), String.valueOf(file.getFileName()));
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.MODEL_UNREADABLE, "Cannot read %s: %s", file, Causes.inWords(e));
    }
  }

  /**
   * Returns the digest of a model's folder: SHA-256, in hex digits, of what {@code sha256sum}
   * prints for its files in the order of their paths within it, without those whose path has a part
   * that begins with a dot or an underscore.
   *
   * @throws AssayException MODEL_UNREADABLE if there is no Spark ML model
   */
  public static String digest(String path, Configuration hadoop) {
    ModelFolder.of(path, hadoop);
    return ModelFolder.digest(path, hadoop);
  }

  /** Returns the size in bytes of the files that {@link #digest} reads. */
  public static long bytes(String path, Configuration hadoop) {
    return ModelFolder.bytes(path, hadoop);
  }
}
