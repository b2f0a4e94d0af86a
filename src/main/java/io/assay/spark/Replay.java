package io.assay.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.JobSpec;
import io.assay.spark.metrics.Progress;
import io.assay.spark.metrics.RunMeter;
import io.assay.spark.sampling.SampledRows;
import io.assay.spark.scan.ShardRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Computes the shard of a stored row again, from the same input, model and baseline, and compares
 * the row with what is stored. The whole shard is computed, because a row's last bits may depend on
 * the rows beside it in a matrix product.
 */
public final class Replay {
  private static final Pattern PART = Pattern.compile("part-(\\d+)\\.parquet");

  private final SparkSession spark;
  private final StoredRun run;
  private final FileSystem files;

  /** Prepares to replay rows of a run. */
  public Replay(SparkSession spark, StoredRun run) {
    this.spark = spark;
    this.run = run;
    this.files = run.folder().fileSystem(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * What a comparison found.
   *
   * @param method the method's column name
   * @param target the explained output
   * @param values how many values were compared
   * @param different how many are not the same, bit for bit
   */
  public record Comparison(String method, String target, int values, int different) {
    @Override
    public String toString() {
      return different == 0
          ? "%s, %s: all %d values are the same, bit for bit".formatted(method, target, values)
          : "%s, %s: %d of %d values differ".formatted(method, target, different, values);
    }
  }

  /**
   * Replays a row.
   *
   * @throws AssayException NOT_FOUND if the run has not explained the row; MODEL_DIGEST if the
   *     model has changed
   */
  public List<Comparison> row(String rowId) {
    TreeMap<String, Row> stored = new TreeMap<>();
    for (FileStatus method : RunFolder.list(files, run.folder().table("attributions"))) {
      read(method.getPath(), method.getPath().getName(), rowId, stored);
    }
    if (stored.isEmpty()) {
      throw new AssayException(
          ErrorCode.NOT_FOUND,
          "The run %s has no attributions for row \"%s\"; look for it in %s",
          run.folder().runId(),
          rowId,
          run.folder().table("rejects"));
    }
    RunFolder again = new RunFolder(run.folder().output(), "replay-" + UUID.randomUUID());
    try {
      ShardReport report = compute(again, shard(stored.firstEntry().getValue()));
      TreeMap<String, Row> replayed = new TreeMap<>();
      for (ShardReport.TableFile file : report.files()) {
        if (file.table().equals("attributions")) {
          Path attempt = again.attempt(report.shard(), report.attempt());
          read(new Path(attempt, file.name()), file.partition(), rowId, replayed);
        }
      }
      return compare(stored, replayed);
    } finally {
      again.clean(files);
    }
  }

  /** Reads the records of a row, one a target, under the names of method and target. */
  private void read(Path table, String partition, String rowId, Map<String, Row> into) {
    String method = partition.replaceFirst("^method=", "");
    for (Row row :
        spark
            .read()
            .parquet(table.toString())
            .where(col("row_id").equalTo(rowId))
            .withColumn("file", input_file_name())
            .collectAsList()) {
      into.put(method + ", " + row.getAs("target"), row);
    }
  }

  private static int shard(Row stored) {
    String file = stored.getAs("file");
    Matcher part = PART.matcher(file);
    if (!part.find()) {
      throw new AssayException(ErrorCode.NOT_FOUND, "%s is not a shard's file", file);
    }
    return Integer.parseInt(part.group(1));
  }

  private ShardReport compute(RunFolder again, int shard) {
    ShardWork begun = run.begun().work();
    JobSpec spec = begun.spec().withModelDigest(begun.model().sha256());
    PreparedJob job = Preparation.of(spark, spec);
    ShardWork work =
        new ShardWork(
            again,
            begun.resolvedJob(),
            begun.facts(),
            begun.layout(),
            begun.baseline(),
            job.shipped());
    run.folder().fetch(files, begun.baseline(), job.cache());
    job.ship(begun.baseline());
    try (ShardCommits commits = new ShardCommits(again, files, Progress.silent())) {
      StructType columns = job.canonical().schema();
      tasks(job, shard, columns, work).run(List.of(shard), commits.handler());
      commits.finish();
      return Objects.requireNonNull(commits.done().get(shard), "the shard that was just done");
    }
  }

  private ShardTasks tasks(PreparedJob job, int shard, StructType columns, ShardWork work) {
    SampledRows sample = run.begun().sample();
    if (sample == null) {
      return new ShardTasks(spark, job.shards(run.begun()), columns, work, RunMeter.none());
    }
    SampledRows.Round round = sample.roundOf(shard);
    ShardRows rows = job.shards(run.begun(), round);
    return new ShardTasks(spark, rows, columns, work, RunMeter.none(), round.firstShard());
  }

  private static List<Comparison> compare(Map<String, Row> stored, Map<String, Row> again) {
    List<Comparison> comparisons = new ArrayList<>();
    stored.forEach(
        (name, row) -> {
          Row other = again.get(name);
          int different = 0;
          int values = row.size() - 1; // all but the file
          for (int i = 0; i < values; i++) {
            different += other != null && Objects.equals(row.get(i), other.get(i)) ? 0 : 1;
          }
          String[] parts = name.split(", ", 2);
          comparisons.add(new Comparison(parts[0], parts[1], values, different));
        });
    return comparisons;
  }
}
