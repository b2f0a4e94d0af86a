package io.assay.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.assay.spark.device.DeviceStage;
import io.assay.spark.metrics.RunMeter;
import io.assay.spark.rows.DecodedRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;
import scala.runtime.BoxedUnit;

/**
 * Cuts rows into shards and runs a task a shard. A row's shard is the hash of its id, and rows lie
 * in a shard in the order of their ids, however the input was partitioned.
 */
final class ShardTasks {
  private final SparkSession spark;
  private final Dataset<Row> canonical;
  private final ShardWork work;
  private final int shards;
  private final RunMeter meter;

  ShardTasks(
      SparkSession spark, Dataset<Row> canonical, ShardWork work, int shards, RunMeter meter) {
    this.spark = spark;
    this.canonical = canonical;
    this.work = work;
    this.shards = shards;
    this.meter = meter;
  }

  /** Runs some of the shards and hands each report over, on Spark's event thread. */
  void run(List<Integer> wanted, scala.Function2<Object, ShardReport, BoxedUnit> handler) {
    JavaRDD<InternalRow> sharded = DeviceStage.apply(sharded(wanted), work.spec().model());
    List<Object> partitions = new ArrayList<>();
    for (int shard : wanted) {
      if (shard < sharded.getNumPartitions()) {
        partitions.add(shard);
      } else { // Spark knows that there are no rows at all
        handler.apply(shard, ShardReport.empty(shard));
      }
    }
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    spark
        .sparkContext()
        .runJob(
            sharded.rdd(),
            new ShardTask(work, canonical.schema(), hadoop, meter),
            scala.jdk.javaapi.CollectionConverters.asScala(partitions).toSeq(),
            handler,
            scala.reflect.ClassTag$.MODULE$.apply(ShardReport.class));
  }

  private JavaRDD<InternalRow> sharded(List<Integer> wanted) {
    Dataset<Row> rows = canonical;
    if (wanted.size() < shards) { // the hash is the one by which Spark repartitions below
      rows = rows.where(pmod(hash(col("row_id")), lit(shards)).isin(wanted.toArray()));
    }
    return DecodedRows.internal(
        rows.repartition(shards, col("row_id")).sortWithinPartitions("row_id"));
  }
}
