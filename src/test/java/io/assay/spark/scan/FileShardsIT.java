package io.assay.spark.scan;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards made of files: every row in exactly one, whatever the files look like. */
@ExtendWith(SharedSpark.class)
class FileShardsIT {
  private static final int SMALL_FILES = 10_000;

  /** Tasks of a local session share this JVM. */
  private static final AtomicReference<CountDownLatch> OTHERS =
      new AtomicReference<>(new CountDownLatch(0));

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("value", DataTypes.DoubleType)
          .add("text", DataTypes.StringType)
          .add("site", DataTypes.StringType);

  /** Rows from one id to another, the last one left out. */
  private static Dataset<Row> rows(SparkSession spark, long from, long to) {
    return spark
        .range(from, to, 1, 1)
        .selectExpr(
            "id",
            "cast(id as double) / 7 as value",
            "repeat(cast(id as string), 1 + cast(id % 5 as int)) as text",
            "concat('s', id div 100 % 3) as site");
  }

  /** The ids in each shard, in order. */
  private static List<List<Long>> ids(Dataset<Row> table, int shardRows) {
    FileScan scan = FileScan.of(table).orElseThrow();
    FileShards shards = shards(scan, table.count(), shardRows);
    return ids(shards);
  }

  private static FileShards shards(FileScan scan, long rows, int shardRows) {
    return FileShards.of(scan, scan.parts(), new FileShards.Size(rows, shardRows, 10_000, 100));
  }

  private static List<List<Long>> ids(FileShards shards) {
    List<List<Long>> found =
        shards
            .rows(IntStream.range(0, shards.count()).boxed().toList())
            .mapPartitions(
                part -> {
                  List<Long> ids = new ArrayList<>();
                  part.forEachRemaining(row -> ids.add(row.getLong(0)));
                  return List.of(ids).iterator();
                })
            .collect();
    assertThat(found).hasSize(shards.count());
    return found;
  }

