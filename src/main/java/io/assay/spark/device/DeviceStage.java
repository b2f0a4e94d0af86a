package io.assay.spark.device;

import io.assay.job.ModelSpec;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one stage ask for GPUs and no other: tasks that count, sample or shuffle rows take any core,
 * those that run the model take a core and a share of a GPU of the executors that are there.
 */
public final class DeviceStage {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceStage.class);

  private DeviceStage() {}

  /**
   * Returns the rows of a stage whose tasks are given GPUs, if the model can use one and executors
   * have them; else the rows as they are.
   *
   * @param rows nothing else may be done with them in a stage that is not to ask for GPUs
   * @param model what the job says about the model and its device
   */
  public static <T> JavaRDD<T> apply(JavaRDD<T> rows, ModelSpec model) {
    if (model.device() == ModelSpec.Device.CPU || !DevicePlacement.canUseGpus(model.engine())) {
      return rows;
    }
    SparkContext spark = rows.context();
    GpuSettings.Decision decision =
        GpuSettings.decide(spark.getConf(), () -> coresAnExecutor(spark));
    if (decision.way() != GpuSettings.Way.STAGE) {
      return rows;
    }
    LOG.info("Attribution tasks ask for GPUs; {} share one", decision.tasksPerGpu());
    return rows.withResources(profile(decision.share()));
  }

  private static ResourceProfile profile(double share) {
    return new ResourceProfileBuilder()
        .require(new TaskResourceRequests().resource("gpu", share))
        .build();
  }

  /** Returns the most cores that an executor has that is there now, at least 1. */
  private static int coresAnExecutor(SparkContext spark) {
    int most = 1;
    for (ExecutorSummary executor :
        scala.jdk.javaapi.CollectionConverters.asJava(spark.statusStore().executorList(true))) {
      most = Math.max(most, executor.totalCores());
    }
    return most;
  }
}
