package io.assay.spark.ml;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.ModelSignature.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.regression.RegressionModel;

/**
 * The stage that predicts: the last classification or regression model of a pipeline.
 *
 * @param stages of the pipeline, in order
 * @param at which of them it is
 * @param path the model's, for messages
 */
record Predictor(List<Transformer> stages, int at, String path) {
  /** Models whose raw predictions are votes or counts or margins, and no argument of a softmax. */
  private static final Set<String> NO_LOGITS =
      Set.of(
          "DecisionTreeClassificationModel",
          "RandomForestClassificationModel",
          "LinearSVCModel",
          "OneVsRestModel");

  Predictor {
    stages = List.copyOf(stages);
  }

  /**
   * Finds it.
   *
   * @throws AssayException MODEL_SHAPE if there is none
   */
  static Predictor of(List<Transformer> stages, String path) {
    for (int at = stages.size() - 1; at >= 0; at--) {
      if (stages.get(at) instanceof PredictionModel || stages.get(at) instanceof OneVsRestModel) {
        return new Predictor(stages, at, path);
      }
    }
    throw new AssayException(
        ErrorCode.MODEL_SHAPE,
        "The Spark ML model %s has no stage that predicts; its stages are %s; need a classification"
            + " or regression model among them",
        path,
        stages.stream().map(each -> each.getClass().getSimpleName()).toList());
  }

  /** Returns the stage. */
  Transformer stage() {
    return stages.get(at);
  }

  /** Returns whether it predicts a class. */
  boolean isClassifier() {
    return classes() > 0;
  }

  private int classes() {
    if (stage() instanceof OneVsRestModel many) {
      return many.models().length;
    }
    return stage() instanceof ClassificationModel<?, ?> model ? model.numClasses() : 0;
  }

  /**
   * Returns the column that holds outputs of a unit.
   *
   * @throws AssayException MODEL_SHAPE if the model has no outputs of that unit
   */
  String column(Unit unit) {
    String parameter = isClassifier() ? classColumn(unit) : valueColumn(unit);
    String column = text(stage(), parameter);
    if (column.isEmpty()) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "%s gives no outputs of the unit %s, as its %s is empty; set it before the model is saved,"
              + " or choose another model.outputs.unit",
          inWords(),
          key(unit),
          parameter);
    }
    return column;
  }

  private String classColumn(Unit unit) {
    if (unit == Unit.LOGIT && NO_LOGITS.contains(stage().getClass().getSimpleName())) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "%s has no logits: its raw predictions are votes or margins; set model.outputs.unit to raw"
              + " for those%s",
          inWords(),
          stage().hasParam("probabilityCol") ? ", or to probability" : "");
    }
    if (unit == Unit.PROBABILITY && !stage().hasParam("probabilityCol")) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "%s gives no probabilities; set model.outputs.unit to raw",
          inWords());
    }
    return unit == Unit.PROBABILITY ? "probabilityCol" : "rawPredictionCol";
  }

  private String valueColumn(Unit unit) {
    if (!(stage() instanceof RegressionModel) && !stage().hasParam("predictionCol")) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE, "%s is no classification or regression model", inWords());
    }
    if (unit != Unit.RAW) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "%s predicts a value in a unit of its own, but model.outputs.unit is %s; set it to raw",
          inWords(),
          key(unit));
    }
    return "predictionCol";
  }

  private static String key(Unit unit) {
    return unit.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns the stage by its class and id. */
  String inWords() {
    return "The stage %s (%s) of the Spark ML model %s"
        .formatted(stage().uid(), stage().getClass().getSimpleName(), path);
  }

  /**
   * Returns the names of the outputs: the job's; else the labels that another stage knows; else
   * class_0, class_1, ..., or prediction.
   *
   * @param given by the job; empty if it gives none
   * @throws AssayException MODEL_SHAPE if the job names another number of outputs
   */
  List<String> outputs(List<String> given) {
    int count = Math.max(1, classes());
    if (!given.isEmpty() && given.size() != count) {
      throw new AssayException(
          ErrorCode.MODEL_SHAPE,
          "%s gives %d outputs, but model.outputs.names has %d: %s",
          inWords(),
          count,
          given.size(),
          given);
    }
    if (!given.isEmpty()) {
      return given;
    }
    return isClassifier() ? classNames(count) : List.of("prediction");
  }

  private List<String> classNames(int count) {
    List<String> labels = labels();
    if (labels.size() == count - 1 && !labels.isEmpty()) {
      return Stream.concat(labels.stream(), Stream.of("__unknown")).toList(); // as Spark calls it
    }
    return labels.size() == count
        ? labels
        : IntStream.range(0, count).mapToObj(i -> "class_" + i).toList();
  }

  private List<String> labels() {
    for (Transformer each : stages.subList(at + 1, stages.size())) {
      if (each instanceof IndexToString back
          && back.getInputCol().equals(text(stage(), "predictionCol"))
          && back.isDefined(back.labels())) {
        return Arrays.asList(back.getLabels());
      }
    }
    String label = text(stage(), "labelCol");
    for (Transformer each : stages.subList(0, at)) {
      if (each instanceof StringIndexerModel indexer) {
        int column = outputs(indexer).indexOf(label);
        if (column >= 0) {
          return Arrays.asList(indexer.labelsArray()[column]);
        }
      }
    }
    return List.of();
  }

  private static List<String> outputs(StringIndexerModel indexer) {
    return indexer.isSet(indexer.outputCols())
        ? Arrays.asList(indexer.getOutputCols())
        : List.of(indexer.getOutputCol());
  }

  /** Returns a parameter's text; empty if the stage has no such parameter. */
  static String text(Params stage, String parameter) {
    return stage.hasParam(parameter) && stage.isDefined(stage.getParam(parameter))
        ? String.valueOf(stage.getOrDefault(stage.getParam(parameter)))
        : "";
  }
}
