package io.assay.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.SharedSpark;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Other people's readers find in our pages what they find in the row-wise writer's. */
@ExtendWith(SharedSpark.class)
class TableReadersIT {
  private static final Configuration PLAIN = new Configuration();
  private static final String VECTORISED = "spark.sql.parquet.enableVectorizedReader";
  private static final String PUSHDOWN = "spark.sql.parquet.filterPushdown";

  @Test
  void sparkReadsAnyTableByColumnsAndByRows(SparkSession spark, @TempDir Path folder) {
    for (int seed = 0; seed < 6; seed++) {
      Files files = new Files(folder, seed, seed < 4 ? 700 : 21_000);
      for (String isVectorised : List.of("true", "false")) {
        List<String> ours =
            with(spark, VECTORISED, isVectorised, () -> lines(spark.read().parquet(files.ours())));

        assertThat(ours)
            .as("schema %d, vectorised: %s", seed, isVectorised)
            .isEqualTo(lines(spark.read().parquet(files.theirs())));
      }
    }
  }

  @Test
  void filtersThatAreAnsweredByStatisticsFindEveryRow(SparkSession spark, @TempDir Path folder) {
    for (int seed = 10; seed < 14; seed++) {
      Files files = new Files(folder, seed, 45_000);
      Dataset<Row> table = spark.read().parquet(files.ours());
      for (String filter : filters(table)) {
        long found = with(spark, PUSHDOWN, "true", () -> table.where(filter).count());

        assertThat(found)
            .as(filter)
            .isEqualTo(with(spark, PUSHDOWN, "false", () -> table.where(filter).count()));
      }
      assertThat(table.where("row_id = 'zeile-ü-20000'").count()).isEqualTo(1);
    }
  }

  private static List<String> filters(Dataset<Row> table) {
    return Arrays.stream(table.schema().fields())
        .map(
            field ->
                switch (field.dataType().typeName()) {
                  case "float", "double" -> field.name() + " > 3 or " + field.name() + " < -3";
                  case "string" -> field.name() + " = 't7'";
                  case "long", "integer" -> field.name() + " > 2000000000";
                  case "boolean" -> field.name();
                  default -> field.name() + " is null";
                })
        .toList();
  }

  @Test
  void duckDbReadsAnyTable(@TempDir Path folder) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      for (int seed = 20; seed < 28; seed++) {
        Files files = new Files(folder, seed, seed < 26 ? 900 : 21_000);
        String differing =
            "select count(*) from (from '%s' except all from '%s')"
                .formatted(files.ours(), files.theirs());

        assertThat(number(statement, differing)).as("schema %d", seed).isZero();
        assertThat(number(statement, "select count(*) from '" + files.ours() + "'"))
            .isEqualTo(files.rows());
        assertThat(
                number(
                    statement,
                    "select count(*) from '" + files.ours() + "' where row_id = 'zeile-ü-7'"))
            .isEqualTo(1);
      }
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static List<String> lines(Dataset<Row> table) {
    return table.toJSON().collectAsList();
  }

  private static <T> T with(SparkSession spark, String key, String value, Supplier<T> work) {
    String before = spark.conf().get(key);
    spark.conf().set(key, value);
    try {
      return work.get();
    } finally {
      spark.conf().set(key, before);
    }
  }

  /** The same rows, written by both. */
  private record Files(String ours, String theirs, int rows) {
    Files(Path folder, int seed, int rows) {
      this(
          folder.resolve("ours-" + seed + ".parquet").toString(),
          folder.resolve("theirs-" + seed + ".parquet").toString(),
          rows);
      RandomTable table = new RandomTable(seed);
      try (BufferAllocator allocator = new RootAllocator();
          VectorSchemaRoot batch = table.rows(0, rows, allocator);
          ParquetTable parquet = new ParquetTable(path(ours), table.schema(), PLAIN);
          RowWiseTable plain = new RowWiseTable(path(theirs), table.schema(), PLAIN)) {
        parquet.write(batch);
        parquet.finish();
        plain.write(batch);
      }
    }

    private static org.apache.hadoop.fs.Path path(String file) {
      return new org.apache.hadoop.fs.Path(file);
    }
  }
}
