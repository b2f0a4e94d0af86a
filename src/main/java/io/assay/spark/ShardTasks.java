package io.assay.spark;

import io.assay.spark.device.DeviceStage;
import io.assay.spark.metrics.RunMeter;
import io.assay.spark.scan.ShardRows;
import io.assay.spark.store.LocalFiles;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.runtime.BoxedUnit;

/** Runs a task a shard. A task gets the rows of its shard and nothing about the others. */
final class ShardTasks {
  private final SparkSession spark;
  private final ShardRows shards;
  private final StructType schema;
  private final ShardWork work;
  private final RunMeter meter;
  private final int first;

  /**
   * Prepares the tasks.
   *
   * @param shards the canonical rows
   * @param schema their columns
   * @param meter where progress is counted
   */
  ShardTasks(
      SparkSession spark, ShardRows shards, StructType schema, ShardWork work, RunMeter meter) {
    this(spark, shards, schema, work, meter, 0);
  }

  /**
   * Prepares the tasks of a part of the shards.
   *
   * @param first the number of the first of them
   */
  ShardTasks(
      SparkSession spark,
      ShardRows shards,
      StructType schema,
      ShardWork work,
      RunMeter meter,
      int first) {
    this.spark = spark;
    this.shards = shards;
    this.schema = schema;
    this.work = work;
    this.meter = meter;
    this.first = first;
  }

  /** Runs some of the shards and hands each report over, on Spark's event thread. */
  void run(List<Integer> wanted, scala.Function2<Object, ShardReport, BoxedUnit> handler) {
    JavaRDD<InternalRow> sharded =
        DeviceStage.apply(shards.rows(within(wanted)), work.spec().model());
    List<Object> partitions = new ArrayList<>();
    for (int shard : wanted) {
      if (shard - first < sharded.getNumPartitions()) {
        partitions.add(shard - first);
      } else { // Spark knows that there are no rows at all
        handler.apply(shard, ShardReport.empty(shard));
      }
    }
    SerializableConfiguration hadoop =
        new SerializableConfiguration(LocalFiles.in(spark.sparkContext().hadoopConfiguration()));
    spark
        .sparkContext()
        .runJob(
            sharded.rdd(),
            new ShardTask(work, schema, hadoop, meter, first),
            scala.jdk.javaapi.CollectionConverters.asScala(partitions).toSeq(),
            handler,
            scala.reflect.ClassTag$.MODULE$.apply(ShardReport.class));
  }

  private List<Integer> within(List<Integer> wanted) {
    return wanted.stream().map(shard -> shard - first).toList();
  }
}
