package io.assay.job;

import io.assay.attribution.Setting;
import io.assay.model.ModelSignature;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The model to explain. */
public record ModelSpec(
    @Setting(meaning = "What kind of file the model is.", standard = "torchscript") Engine engine,
    @Setting(
            meaning =
                "The model file on any Hadoop file system, relative to the job file; for engine"
                    + " spark-ml a folder.")
        String path,
    @Setting(
            meaning =
                "Refuse any other file than the one of this digest; of a folder: of what sha256sum"
                    + " prints for its files in the order of their paths, without those that begin"
                    + " with a dot or an underscore.",
            standard = "none",
            allowed = "64 hex digits")
        Optional<String> sha256,
    @Setting(meaning = "What comes out of the model.", standard = "{}") OutputsSpec outputs,
    @Setting(
            meaning =
                "Where the model runs; auto takes a GPU if the executor was given one. All engines"
                    + " but torchscript run on the CPU.",
            standard = "auto")
        Device device,
    @Setting(
            meaning =
                "Rows in one call of the model at most, into which rows, steps and coalitions are packed. none = measured by the first run whose plan has 20,000 model calls or more and 67 million values in their inputs, and taken again by later runs like it; by shorter ones 512, and fewer of rows wider than 2048 values. Trees take 2048 even where that is more.",
            standard = "none",
            allowed = "1 to 65536",
            unit = "rows")
        Optional<Integer> batchRows) {
  private static final int STANDARD_CALL_ROWS = 512;
  private static final int STANDARD_CALL_VALUES = 1 << 20;

  /**
   * Returns how many rows one call takes at most: what the job says, or else 512, and of wide rows
   * the largest power of two of which the values are at most 2^20.
   *
   * @param width values of a row, at least 1
   */
  public int callRows(int width) {
    int room = Math.max(1, Integer.highestOneBit(STANDARD_CALL_VALUES / width));
    return batchRows.orElse(Math.min(STANDARD_CALL_ROWS, room));
  }

  /** Returns this model with calls of so many rows. */
  ModelSpec withCallRows(int rows) {
    return new ModelSpec(engine, path, sha256, outputs, device, Optional.of(rows));
  }

  /** Returns this model with the paths of its files changed. */
  ModelSpec withFiles(UnaryOperator<String> change) {
    return withOutputs(change.apply(path), outputs.withNamesFile(change));
  }

  /** Returns this model with its outputs named here and not in a file. */
  ModelSpec withNames(List<String> names) {
    return withOutputs(path, outputs.withNames(names));
  }

  private ModelSpec withOutputs(String file, OutputsSpec changed) {
    return new ModelSpec(engine, file, sha256, changed, device, batchRows);
  }

  /** Returns this model for one file alone. */
  ModelSpec withSha256(String digest) {
    return new ModelSpec(engine, path, Optional.of(digest), outputs, device, batchRows);
  }

  /** What kind of file the model is. */
  public enum Engine {
    /** A TorchScript archive, scripted or traced. */
    TORCHSCRIPT,
    /**
     * An ONNX model in one file, run on the CPU; it has no gradients and no layers. A lone tree
     * ensemble is read as trees.
     */
    ONNX,
    /**
     * A folder with a model that Spark ML saved: a pipeline, or a classification or regression
     * model by itself. It has no gradients and no layers. Trees are read as trees.
     */
    SPARK_ML,
    /** A JSON or UBJSON file that XGBoost saved, read without XGBoost. */
    XGBOOST,
    /** A text file that LightGBM saved, read without LightGBM. */
    LIGHTGBM;

    /** Returns whether every model of this kind knows what to do with missing values. */
    boolean takesMissing() {
      return switch (this) {
        case TORCHSCRIPT, ONNX, SPARK_ML -> false;
        case XGBOOST, LIGHTGBM -> true;
      };
    }
  }

  /** Where the model runs. */
  public enum Device {
    /** A GPU if there is one, else the CPU. */
    AUTO,
    /** The CPU. */
    CPU,
    /** A GPU, or fail. */
    GPU
  }

  /** What comes out of the model. */
  public record OutputsSpec(
      @Setting(
              meaning =
                  "What an output value is. Of a Spark ML classifier, probability takes its"
                      + " probabilities, logit and raw its raw predictions. Of XGBoost, LightGBM"
                      + " and ONNX trees, logit and raw are margins, the sums of the trees, and"
                      + " probability is what the link makes of them. Regression models are raw.",
              standard = "logit")
          ModelSignature.Unit unit,
      @Setting(
              meaning =
                  "Names of the output columns, in order. If empty: output_0, output_1, ... as many"
                      + " as the model gives; of a Spark ML model the labels that its pipeline"
                      + " knows, or class_0, class_1, ..., or prediction. A binary model of XGBoost"
                      + " or LightGBM has one output, for its positive class.",
              standard = "[]")
          List<String> names,
      @Setting(
              meaning =
                  "In place of names: a text file with a name a line, relative to the job file.",
              standard = "none")
          Optional<String> namesFile,
      @Setting(
              meaning =
                  "Which of the outputs of an ONNX model is explained, by its name in the model."
                      + " Without it: the first float tensor [rows, outputs] or [rows], which of a"
                      + " classifier are its probabilities.",
              standard = "none")
          Optional<String> tensor) {
    /** Copies the list. */
    public OutputsSpec {
      names = List.copyOf(names);
    }

    /** Returns these outputs with their names in another file. */
    OutputsSpec withNamesFile(UnaryOperator<String> path) {
      return new OutputsSpec(unit, names, namesFile.map(path), tensor);
    }

    /** Returns these outputs with their names given here and not in a file. */
    OutputsSpec withNames(List<String> given) {
      return new OutputsSpec(unit, given, Optional.empty(), tensor);
    }
  }
}
