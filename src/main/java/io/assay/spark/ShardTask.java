package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.model.BlackBox;
import io.assay.run.BatchMemory;
import io.assay.run.BatchResult;
import io.assay.run.Explained;
import io.assay.run.PoweredRows;
import io.assay.run.RowBatch;
import io.assay.run.RowFault;
import io.assay.run.ShardRunner;
import io.assay.run.StateRecord;
import io.assay.spark.content.HadoopSources;
import io.assay.spark.device.DeviceLane;
import io.assay.spark.metrics.RunMeter;
import io.assay.spark.metrics.ShardMeter;
import io.assay.spark.rows.DecodedRows;
import io.assay.spark.rows.Decoding;
import io.assay.spark.rows.Lane;
import io.assay.spark.rows.RowBatches;
import io.assay.spark.rows.RowBatches.Loaded;
import io.assay.spark.rows.RowIdGuard;
import io.assay.table.AttributionTable;
import io.assay.table.DecodedBatch;
import io.assay.table.Reject;
import io.assay.table.RowIdRule;
import io.assay.tensor.RowSelection;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.runtime.AbstractFunction2;

/**
 * One shard on an executor: rows in, staged files and a report out. Faults that no retry mends come
 * back as a report, so that Spark does not try them again; all others are thrown.
 */
