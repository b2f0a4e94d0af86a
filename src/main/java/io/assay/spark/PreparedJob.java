package io.assay.spark;

import io.assay.attribution.Tuning;
import io.assay.baseline.Baseline;
import io.assay.job.BaselineSpec;
import io.assay.job.JobFacts;
import io.assay.job.JobSpec;
import io.assay.job.JobWriter;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.report.Manifest;
import io.assay.run.Pilot;
import io.assay.run.RowBatch;
import io.assay.spark.content.HadoopSources;
import io.assay.spark.rows.BaselineFile;
import io.assay.spark.rows.Decoding;
import io.assay.spark.rows.PilotRows;
import io.assay.spark.sampling.SampleKeys;
import io.assay.spark.sampling.SampledRows;
import io.assay.spark.scan.InputCut;
import io.assay.spark.scan.RowIds;
import io.assay.spark.scan.ShardRows;
import io.assay.spark.scan.StoredShards;
import io.assay.table.InputLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A job that fits its data and its model.
 *
 * @param spark the session
 * @param spec the job, paths resolved
 * @param facts what was found out
 * @param plan what is to be done
 * @param layout the input's canonical columns
 * @param canonical the input in them
 * @param everyRow the input in them with rows that an earlier run has explained
 * @param inputRows rows of the input, of which the plan's may be a sample
 * @param increment what is left of the input to explain
 * @param cut how the input is cut into shards
 * @param shards the shards
 * @param shipped the model file
 * @param cache the driver's folder of model files
 * @param blackBox the model, open on the driver
 * @param files the input's files
 * @param surrogate what is explained on all rows, where the model is on a sample
 */
