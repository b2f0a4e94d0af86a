package io.assay.spark;

import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.ModelSpec.Engine;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.spark.device.DeviceLane;
import io.assay.spark.device.ExecutorDevices;
import io.assay.spark.ml.SparkMlModels;
import io.assay.spark.rows.BaselineFile;
import io.assay.spark.rows.Decoding;
import io.assay.table.Rounding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The models and the plans of this executor, shared by all task slots. A model is loaded once, by
 * the name of its file, which its digest is in, by options and by device. A plan is made once by
 * what it is made from, so that what its methods remember between batches (operators, designs) is
 * not computed again for every shard; the last few plans are kept, and baselines likewise. This is
 * one of the places with static state; it lives as long as the JVM.
 */
final class ExecutorModels {
  /** What makes two loads the same; the size of calls does not. */
  private record Key(Engine engine, String file, ModelOptions options) {}

  /** A loaded model with calls of a size, which remembers for how many rows there is memory. */
  private record Sized(Key loaded, int callRows) {}

  /** What a plan is made from. */
  private record PlanKey(String resolvedJob, JobFacts facts) {}

  /**
   * A model, and how float64 numbers are rounded for it.
   *
   * @param model open as long as the JVM lives
   * @param rounding of float64 columns
   * @param lane on which tasks take turns at its device
   */
  record Opened(BlackBox model, Rounding rounding, DeviceLane lane) {
    private static Opened of(Engine engine, BlackBox model, ModelOptions placed) {
      return new Opened(model, Decoding.rounding(engine, model), ExecutorDevices.lane(placed));
    }

    /** Returns the same model with calls of another size, if it has calls. */
    private Opened withCallRows(int rows) {
      BlackBox sized =
          model.as(Batched.class).map(batched -> batched.withCallRows(rows)).orElse(model);
      return new Opened(sized, rounding, lane);
    }
  }

  /** Enough to try a row among others; the size of a run's calls is set when the model is open. */
  private static final int ROWS_TO_OPEN_WITH = 16;

  private static final int MOST_PLANS = 4;

  private static final int MOST_BASELINES = 2;

  /** By use, the latest last. */
  private static final Map<String, Baseline> BASELINES = new LinkedHashMap<>(16, 0.75f, true);

  private static final Map<Key, Opened> LOADED = new ConcurrentHashMap<>();

  private static final Map<Sized, Opened> SIZED = new ConcurrentHashMap<>();

  /** By use, the latest last. */
  private static final Map<PlanKey, RunPlan> PLANS = new LinkedHashMap<>(16, 0.75f, true);

  private ExecutorModels() {}

  /**
   * Returns the model of a file on this thread's device, loading it if this JVM does not have it
   * there yet.
   *
   * @param engine what kind of model the file is
   */
  static Opened of(Engine engine, Path file, ModelOptions options) {
    ModelOptions placed = ExecutorDevices.placed(engine, options.withBatchRows(ROWS_TO_OPEN_WITH));
    Key key = new Key(engine, String.valueOf(file.getFileName()), placed);
    Opened loaded =
        LOADED.computeIfAbsent(
            key, absent -> Opened.of(engine, open(engine, file, placed), placed));
    return SIZED.computeIfAbsent(
        new Sized(key, options.batchRows()), absent -> loaded.withCallRows(options.batchRows()));
  }

  private static BlackBox open(Engine engine, Path file, ModelOptions options) {
    return switch (engine) {
      case TORCHSCRIPT -> ModelFiles.openTorchScript(file, options);
      case ONNX -> ModelFiles.openOnnx(file, options);
      case SPARK_ML -> SparkMlModels.open(file);
      case XGBOOST -> ModelFiles.openXgboost(file, options);
      case LIGHTGBM -> ModelFiles.openLightGbm(file, options);
    };
  }

  /**
   * Returns the baseline of a file: the same object as long as it is kept.
   *
   * @param name of the file, which its digest is in
   * @param file where it lies
   */
  static Baseline baseline(String name, Supplier<Path> file) {
    synchronized (BASELINES) {
      Baseline baseline = BASELINES.computeIfAbsent(name, absent -> BaselineFile.read(file.get()));
      if (BASELINES.size() > MOST_BASELINES) {
        BASELINES.remove(BASELINES.keySet().iterator().next());
      }
      return baseline;
    }
  }

  /** Returns the plan of a job on this executor: the same object as long as it is kept. */
  static RunPlan plan(String resolvedJob, JobFacts facts) {
    synchronized (PLANS) {
      RunPlan plan =
          PLANS.computeIfAbsent(
              new PlanKey(resolvedJob, facts),
              absent -> Planner.plan(JobReader.read(resolvedJob, List.of()), facts));
      if (PLANS.size() > MOST_PLANS) {
        PLANS.remove(PLANS.keySet().iterator().next());
      }
      return plan;
    }
  }
}
