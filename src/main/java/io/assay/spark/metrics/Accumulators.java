package io.assay.spark.metrics;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * The counts of a run as Spark's page of the stage shows them, task by task and in all. A task adds
 * to copies of its own, which travel with its heartbeats and at its end.
 */
final class Accumulators implements Serializable {
  private static final long serialVersionUID = 1;

  /** The names under which they are found in a heartbeat. */
  static final String ROWS = "assay rows read";

  static final String FORWARD = "assay forward calls";
  static final String GRADIENT = "assay gradient calls";

  private final LongAccumulator read;
  private final LongAccumulator attributed;
  private final LongAccumulator rejected;
  private final LongAccumulator batches;
  private final LongAccumulator forward;
  private final LongAccumulator gradient;
  private final LongAccumulator methods;
  private final LongAccumulator device;
  private final LongAccumulator reading;
  private final LongAccumulator writing;
  private final MaxAccumulator largestBatch = new MaxAccumulator();
  private final MaxAccumulator largestGap = new MaxAccumulator();
  private final MaxAccumulator memory = new MaxAccumulator();

  Accumulators(SparkContext spark) {
    read = spark.longAccumulator(ROWS);
    attributed = spark.longAccumulator("assay rows attributed");
    rejected = spark.longAccumulator("assay rows rejected");
    batches = spark.longAccumulator("assay batches");
    forward = spark.longAccumulator(FORWARD);
    gradient = spark.longAccumulator(GRADIENT);
    methods = spark.longAccumulator("assay microseconds in methods");
    device = spark.longAccumulator("assay microseconds waiting for the device");
    reading = spark.longAccumulator("assay microseconds reading");
    writing = spark.longAccumulator("assay microseconds writing");
    spark.register(largestBatch, "assay largest batch");
    spark.register(largestGap, "assay largest completeness gap");
    spark.register(memory, "assay largest process memory, MB");
  }

  /** Sees how many bytes the process holds. */
  void memory(long processBytes) {
    memory.add((double) (processBytes >> 20));
  }

  /** Adds what was done. */
  void add(Counts more) {
    read.add(more.read());
    attributed.add(more.attributed());
    rejected.add(more.rejected());
    batches.add(more.batches());
    forward.add(more.calls().forward());
    gradient.add(more.calls().gradient());
    methods.add(more.spent().methods() / 1000);
    device.add(more.spent().device() / 1000);
    reading.add(more.spent().reading() / 1000);
    writing.add(more.spent().writing() / 1000);
    largestBatch.add((double) more.largestBatch());
    largestGap.add(more.largestGap());
  }
}
