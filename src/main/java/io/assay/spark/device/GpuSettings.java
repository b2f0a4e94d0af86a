package io.assay.spark.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.spark.SparkConf;

/**
 * What a session's settings say about GPUs. Executors have them by {@code
 * spark.executor.resource.gpu.amount}; that the attribution stage alone asks for a share of one
 * ({@link DeviceStage}) is our doing, unless {@code spark.task.resource.gpu.amount} has every task
 * ask.
 */
public final class GpuSettings {
  /** How many attribution tasks share a GPU; without it as many as keep every core at work. */
  public static final String TASKS_A_GPU = "spark.assay.tasksPerGpu";

  static final String EXECUTOR_AMOUNT = "spark.executor.resource.gpu.amount";
  static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";

  private static final String MASTER = "spark.master";
  private static final String GPU_KEYS = "spark\\.(executor|task|driver)\\.resource\\.gpu\\..*";

  /** How tasks of the attribution stage come by a GPU. */
  enum Way {
    /** They do not; the reason says why. */
    NONE,
    /** As tasks of all stages do. */
    EVERY_TASK,
    /** By a profile of their stage. */
    STAGE
  }

  /**
   * What the settings come to.
   *
   * @param tasksPerGpu how many tasks share a GPU where the way is a profile, else 0
   * @param reason why there is none, and what to change; else empty
   */
  record Decision(Way way, int tasksPerGpu, String reason) {
    private static Decision none(String reason) {
      return new Decision(Way.NONE, 0, reason);
    }

    /** The share of a GPU that a task asks for: so many of them fit, whatever is rounded. */
    double share() {
      return Math.floor(1e6 / tasksPerGpu) / 1e6;
    }
  }

  private GpuSettings() {}

  /**
   * Removes what makes Spark wait for ever on a local master, which cannot schedule GPUs.
   *
   * @return the keys removed
   */
  public static List<String> dropOnLocal(SparkConf settings) {
    List<String> dropped = new ArrayList<>();
    if (isLocal(settings.get(MASTER, "local"))) {
      for (scala.Tuple2<String, String> setting : settings.getAll()) {
        if (setting._1().matches(GPU_KEYS)) {
          settings.remove(setting._1());
          dropped.add(setting._1());
        }
      }
    }
    return dropped;
  }

  /** Returns whether a master runs tasks in the driver's process. */
  static boolean isLocal(String master) {
    return master.matches("local(\\[.*\\])?");
  }

  /**
   * Decides how tasks of the attribution stage come by a GPU.
   *
   * @param coresAnExecutor asked only where the settings do not say it
   */
  static Decision decide(SparkConf settings, IntSupplier coresAnExecutor) {
    String master = settings.get(MASTER, "local");
    if (isLocal(master)) {
      return Decision.none("Spark schedules no GPUs on the master " + master);
    }
    int gpus = settings.getInt(EXECUTOR_AMOUNT, 0);
    if (gpus < 1) {
      return Decision.none(
          EXECUTOR_AMOUNT + " is not set; submit with the settings of conf/spark-gpu.conf");
    }
    if (settings.getDouble(TASK_AMOUNT, 0) > 0) {
      return new Decision(Way.EVERY_TASK, 0, "");
    }
    if (settings.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return Decision.none(
          "with spark.dynamicAllocation.enabled a stage cannot ask for the GPUs that executors"
              + " have; set "
              + TASK_AMOUNT
              + ", or allocate executors once");
    }
    if (!master.matches("(spark://|k8s://|local-cluster).*|yarn")) {
      return Decision.none("Spark has no resource profiles on the master " + master);
    }
    return new Decision(Way.STAGE, tasksPerGpu(settings, gpus, coresAnExecutor), "");
  }

  private static int tasksPerGpu(SparkConf settings, int gpus, IntSupplier coresAnExecutor) {
    if (settings.contains(TASKS_A_GPU)) {
      return Math.max(1, settings.getInt(TASKS_A_GPU, 1));
    }
    int cores =
        settings.contains("spark.executor.cores")
            ? settings.getInt("spark.executor.cores", 1)
            : coresAnExecutor.getAsInt();
    int slots = Math.max(1, cores / Math.max(1, settings.getInt("spark.task.cpus", 1)));
    return (slots + gpus - 1) / gpus;
  }
}