  private static long[] sorted(List<List<Long>> shards) {
    return shards.stream().flatMap(List::stream).mapToLong(Long::longValue).sorted().toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, '', ''",
    "orc, '', ''",
    "json, '', ''",
    "csv, '', ''",
    "csv, 'gzip', ''",
    "csv, 'multiLine', ''",
    "json, multiLine, ''",
    "parquet, '', site",
    "csv, '', site",
  })
  void everyRowIsInExactlyOneShard(
      String format, String options, String partition, SparkSession spark, @TempDir Path folder) {
    Random random = new Random(format.hashCode() + 31 * options.hashCode());
    long written = 0;
    for (int file = 0; file < 5; file++) {
      long rows = file == 0 ? 0 : file == 1 ? 1 : random.nextInt(2000);
      var writer = rows(spark, written, written + rows).write().format(format);
      writer = options.contains("gzip") ? writer.option("compression", "gzip") : writer;
      writer = partition.isEmpty() ? writer : writer.partitionBy(partition);
      writer
          .option("header", "true")
          .option("parquet.block.size", Long.toString(1024L << random.nextInt(8)))
          .mode("append")
          .save(folder.resolve("data").toString());
      written += rows;
    }
    DataFrameReader reader =
        spark
            .read()
            .format(format)
            .schema(SCHEMA)
            .option("header", "true")
            .option("multiLine", Boolean.toString(options.contains("multiLine")));
    Dataset<Row> table = reader.load(folder.resolve("data").toString());

    for (int shardRows : new int[] {150, 900}) {
      List<List<Long>> shards = ids(table.select("id", "value", "site"), shardRows);

      assertThat(sorted(shards))
          .isEqualTo(
              table.select("id").collectAsList().stream()
                  .mapToLong(row -> row.getLong(0))
                  .sorted()
                  .toArray());
    }
  }

  @Test
  void rowsKeepTheirValuesThroughFilterCastAndPartitionColumns(
      SparkSession spark, @TempDir Path folder) {
    rows(spark, 0, 1000).write().partitionBy("site").parquet(folder.resolve("data").toString());
    Dataset<Row> table =
        spark
            .read()
            .parquet(folder.resolve("data").toString())
            .where("id % 3 = 0 and site <> 's1'")
            .selectExpr("id", "cast(value as string) as v", "concat(site, text) as t");
    FileScan scan = FileScan.of(table).orElseThrow();

    List<String> found =
        shards(scan, table.count(), 50)
            .rows(List.of())
            .map(row -> row.getLong(0) + " " + row.getString(1) + " " + row.getString(2))
            .collect();

    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            table.collectAsList().stream().map(row -> row.mkString(" ")).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHugeRowGroupIsSplit(boolean isVectorized, SparkSession spark, @TempDir Path folder) {
    spark.conf().set("spark.sql.parquet.enableVectorizedReader", isVectorized);
    rows(spark, 0, 60_000)
        .selectExpr("id", "text", "array(value, value) as values")
        .write()
        .parquet(folder.resolve("data").toString());
    Dataset<Row> table = spark.read().parquet(folder.resolve("data").toString());

    List<List<Long>> shards = ids(table, 7000);

    assertThat(shards).hasSizeGreaterThan(3);
    assertThat(shards).allSatisfy(shard -> assertThat(shard).isNotEmpty().isSorted());
    assertThat(sorted(shards)).isEqualTo(LongStream.range(0, 60_000).toArray());
    spark.conf().unset("spark.sql.parquet.enableVectorizedReader");
  }

  @Test
  void tenThousandSmallFilesArePackedInTheOrderOfTheirPaths(
      SparkSession spark, @TempDir Path folder) throws IOException {
    for (int i = 0; i < SMALL_FILES; i++) {
      Files.writeString(folder.resolve("f%05d.json".formatted(i)), "{\"id\": %d}\n".formatted(i));
    }
    long start = System.nanoTime();
    Dataset<Row> table = spark.read().schema("id bigint").json(folder.toString()).select(col("id"));

    List<List<Long>> shards = ids(table, SMALL_FILES / 50);

    System.out.printf(
        "small files: %d in %d shards, listed, packed, counted and read in %.1f s%n",
        SMALL_FILES, shards.size(), (System.nanoTime() - start) / 1e9);
    assertThat(shards).hasSizeBetween(45, 55);
    assertThat(shards.stream().flatMap(List::stream).toList())
        .isEqualTo(LongStream.range(0, SMALL_FILES).boxed().toList());
  }

  @Test
  void binaryFilesAreARowEach(SparkSession spark, @TempDir Path folder) throws IOException {
    for (int i = 0; i < 30; i++) {
      Files.write(folder.resolve("f%02d.bin".formatted(i)), new byte[1 + i]);
    }
    Dataset<Row> table =
        spark.read().format("binaryFile").load(folder.toString()).select("length", "path");
    FileScan scan = FileScan.of(table).orElseThrow();

    List<List<Long>> shards = ids(shards(scan, 30, 7));

    assertThat(scan.rows(scan.parts())).hasValue(30);
    assertThat(shards).hasSize(5);
    assertThat(sorted(shards)).isEqualTo(LongStream.rangeClosed(1, 30).toArray());
  }

  @Test
  void storedShardsAreTheSameShards(SparkSession spark, @TempDir Path folder) {
    rows(spark, 0, 5000).repartition(3).write().parquet(folder.resolve("data").toString());
    FileScan scan =
        FileScan.of(spark.read().parquet(folder.resolve("data").toString())).orElseThrow();
    FileShards shards = shards(scan, 5000, 300);

    FileShards again =
        FileShards.again(
            scan,
            shards.stored(),
            scan.files().stream().map(ScannedFile::listed).toList(),
            new FileShards.Size(5000, 300, 10_000, 8));

    assertThat(again.stored()).isEqualTo(shards.stored());
    assertThat(ids(again)).isEqualTo(ids(shards));
  }

  @Test
  void onlyFilesThatSparkReadsItselfAreFound(SparkSession spark, @TempDir Path folder) {
    String data = folder.resolve("data").toString();
    rows(spark, 0, 10).write().parquet(data);
    Dataset<Row> table = spark.read().parquet(data);

    assertThat(FileScan.of(table)).isPresent();
    assertThat(FileScan.of(table.union(table))).isEmpty();
    assertThat(FileScan.of(spark.range(10).toDF())).isEmpty();
    assertThat(FileScan.of(table.as("a").join(table.as("b"), "id"))).isEmpty();
  }

  /** A shard that takes until all others are done: it would never end if one had to wait for it. */
  @Test
  void aShardThatTakesLongerHoldsUpNoOther(SparkSession spark, @TempDir Path folder) {
    rows(spark, 0, 2000).write().parquet(folder.resolve("data").toString());
    FileScan scan =
        FileScan.of(spark.read().parquet(folder.resolve("data").toString())).orElseThrow();
    FileShards shards = shards(scan, 2000, 100);
    OTHERS.set(new CountDownLatch(shards.count() - 1));

    List<Boolean> waited =
        shards
            .rows(IntStream.range(0, shards.count()).boxed().toList())
            .mapPartitionsWithIndex(
                (shard, rows) -> {
                  CountDownLatch others = Objects.requireNonNull(OTHERS.get());
                  if (shard == 0) {
                    return List.of(others.await(1, TimeUnit.MINUTES)).iterator();
                  }
                  others.countDown();
                  return List.<Boolean>of().iterator();
                },
                false)
            .collect();

    assertThat(shards.count()).isGreaterThan(4);
    assertThat(waited).containsExactly(true);
  }
}
