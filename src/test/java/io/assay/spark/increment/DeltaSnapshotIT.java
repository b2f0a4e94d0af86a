package io.assay.spark.increment;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Delta tables: their versions are snapshots, and deletes leave vectors beside data files. */
final class DeltaSnapshotIT extends SnapshotContract {
  @Override
  SparkSession open(Path warehouse) {
    return Catalogs.extended("io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.warehouse.dir", warehouse.toString())
        .getOrCreate();
  }

  @Override
  String table(Path warehouse) {
    return "delta.`%s`".formatted(warehouse.resolve("audited"));
  }

  @Override
  String format() {
    return "DELTA TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')";
  }

  @Override
  String naming() {
    return "'delta.columnMapping.mode' = 'name'";
  }
}
