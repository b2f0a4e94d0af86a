package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.aggregate.FoldSums;
import io.assay.aggregate.IntervalRule.SharedError;
import io.assay.aggregate.fold.BackgroundError;
import io.assay.aggregate.sampled.PoweredImportance;
import io.assay.aggregate.sampled.PoweredState;
import io.assay.job.ColumnFold;
import io.assay.job.InputPlan;
import io.assay.job.JobFacts;
import io.assay.job.JobSpec;
import io.assay.job.JobWriter;
import io.assay.job.ModelFacts;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.report.SampledInput;
import io.assay.run.PoweredRows;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.run.StateRecord;
import io.assay.spark.content.HadoopSources;
import io.assay.spark.rows.DecodedRows;
import io.assay.spark.rows.Decoding;
import io.assay.spark.scan.ShardRows;
import io.assay.table.InputLayout;
import io.assay.table.StatesTable;
import io.assay.table.sampled.PoweredRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Trees that stand in for a job's model on all rows: a job of their own, with one method and one
 * output, on the same input against the same baseline.
 *
 * @param spec the job that explains them
 * @param facts what was found out for it
 * @param shipped their file
 */
record Surrogate(JobSpec spec, JobFacts facts, ShippedModel shipped) {
  /** Where what they say of all rows lies among the states. */
  private static final String STATES = "powered-00000.parquet";

  private static final int SHARDS_AT_ONCE = 256;

  /**
   * Opens the surrogate of a job, if it has one.
   *
   * @param data what was found out about its data, all rows
   * @throws AssayException MODEL_UNREADABLE, MODEL_DIGEST; what is wrong with it as a model of
   *     these rows; SPEC_INVALID if none of the job's methods attributes to the same features
   */
  static Optional<Surrogate> of(
      JobSpec job, JobFacts data, Configuration hadoop, java.nio.file.Path cache) {
    return job.surrogate().map(spec -> open(job, spec, data, hadoop, cache));
  }