final class ShardTask
    extends AbstractFunction2<TaskContext, scala.collection.Iterator<InternalRow>, ShardReport>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final ShardWork work;
  private final SerializableConfiguration hadoop;
  private final RunMeter meter;
  private final int first;

  /**
   * Prepares the shards of a job.
   *
   * @param schema of the rows, which must be the layout's
   * @param first the number of the shard that the first partition is
   */
  ShardTask(
      ShardWork work,
      StructType schema,
      SerializableConfiguration hadoop,
      RunMeter meter,
      int first) {
    this.work = work;
    DecodedRows.check(schema, work.layout());
    this.hadoop = hadoop;
    this.meter = meter;
    this.first = first;
  }

  @Override
  public ShardReport apply(TaskContext context, scala.collection.Iterator<InternalRow> rows) {
    int shard = first + context.partitionId();
    // Spark numbers attempts anew in every session, so its number could meet files of a killed one.
    long attempt = UUID.randomUUID().getMostSignificantBits() & Long.MAX_VALUE;
    try {
      return explain(context, attempt, scala.jdk.javaapi.CollectionConverters.asJava(rows));
    } catch (AssayException e) {
      if (e.code().kind() == ErrorCode.Kind.RESOURCE) {
        throw e;
      }
      return ShardReport.failed(shard, attempt, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private ShardReport explain(TaskContext context, long attempt, Iterator<InternalRow> rows) {
    int shard = first + context.partitionId();
    if (!rows.hasNext()) {
      return ShardReport.empty(shard);
    }
    RunPlan plan = work.plan();
    ExecutorModels.Opened opened = work.openModel(plan);
    try (BufferAllocator allocator = new RootAllocator();
        RowBatches batches =
            new RowBatches(
                rows,
                work.layout(),
                decoding(opened).decoder(guard(plan)),
                allocator,
                new RowBatches.Cut(rowsAtOnce(plan), BatchMemory.BATCHES));
        ShardFiles files =
            new ShardFiles(
                work.folder().attempt(shard, attempt), hadoop.value(), allocator, shape(plan));
        ShardMeter counted = meter.shard(shard);
        Lane reading = new Lane("assay-read-" + shard, context);
        Lane writing = new Lane("assay-write-" + shard, context)) {
      Counting counting = new Counting(plan, opened, files, counted);
      Callable<Optional<Loaded>> read =
          counted.reading(() -> batches.hasNext() ? Optional.of(batches.next()) : Optional.empty());
      Future<Optional<Loaded>> next = reading.start(read);
      Future<?> written = CompletableFuture.completedFuture(Optional.empty());
      for (Optional<Loaded> batch = Lane.await(next); batch.isPresent(); batch = Lane.await(next)) {
        next = reading.start(read);
        Found found = counting.explain(batch.get());
        Lane.await(written);
        written = writing.start(counted.writing(() -> counting.write(found)));
      }
      Lane.await(written);
      return counting.report(shard, attempt);
    }
  }

  /** A batch and what was found about its rows. */
  private record Found(Loaded batch, Explained explained) {}

  private RowIdRule guard(RunPlan plan) {
    if (work.facts().fileShards() > 0) { // the ids were held against each other before
      return RowIdRule.asTheyAre();
    }
    return plan.spec().input().rowId().isPresent() ? RowIdGuard.unique() : RowIdGuard.numbering();
  }

  private Decoding decoding(ExecutorModels.Opened opened) {
    return new Decoding(work.layout(), HadoopSources.of(work.layout(), hadoop), opened.rounding());
  }

  private int rowsAtOnce(RunPlan plan) {
    int wanted = work.facts().model().rowsAtOnce(plan.spec().model());
    return BatchMemory.of(plan, wanted).rows();
  }

  private ShardFiles.Shape shape(RunPlan plan) {
    return new ShardFiles.Shape(plan, work.layout().keepFields(), Footers.of(work, plan));
  }

  /**
   * What is done to the shard's batches, one after the other: each is read on one thread, explained
   * on the task's own, summed up and written on a third, while those behind it are where it was
   * before.
   */
  private final class Counting {
    private final ShardFiles files;
    private final ShardMeter counted;
    private final DeviceLane lane;
    private final ShardRunner runner;
    private final Optional<PoweredRows> powered;
    private final List<PlannedMethod> methods;
    private final TreeMap<String, Long> rejects = new TreeMap<>();
    private long rowsIn;
    private long attributed;

    Counting(RunPlan plan, ExecutorModels.Opened opened, ShardFiles files, ShardMeter counted) {
      this.files = files;
      this.counted = counted;
      this.methods = plan.methods();
      this.lane = opened.lane();
      this.runner = new ShardRunner(opened.model(), plan, work.openBaseline());
      this.powered = powered(plan);
    }

    private Optional<PoweredRows> powered(RunPlan plan) {
      ShardWork surrogate = work.surrogate();
      if (surrogate == null) {
        return Optional.empty();
      }
      RunPlan own = surrogate.plan();
      BlackBox trees = surrogate.openModel(own).model();
      return Optional.of(new PoweredRows(plan, trees, own, work.openBaseline()));
    }

    Found explain(Loaded batch) {
      RowBatch rows = DecodedRows.batch(batch.decoded());
      return new Found(batch, runner.ask(rows, counted.waiting(lane::use)));
    }

    int write(Found found) {
      DecodedBatch decoded = found.batch().decoded();
      BatchResult result = found.explained().result();
      sum(found.explained(), decoded);
      RowSelection rows = result.rows();
      List<List<String>> tokens =
          decoded.tokens().isEmpty()
              ? List.of()
              : Arrays.stream(rows.positions()).mapToObj(decoded.tokens()::get).toList();
      files.attributions(
          methods, result, new AttributionTable.Kept(found.batch().kept(), rows, tokens));
      List<Reject> rejected = new ArrayList<>(decoded.rejects());
      result.faults().forEach(fault -> rejected.add(reject(decoded, fault)));
      files.rejects(rejected);
      rejected.forEach(each -> rejects.merge(reason(each), 1L, Long::sum));
      rowsIn += decoded.rowsRead();
      attributed += rows.size();
      counted.written(decoded.rowsRead(), rows.size(), rejected.size());
      return rows.size();
    }

    private void sum(Explained explained, DecodedBatch decoded) {
      runner.count(explained);
      powered.ifPresent(pairs -> pairs.add(DecodedRows.batch(decoded), explained.result()));
      counted.explained(decoded.batch().rows(), runner.totals());
    }

    private Reject reject(DecodedBatch decoded, RowFault fault) {
      String rowId = decoded.batch().rowIds().id(fault.row());
      return switch (fault.kind()) {
        case UNKNOWN_LABEL ->
            new Reject(
                rowId,
                String.valueOf(work.layout().label()),
                Reject.Reason.UNKNOWN_LABEL,
                fault.detail());
        case NOT_FINITE_RESULT ->
            new Reject(rowId, fault.detail(), Reject.Reason.NOT_FINITE_RESULT, "NaN or infinite");
      };
    }

    ShardReport report(int shard, long attempt) {
      List<StateRecord> states = new ArrayList<>(runner.states().records());
      powered.ifPresent(pairs -> states.addAll(pairs.records()));
      files.states(states);
      long rejected = rejects.values().stream().mapToLong(Long::longValue).sum();
      if (rowsIn != attributed + rejected) {
        throw new AssayException(
            ErrorCode.INTERNAL,
            "Shard %d read %d rows but explained %d and rejected %d",
            shard,
            rowsIn,
            attributed,
            rejected);
      }
      return new ShardReport(
          shard,
          attempt,
          rowsIn,
          attributed,
          rejects,
          files.finish(),
          runner.totals(),
          runner.targetCalls(),
          counted.counts(),
          null);
    }
  }

  private static String reason(Reject reject) {
    return reject.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
