package io.assay.spark;

import io.assay.AssayException;
import io.assay.job.JobReader;
import io.assay.job.RunPlan;
import io.assay.model.Batched;
import io.assay.report.Manifest;
import io.assay.run.CallMeter;
import io.assay.run.RowBatch;
import io.assay.run.SizeClimb;
import io.assay.spark.content.HadoopSources;
import io.assay.spark.device.DeviceStage;
import io.assay.spark.rows.DecodedRows;
import io.assay.spark.rows.Decoding;
import io.assay.table.InputLayout;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;

/**
 * How many rows, steps and coalitions one call of the model takes in a run. The job may say so. If
 * not, and the run makes enough calls to be worth it, the number is that of an earlier run of the
 * same methods, model, version and kind of device under the same output, or else it is measured, on
 * an executor, on rows of the input. What was found becomes part of the run's resolved job, so that
 * all executors, a resumed run and a replay take it.
 */
final class CallSizing {
  /** Of fewer model calls, or fewer values in their inputs, a run is over before it would pay. */
  private static final long FEWEST_CALLS = 20_000;

  private static final long FEWEST_VALUES = 1L << 26;

  private static final int MOST_CALL_ROWS = 65_536;

  /** Of an input on the CPU at most, 32 MiB, since each layer of a model holds as much. */
  private static final int MOST_CALL_VALUES = 1 << 23;

  /** Of an input on a GPU at most, 256 MiB. */
  private static final int MOST_GPU_CALL_VALUES = 1 << 26;

  private static final int MOST_ROWS = 1024;
  private static final int MOST_VALUES = 1 << 22;
  private static final int MOST_RUNS = 20;

  private final SparkSession spark;
  private final PreparedJob job;

  CallSizing(SparkSession spark, PreparedJob job) {
    this.spark = spark;
    this.job = job;
  }

  /**
   * Returns the size of a run's calls.
   *
   * @param work of the run, its methods taught and its baseline in the cache
   */
  Manifest.Calls of(ShardWork work) {
    Optional<Integer> given = job.spec().model().batchRows();
    if (given.isPresent()) {
      return Manifest.Calls.of(given.get(), "job");
    }
    Optional<Batched> model = job.blackBox().as(Batched.class);
    if (model.isEmpty() || !isWorthMeasuring(job.plan())) {
      return standard();
    }
    return remembered(work.folder(), device(model.get()))
        .or(() -> measured(work))
        .orElseGet(this::standard);
  }

  private static boolean isWorthMeasuring(RunPlan plan) {
    long calls = plan.totalCalls();
    return calls >= FEWEST_CALLS && calls >= FEWEST_VALUES / Math.max(1, plan.inputWidth());
  }

  private Manifest.Calls standard() {
    int width = Math.max(1, job.plan().inputWidth());
    return Manifest.Calls.of(job.spec().model().callRows(width), "standard");
  }

  /** Returns the kind of device that executors will have, as far as the driver can tell. */
  private String device(Batched model) {
    boolean hasGpus = spark.sparkContext().conf().contains("spark.executor.resource.gpu.amount");
    boolean mayUse =
        switch (job.spec().model().device()) {
          case CPU -> false;
          case AUTO, GPU -> true;
        };
    return !spark.sparkContext().isLocal() && hasGpus && mayUse ? "gpu" : model.device();
  }

  /** Returns what the newest of the last runs has measured that is like this one. */
  private Optional<Manifest.Calls> remembered(RunFolder folder, String device) {
    FileSystem files = folder.fileSystem(spark.sparkContext().hadoopConfiguration());
    List<FileStatus> runs = RunFolder.list(files, new Path(folder.output(), "runs"));
    return runs.stream()
        .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
        .limit(MOST_RUNS)
        .flatMap(run -> manifest(files, new Path(run.getPath(), "manifest.json")))
        .filter(manifest -> isLikeThis(manifest, device))
        .max(Comparator.comparing(Manifest::finishedAt))
        .flatMap(manifest -> Optional.ofNullable(manifest.model().calls()).map(from(manifest)));
  }

