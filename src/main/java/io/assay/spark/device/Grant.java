package io.assay.spark.device;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * What Spark gives of GPUs to the work of a thread.
 *
 * @param holder whose work it is
 * @param addresses of the GPUs that the task was given, as the discovery script named them
 * @param slot a number from 0 by which tasks spread over what nobody gave them
 * @param lacking why there are none, and what to change; empty if there are some or may be
 */
record Grant(Holder holder, List<String> addresses, int slot, Optional<String> lacking) {
  /** Whose work it is. */
  enum Holder {
    /** A task's, on an executor. */
    TASK,
    /** The driver's, beside executors of its own. */
    DRIVER,
    /** The only process's, which Spark gives no GPUs: it takes what it sees. */
    LOCAL
  }

  Grant {
    addresses = List.copyOf(addresses);
  }

  /** Returns what this thread's work was given. */
  static Grant here() {
    SparkEnv env = SparkEnv.get();
    TaskContext task = TaskContext.get();
    SparkConf settings = env == null ? new SparkConf(false) : env.conf();
    Holder holder = holder(settings, task);
    List<String> addresses = task == null ? List.of() : addresses(task);
    Optional<String> lacking =
        addresses.isEmpty()
            ? Optional.of(GpuSettings.decide(settings, () -> 1).reason()).filter(r -> !r.isEmpty())
            : Optional.empty();
    return new Grant(holder, addresses, task == null ? 0 : task.partitionId(), lacking);
  }

  private static Holder holder(SparkConf settings, @Nullable TaskContext task) {
    if (GpuSettings.isLocal(settings.get("spark.master", "local"))) {
      return Holder.LOCAL;
    }
    return task == null ? Holder.DRIVER : Holder.TASK;
  }

  /** Returns the addresses of the GPUs that a task was given, none if it asked for none. */
  static List<String> addresses(TaskContext task) {
    ResourceInformation gpus = task.resourcesJMap().get("gpu");
    return gpus == null ? List.of() : List.of(gpus.addresses());
  }
}
