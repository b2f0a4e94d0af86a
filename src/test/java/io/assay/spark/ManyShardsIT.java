package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.run.ShardStates;
import io.assay.spark.metrics.Progress;
import io.assay.spark.store.FaultyFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the driver does about shards on a store that takes its time for every call: to write their
 * commits, to read them again, to move their tables and to merge their states. {@code
 * -Dassay.shards=10000} and {@code -Dassay.latency=50} (ms) measure a large run.
 */
@ExtendWith(SharedSpark.class)
class ManyShardsIT {
  private static final int SHARDS = Integer.getInteger("assay.shards", 320);
  private static final long LATENCY = Long.getLong("assay.latency", 20);

  @TempDir private Path folder;

  @Test
  void theDriverWaitsForManyCallsAtATime(SparkSession spark) throws Exception {
    Path yaml =
        Cli.job(
            folder,
            ResumeIT.JOB
                .formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL)
                .replace("[integrated-gradients, {shap: {budget: 150}}, saliency]", "[saliency]"));
    FileSystem local = ResumeIT.begin(spark, yaml, List.of(0));
    RunFolder begun = new RunFolder(folder.resolve("out").toString(), "r");
    ShardReport one =
        ShardReport.fromJson(RunFolder.readHalf(local, begun.commit(0))).orElseThrow();
    StagedPlan plan = StagedPlan.fromJson(RunFolder.read(local, begun.plan()));
    RunFolder many = new RunFolder("faulty://" + folder.resolve("many"), "r");
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FaultyFileSystem files = FaultyFileSystem.in(hadoop);
    files.revive();
    files.asObjectStore();
    for (int shard = 0; shard < SHARDS; shard++) {
      stage(begun, one, many, shard);
    }
    files.slow(LATENCY);

    double written = seconds(() -> commitAll(many, files, one));
    double read = seconds(() -> assertThat(open(many, files).done()).hasSize(SHARDS));
    double moved = seconds(() -> open(many, files).publish()) - read;
    double merged = seconds(() -> states(many, files, hadoop, plan));
    double again = seconds(() -> open(many, files).publish()) - read;
    files.revive();

    System.out.printf(
        "%d shards of %d tables at %d ms: commits written %.1f s, read %.1f s, tables moved %.1f s,"
            + " moved again %.1f s, states merged %.1f s%n",
        SHARDS, one.files().size(), LATENCY, written, read, moved, again, merged);
    double oneByOne = SHARDS * Math.max(LATENCY, 20) / 1000.0; // were it one call a shard
    assertThat(List.of(written, read, moved, again)).allMatch(time -> time < oneByOne);
  }

  /** Puts a shard where an executor would have; all have the content of the one. */
  private static void stage(RunFolder begun, ShardReport one, RunFolder many, int shard)
      throws Exception {
    Path from = local(begun.attempt(one.shard(), one.attempt()));
    Path to = local(many.attempt(shard, one.attempt()));
    Files.createDirectories(to);
    for (ShardReport.TableFile file : one.files()) {
      Files.createLink(to.resolve(file.name()), from.resolve(file.name()));
    }
  }

  private static Path local(org.apache.hadoop.fs.Path path) {
    return Path.of(path.toUri().getPath());
  }

  private static ShardCommits open(RunFolder folder, FileSystem files) {
    return new ShardCommits(folder, files, Progress.silent());
  }

  private static void commitAll(RunFolder many, FileSystem files, ShardReport one) {
    try (ShardCommits commits = open(many, files)) {
      for (int shard = 0; shard < SHARDS; shard++) {
        commits.handler().apply(shard, copy(one, shard));
      }
      commits.finish();
    }
  }

  private static ShardReport copy(ShardReport one, int shard) {
    String json = one.toJson().replaceFirst("\"shard\":0", "\"shard\":" + shard);
    return ShardReport.fromJson(json).orElseThrow();
  }

  private static void states(
      RunFolder many, FileSystem files, Configuration hadoop, StagedPlan plan) {
    ShardStates merged = RunTables.states(many, files, hadoop, plan.work().plan());
    assertThat(merged.importance().values())
        .allMatch(state -> state.rows() % SHARDS == 0 && state.rows() > 0);
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