  private static UnaryOperator<Manifest.Calls> from(Manifest manifest) {
    return calls ->
        new Manifest.Calls(
            calls.rows(), "run " + manifest.runId(), calls.device(), calls.measured());
  }

  /** A manifest that cannot be read teaches nothing. */
  private static Stream<Manifest> manifest(FileSystem files, Path path) {
    try {
      return RunFolder.exists(files, path)
          ? Stream.of(Manifest.fromJson(RunFolder.read(files, path)))
          : Stream.empty();
    } catch (AssayException unreadable) {
      return Stream.empty();
    }
  }

  private boolean isLikeThis(Manifest manifest, String device) {
    Manifest.Calls calls = manifest.model().calls();
    return calls != null
        && calls.device().equals(device)
        && manifest.model().sha256().equals(job.shipped().sha256())
        && Objects.equals(BuildVersions.all().get("assay"), manifest.versions().get("assay"))
        && hasSameMethods(manifest);
  }

  private boolean hasSameMethods(Manifest manifest) {
    try {
      return JobReader.read(manifest.resolvedJob(), List.of())
          .methods()
          .equals(job.spec().methods());
    } catch (AssayException ofAnotherVersion) {
      return false;
    }
  }

  /** Measures on an executor; nothing if no row can be explained, or none in time. */
  private Optional<Manifest.Calls> measured(ShardWork work) {
    int most = Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / Math.max(1, work.layout().width())));
    List<Row> head = job.canonical().limit(most).collectAsList();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    job.ship(work.baseline());
    JavaRDD<InternalRow> rows =
        DeviceStage.apply(
            DecodedRows.internal(spark.createDataFrame(head, job.canonical().schema()).coalesce(1)),
            job.spec().model());
    return rows
        .mapPartitions(
            new Measuring(
                work,
                most,
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration())))
        .collect()
        .stream()
        .findFirst();
  }

  /** The task that measures. */
  private record Measuring(ShardWork work, int most, SerializableConfiguration hadoop)
      implements FlatMapFunction<Iterator<InternalRow>, Manifest.Calls>, Serializable {
    @Override
    public Iterator<Manifest.Calls> call(Iterator<InternalRow> rows) {
      RunPlan plan = work.plan();
      ExecutorModels.Opened opened = work.openModel(plan);
      InputLayout layout = work.layout();
      if (!rows.hasNext()) {
        return List.<Manifest.Calls>of().iterator();
      }
      Decoding decoding = new Decoding(layout, HadoopSources.of(layout, hadoop), opened.rounding());
      RowBatch read = DecodedRows.batch(DecodedRows.next(rows, decoding.decoder(), most));
      Batched model = opened.model().as(Batched.class).orElseThrow();
      return opened.lane().use(() -> found(plan, model, read)).iterator();
    }

    private List<Manifest.Calls> found(RunPlan plan, Batched model, RowBatch rows) {
      if (rows.rows() == 0) {
        return List.of();
      }
      CallMeter meter =
          new CallMeter(
              model,
              plan,
              work.openBaseline(),
              rows,
              CallMeter.Limits.standard(),
              System::nanoTime);
      int width = Math.max(1, plan.inputWidth());
      int start = plan.spec().model().callRows(width); // the standard: the job gives no size
      return SizeClimb.from(start, most(model, width), meter).stream()
          .map(
              found ->
                  new Manifest.Calls(
                      found.callRows(),
                      "measured",
                      model.device(),
                      found.speeds().stream()
                          .map(each -> new Manifest.Speed(each.callRows(), each.perSecond()))
                          .toList()))
          .toList();
    }

    private static int most(Batched model, int width) {
      int values = model.device().equals("gpu") ? MOST_GPU_CALL_VALUES : MOST_CALL_VALUES;
      return Math.max(1, Math.min(MOST_CALL_ROWS, values / width));
    }
  }
}
