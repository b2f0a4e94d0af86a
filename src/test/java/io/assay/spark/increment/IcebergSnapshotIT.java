package io.assay.spark.increment;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.condition.EnabledIf;

/** Iceberg tables: deletes leave files of positions beside data files. */
@EnabledIf(
    value = "isThere",
    disabledReason = "Iceberg is published for Spark 4.1 and no later: mvn -Pspark-4.1 verify")
final class IcebergSnapshotIT extends SnapshotContract {
  static boolean isThere() {
    return Catalogs.isThere("org.apache.iceberg.spark.SparkCatalog");
  }

  @Override
  SparkSession open(Path warehouse) {
    return Catalogs.extended("org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
        .config("spark.sql.catalog.lake.type", "hadoop")
        .config("spark.sql.catalog.lake.warehouse", warehouse.toString())
        .getOrCreate();
  }

  @Override
  String table(Path warehouse) {
    return "lake.nightly.audited";
  }

  @Override
  String format() {
    return "ICEBERG TBLPROPERTIES ('format-version' = '2', 'write.delete.mode' = 'merge-on-read')";
  }

  @Override
  String naming() {
    return "'comment' = 'its columns have ids'";
  }
}
