package io.assay.spark.ml;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.SparkSession;

/** Loads the stages of a saved model, those of pipelines within it one after the other. */
final class SavedStages {
  private SavedStages() {}

  /**
   * Loads the stages.
   *
   * @throws AssayException MODEL_UNREADABLE if it cannot be loaded, or is no model
   */
  static List<Transformer> of(ModelFolder folder, SparkSession spark) {
    List<Transformer> stages = new ArrayList<>();
    flatten(load(folder, spark), folder, stages);
    return stages;
  }

  private static void flatten(Object stage, ModelFolder folder, List<Transformer> into) {
    if (stage instanceof PipelineModel pipeline) {
      for (Transformer each : pipeline.stages()) {
        flatten(each, folder, into);
      }
    } else if (stage instanceof CrossValidatorModel tuned) {
      flatten(tuned.bestModel(), folder, into);
    } else if (stage instanceof TrainValidationSplitModel tuned) {
      flatten(tuned.bestModel(), folder, into);
    } else if (stage instanceof Transformer transformer) {
      into.add(transformer);
    } else {
      throw unreadable(
          folder,
          "it is " + inWords(stage) + ", not a model: save what its fit() returns",
          new IllegalArgumentException(folder.className()));
    }
  }

  private static String inWords(Object stage) {
    return stage instanceof PipelineStage ? "a stage that is not fitted" : "no stage";
  }

  private static Object load(ModelFolder folder, SparkSession spark) {
    try {
      Class<?> type = Class.forName(folder.className(), true, Classes.loader());
      MLReader<?> reader = (MLReader<?>) type.getMethod("read").invoke(null);
      return reader.session(spark).load(folder.path());
    } catch (ClassNotFoundException e) {
      throw unreadable(
          folder,
          "the class "
              + folder.className()
              + " is not on the class path; add the jar that has it to spark.jars",
          e);
    } catch (InvocationTargetException e) {
      throw unreadable(folder, Causes.inWords(e), e);
    } catch (NoSuchMethodException | IllegalAccessException | ClassCastException e) {
      throw unreadable(
          folder, folder.className() + " is no class of Spark ML that reads models", e);
    } catch (Exception | LinkageError e) { // readers throw Spark's checked exceptions undeclared
      throw unreadable(folder, Causes.inWords(e) + versions(folder, spark), e);
    }
  }

  private static String versions(ModelFolder folder, SparkSession spark) {
    return folder.sparkVersion().equals(spark.version())
        ? ""
        : "; it was saved by Spark %s and this is Spark %s, which reads models of its own version and"
                .formatted(folder.sparkVersion(), spark.version())
            + " of older ones";
  }

  private static AssayException unreadable(ModelFolder folder, String reason, Throwable cause) {
    return AssayException.causedBy(
        cause,
        ErrorCode.MODEL_UNREADABLE,
        "Cannot load the Spark ML model %s: %s",
        folder.path(),
        reason);
  }
}