public record PreparedJob(
    SparkSession spark,
    JobSpec spec,
    JobFacts facts,
    RunPlan plan,
    InputLayout layout,
    Dataset<Row> canonical,
    Dataset<Row> everyRow,
    long inputRows,
    Increment increment,
    InputCut cut,
    ShardRows shards,
    ShippedModel shipped,
    java.nio.file.Path cache,
    BlackBox blackBox,
    List<Manifest.InputFile> files,
    Optional<Surrogate> surrogate) {
  /** Returns what goes into the model and what comes out. */
  ModelSignature signature() {
    return blackBox.signature();
  }

  /** Returns the model on the driver with calls of the size that a job says. */
  BlackBox opened(JobSpec sized) {
    return ExecutorModels.of(
            sized.model().engine(),
            cache.resolve(shipped.file()),
            ShardWork.options(sized, plan.input()))
        .model();
  }

  /** Makes the baseline, from its reference set if it needs one. */
  ReferenceRows.Made baseline() {
    BaselineSpec baseline = spec.baseline();
    if (!baseline.kind().needsReferences()) {
      return ReferenceRows.fixed(baseline, layout);
    }
    Dataset<Row> raw =
        InputTable.read(spark, spec.input(), baseline.path().orElse(spec.input().path()));
    InputLayout columns =
        InputLayout.of(layout.rowId(), layout.features()).withMissing(layout.missing());
    boolean isStratified =
        baseline.kind() == BaselineSpec.Kind.BACKGROUND
            && baseline.select() == BaselineSpec.Selection.STRATIFIED;
    if (isStratified) {
      columns =
          columns.withLabel(baseline.stratifyBy().or(() -> spec.input().label()).orElseThrow());
    }
    Dataset<Row> rows = InputTable.canonical(raw, columns, spec.input().rowId());
    return new ReferenceRows(spark, rows, decoding().with(columns), spec.seed()).make(baseline);
  }

  /** Lets the methods that learn from pilot rows do so; nothing happens if there are none. */
  Map<String, Pilot.Lesson> learn(Baseline baseline) {
    int wanted = Pilot.rows(plan);
    Pilot pilot = new Pilot(blackBox, plan, baseline);
    return wanted == 0
        ? Map.of()
        : sample("pilot", wanted, pilot).map(pilot::learn).orElse(Map.of());
  }

  /**
   * Returns rows drawn at random that can be explained.
   *
   * @param purpose samples of different purposes are independent
   */
  Optional<RowBatch> sample(String purpose, int wanted, Pilot pilot) {
    return new PilotRows(canonical, decoding(), new PilotRows.Draw(spec.seed(), purpose))
        .take(wanted, pilot::usable);
  }

  /** Returns how canonical rows become inputs of the model. */
  Decoding decoding() {
    return new Decoding(
        layout,
        HadoopSources.of(layout, spark.sparkContext().hadoopConfiguration()),
        Decoding.rounding(spec.model().engine(), blackBox));
  }

  /** Returns the plan with methods that have learnt. */
  RunPlan planAfter(Map<String, Pilot.Lesson> lessons) {
    Map<String, Tuning> tunings = new HashMap<>();
    lessons.forEach((method, lesson) -> tunings.put(method, lesson.tuning()));
    return lessons.isEmpty() ? plan : Planner.plan(spec, facts.with(tunings));
  }

  /** Returns what a run begins with, its baseline made. No method has learnt anything yet. */
  StagedPlan staged(RunFolder folder, String startedAt) {
    ReferenceRows.Made made = baseline();
    ShardWork work = work(folder, made.baseline());
    String kind = spec.baseline().kind().name().toLowerCase(Locale.ROOT);
    Manifest.BaselineUsed used =
        new Manifest.BaselineUsed(kind, description(made) + masking(), made.rows(), made.note());
    return new StagedPlan(startedAt, work, used, files, shards.stored(), earlier(), Map.of());
  }

  private @Nullable EarlierRun earlier() {
    return increment.earlier().orElse(null);
  }

  /** Returns what the tasks of a run are told; its baseline is written to the cache. */
  ShardWork work(RunFolder folder, Baseline made) {
    return work(folder, BaselineFile.write(made, cache), spec);
  }

  /** Returns the shards of a run, which may have been cut otherwise than they would be now. */
  ShardRows shards(StagedPlan begun) {
    RunPlan then = begun.work().plan();
    StoredShards stored = begun.shards();
    return cut.again(
        canonical,
        then,
        stored == null ? StoredShards.ofRowIds(0, then.shards()) : stored,
        begun.files());
  }

  /** Returns the shards of a round of a run's sample; the first of them has the number 0. */
  ShardRows shards(StagedPlan begun, SampledRows.Round round) {
    Dataset<Row> rows = sampleKeys().between(round.firstKey(), round.lastKey());
    return cut.again(rows, begun.work().plan(), round.shards(), begun.files());
  }

  /** Returns the rows of the input in the order in which samples take them. */
  SampleKeys sampleKeys() {
    return new SampleKeys(canonical, spec.seed());
  }

  /** Returns all rows of the input, of which the run may explain a sample. */
  ShardRows everyShard() {
    JobFacts all = facts.withRows(inputRows);
    return cut.shards(canonical, Planner.plan(spec, all), Planner.shardRows(spec, all));
  }

  /** Returns what the shards are made of that hold so many more rows of a sample. */
  StoredShards cutFor(long rows) {
    JobFacts some = facts.withRows(rows);
    RunPlan planned = Planner.plan(spec, some);
    return cut.shards(canonical, planned, Planner.shardRows(spec, some)).stored();
  }

  /**
   * Holds the ids of all rows against each other, unless rows of one id meet in a shard anyway.
   *
   * @return the rows whose ids were compared
   * @throws io.assay.AssayException ROW_ID_DUPLICATE
   */
  long checkRowIds() {
    long rows = inputRows + increment.earlier().map(EarlierRun::rows).orElse(0L);
    return shards.stored().isOfFiles() ? RowIds.of(everyRow).checkUnique(rows) : 0;
  }

  /**
   * Returns what a run would begin with now that was begun before, its baseline the same, and the
   * size of its calls, unless the job says otherwise.
   */
  StagedPlan again(StagedPlan begun) {
    Optional<Integer> calls =
        spec.model().batchRows().or(() -> begun.work().spec().model().batchRows());
    JobSpec sized = calls.map(spec::withCallRows).orElse(spec);
    ShardWork work = work(begun.work().folder(), begun.work().baseline(), sized);
    return new StagedPlan(
        begun.startedAt(),
        work,
        begun.baseline(),
        files,
        shards.stored(),
        earlier(),
        Map.of(),
        begun.calls(),
        begun.sample());
  }

  private ShardWork work(RunFolder folder, String baseline, JobSpec sized) {
    return new ShardWork(
        folder,
        JobWriter.yaml(sized),
        facts,
        layout,
        baseline,
        shipped,
        surrogate.map(trees -> trees.work(folder, baseline, layout)).orElse(null));
  }

  /** Hands model and baseline to every executor, present and future. */
  void ship(String baselineFile) {
    shipped.ship(spark.sparkContext(), cache);
    surrogate.ifPresent(trees -> trees.shipped().ship(spark.sparkContext(), cache));
    spark.sparkContext().addFile(cache.resolve(baselineFile).toUri().toString());
  }

  private String masking() {
    return switch (spec.masking().kind()) {
      case REPLACE -> "";
      case INPAINT -> "; absent pixels are filled in from those present";
      case DELETE -> "; absent tokens are taken out";
      case EMBEDDING -> "; absent tokens have its vectors behind the layer of embeddings";
    };
  }

  private String description(ReferenceRows.Made made) {
    return switch (spec.baseline().kind()) {
      case ZEROS -> layout.text() == null ? "all zeros" : "padding at every token";
      case CONSTANT -> "given values";
      case BLUR -> "each image itself, blurred";
      case CHANNEL_MEAN -> "the mean colour of each image";
      case GREY -> "the middle of black and white";
      case MASK_TOKEN -> "the mask token at every token";
      case MEAN -> "the mean of the reference set";
      case MEDIAN -> "the median of the reference set";
      case BACKGROUND ->
          "%d background rows, %s"
              .formatted(
                  made.baseline().size(),
                  switch (spec.baseline().select()) {
                    case RANDOM -> "chosen at random";
                    case STRATIFIED -> "chosen at random within strata";
                    case K_MEANS -> "the centres of k-means clusters, weighted by cluster size";
                  });
    };
  }
}