  private static Surrogate open(
      JobSpec job, JobSpec spec, JobFacts data, Configuration hadoop, java.nio.file.Path cache) {
    ShippedModel shipped = ShippedModel.of(spec.model(), hadoop, cache);
    InputPlan input = InputPlan.of(spec, data.arrayWidth());
    BlackBox trees =
        ExecutorModels.of(
                spec.model().engine(),
                cache.resolve(shipped.file()),
                ShardWork.options(spec, input))
            .model();
    JobFacts facts =
        new JobFacts(
            data.rows(),
            data.columns(),
            data.arrayWidth(),
            ModelFacts.of(trees, List.of()),
            data.references());
    RunPlan own = Planner.plan(spec, facts);
    if (PoweredRows.methods(Planner.plan(job, data), own).isEmpty()) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "No method of the job attributes to the features %s of its surrogate; name one that does,"
              + " such as shap",
          own.fold(own.methods().get(0)).names());
    }
    return new Surrogate(spec, facts, shipped);
  }

  /** Returns what tasks must know of it. */
  ShardWork work(RunFolder folder, String baseline, InputLayout layout) {
    return new ShardWork(folder, JobWriter.yaml(spec), facts, layout, baseline, shipped);
  }

  /** Explains all rows by the surrogate, unless an earlier attempt at the run has done so. */
  static void explainAll(PreparedJob job, ShardWork work, FileSystem files) {
    RunFolder folder = work.folder();
    boolean isStaged = RunFolder.exists(files, folder.staged(STATES));
    if (isStaged
        ? DriverTables.isWritten(files, folder.staged(STATES))
        : RunFolder.exists(files, place(folder))) {
      return;
    }
    List<List<StateRecord>> sums = new ArrayList<>();
    ShardRows shards = job.everyShard();
    Configuration hadoop = job.spark().sparkContext().hadoopConfiguration();
    Task task = new Task(work, new SerializableConfiguration(hadoop));
    int count = shards.stored().count();
    for (int from = 0; from < count; from += SHARDS_AT_ONCE) {
      int to = Math.min(count, from + SHARDS_AT_ONCE);
      sums.add(PoweredRows.merged(parts(shards, IntStream.range(from, to), task)));
    }
    write(work, files, PoweredRows.merged(sums));
  }

  private static List<List<StateRecord>> parts(ShardRows shards, IntStream wanted, Task task) {
    List<Integer> numbers = wanted.boxed().toList();
    JavaRDD<List<Stored>> explained = shards.rows(numbers).mapPartitions(task);
    int known = explained.getNumPartitions();
    int[] partitions =
        numbers.stream().mapToInt(Integer::intValue).filter(n -> n < known).toArray();
    List<List<StateRecord>> parts = new ArrayList<>();
    for (List<List<Stored>> part : explained.collectPartitions(partitions)) {
      part.forEach(records -> parts.add(records.stream().map(Stored::record).toList()));
    }
    return parts;
  }

  private static void write(ShardWork work, FileSystem files, List<StateRecord> records) {
    Map<String, String> notes = Footers.of(work, work.plan());
    DriverTables.write(
        files,
        work.folder().staged(STATES),
        StatesTable.schema(notes),
        files.getConf(),
        root -> StatesTable.fill(root, records.stream().map(ShardFiles::stored).toList()));
  }

  private static Path place(RunFolder folder) {
    return new Path(folder.table("states"), STATES);
  }

  /** Moves what the surrogate says of all rows to the other states; may be repeated. */
  static void publish(RunFolder folder, FileSystem files) {
    RunFolder.move(files, folder.staged(STATES), place(folder));
  }

  /** Adds what the surrogate says of all rows to what shards have found. */
  static void mergeInto(ShardStates states, RunFolder folder, Configuration hadoop) {
    FileSystem files = folder.fileSystem(hadoop);
    Path staged = folder.staged(STATES);
    Path file = RunFolder.exists(files, staged) ? staged : place(folder);
    StoredStates.of(file, hadoop).forEach(states::merge);
  }

  /** Returns the records of the powered table. */
  static List<PoweredRecord> records(RunPlan plan, ShardStates states) {
    List<PoweredRecord> records = new ArrayList<>();
    states
        .powered()
        .forEach((key, state) -> add(plan, key, state, background(states, key), records));
    return records;
  }

  /** Returns the error of the background, which a slice shares with all rows. */
  private static SharedError background(ShardStates states, StateKey key) {
    FoldSums sums =
        states
            .sums()
            .get(
                new StateKey(
                    key.method(), key.target(), StateKey.ALL_ROWS, StateKey.Kind.BACKGROUND));
    return sums == null ? SharedError.NONE : BackgroundError.of(sums);
  }

  private static void add(
      RunPlan plan,
      StateKey key,
      PoweredState state,
      SharedError shared,
      List<PoweredRecord> records) {
    ColumnFold fold = plan.fold(key.method());
    List<PoweredImportance> numbers = state.importances(plan.spec().confidence(), shared);
    for (int feature = 0; feature < numbers.size(); feature++) {
      List<String> members = fold.members().get(feature);
      records.add(
          new PoweredRecord(
              key.method(),
              key.target(),
              key.slice(),
              fold.names().get(feature),
              members.size() > 1 ? members : List.of(),
              numbers.get(feature)));
    }
  }

  /**
   * Returns what a manifest says of the sample with what its surrogate was worth: of the method
   * where it was worth least, by the widest interval of a feature.
   */
  static SampledInput told(SampledInput sample, ShardWork surrogate, ShardStates states) {
    double least = Double.POSITIVE_INFINITY;
    long rows = 0;
    for (Map.Entry<StateKey, PoweredState> each : states.powered().entrySet()) {
      if (each.getKey().slice().equals(StateKey.ALL_ROWS)) {
        double plain = 0;
        double powered = 0;
        for (PoweredImportance found : each.getValue().importances(0.95)) {
          plain = Math.max(plain, found.plainSe());
          powered = Math.max(powered, found.samplingSe());
        }
        least = Math.min(least, each.getValue().exactRows() * Math.pow(plain / powered, 2));
        rows = each.getValue().rows();
      }
    }
    JobSpec spec = surrogate.spec();
    return sample.with(
        new SampledInput.Powered(
            surrogate.model().path(),
            surrogate.model().sha256(),
            spec.methods().get(0).key(),
            rows,
            least));
  }

  /** A state on its way to the driver. */
  private static final class Stored implements Serializable {
    private static final long serialVersionUID = 1;
    private final String method;
    private final String target;
    private final String slice;
    private final byte[] state;

    Stored(StateRecord record) {
      this.method = record.key().method();
      this.target = record.key().target();
      this.slice = record.key().slice();
      this.state = record.bytes();
    }

    StateRecord record() {
      return new StateRecord(new StateKey(method, target, slice, StateKey.Kind.POWERED), state);
    }
  }

  /** One part of all rows on an executor. */
  private record Task(ShardWork work, SerializableConfiguration hadoop)
      implements FlatMapFunction<Iterator<InternalRow>, List<Stored>> {
    @Override
    public Iterator<List<Stored>> call(Iterator<InternalRow> rows) {
      RunPlan plan = work.plan();
      ShardWork own = Objects.requireNonNull(work.surrogate());
      RunPlan ownPlan = own.plan();
      PoweredRows powered =
          new PoweredRows(plan, own.openModel(ownPlan).model(), ownPlan, work.openBaseline());
      Decoding decoding =
          new Decoding(
              work.layout(),
              HadoopSources.of(work.layout(), hadoop),
              work.openModel(plan).rounding());
      DecodedRows.forEach(rows, decoding, batch -> powered.add(DecodedRows.batch(batch)));
      return List.of(powered.records().stream().map(Stored::new).toList()).iterator();
    }
  }
}
