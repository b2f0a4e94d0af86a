package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelOptions;
import io.assay.job.BaselineSpec;
import io.assay.job.ColumnFacts;
import io.assay.job.InputFeature;
import io.assay.job.InputPlan;
import io.assay.job.JobCheck;
import io.assay.job.JobFacts;
import io.assay.job.JobSpec;
import io.assay.job.ModelFacts;
import io.assay.job.ModelSpec;
import io.assay.job.Planner;
import io.assay.job.Problem;
import io.assay.job.TargetSpec;
import io.assay.model.BlackBox;
import io.assay.report.Manifest;
import io.assay.run.MissingTrial;
import io.assay.run.TreeOutputs;
import io.assay.run.Trial;
import io.assay.spark.content.ContentColumns;
import io.assay.spark.ml.SparkMlJob;
import io.assay.spark.rows.Decoding;
import io.assay.spark.scan.InputCut;
import io.assay.spark.scan.ShardRows;
import io.assay.spark.scan.StoredShards;
import io.assay.spark.slices.SliceColumns;
import io.assay.table.FeatureColumn;
import io.assay.table.InputLayout;
import io.assay.table.Rounding;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a job's data and model and plans the run; everything that is wrong is found in one go.
 */
public final class Preparation {
  private final SparkSession spark;
  private final JobSpec spec;
  private final Configuration hadoop;
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable AssayException lackingLayer;
  private @Nullable InputCut cut;
  private final Increment increment;

  /** All rows of the input, of which an earlier run may have explained some. */
  private @Nullable Dataset<Row> everyRow;

  /** The model's file as it is opened here, which nobody knows by this name. */
  private String copy = "";

  private Preparation(SparkSession spark, JobSpec spec, Increment increment) {
    this.spark = spark;
    this.spec = Increment.fixed(spark, spec);
    this.increment = increment;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /**
   * Prepares a job.
   *
   * @param spec the job, with paths that do not depend on where the program was started
   * @throws AssayException with every problem of data and model, under the first one's code
   */
  public static PreparedJob of(SparkSession spark, JobSpec spec) {
    return of(spark, spec, Increment.ALL);
  }

  /**
   * Prepares a job for what is left of its input.
   *
   * @param spec the job, with paths that do not depend on where the program was started
   * @param increment what is left
   * @throws AssayException with every problem of data and model, under the first one's code
   */
  public static PreparedJob of(SparkSession spark, JobSpec spec, Increment increment) {
    return new Preparation(spark, spec, increment).prepare();
  }

  /** Returns the driver's folder of model files. */
  static java.nio.file.Path cache() {
    return java.nio.file.Path.of(
        System.getProperty("java.io.tmpdir"), "assay-models-" + System.getProperty("user.name"));
  }

  private PreparedJob prepare() {
    java.nio.file.Path cache = cache();
    ShippedModel found = tried("model", () -> ShippedModel.of(spec.model(), hadoop, cache));
    Optional<FeatureColumn> content = tried("input", () -> ContentColumns.of(spec.input(), hadoop));
    Dataset<Row> all =
        tried("input", () -> InputTable.read(spark, spec.input(), spec.input().path()));
    everyRow = all;
    Dataset<Row> raw = all == null ? null : tried("input", () -> increment.of(all, spec));
    JobFacts data = raw == null ? null : tried("input", () -> data(raw));
    ShippedModel shipped =
        found == null || data == null ? null : tried("model", () -> made(found, cache, data));
    BlackBox model =
        shipped == null || data == null ? null : tried("model", () -> open(shipped, cache, data));
    PreparedJob prepared =
        data == null
            ? null
            : judged(
                raw, data, content == null ? Optional.empty() : content, shipped, cache, model);
    if (prepared == null) {
      throw Problem.exception("the job " + spec.name(), problems);
    }
    return prepared;
  }

  /** Holds the job against data and model; nothing if there are problems. */
  private @Nullable PreparedJob judged(
      @Nullable Dataset<Row> raw,
      JobFacts data,
      Optional<FeatureColumn> content,
      @Nullable ShippedModel shipped,
      java.nio.file.Path cache,
      @Nullable BlackBox model) {
    ModelFacts found =
        model == null ? ModelFacts.unknown() : ModelFacts.of(model, Planner.layers(spec));
    JobFacts facts = with(data, found);
    problems.addAll(JobCheck.problems(spec, facts));
    if (model != null) {
      problems.addAll(TreeOutputs.problems(spec.model(), model));
    }
    if (lackingLayer != null && problems.isEmpty()) {
      problems.add(problem("methods", lackingLayer));
    }
    if (raw == null || shipped == null || model == null || !problems.isEmpty()) {
      return null;
    }
    PreparedJob prepared = prepared(raw, facts, content, shipped, cache, model);
    problems.addAll(Trial.problems(model, prepared.plan()));
    MissingTrial.problem(model, prepared.plan()).ifPresent(problems::add);
    if (!spec.baseline().kind().needsReferences()) {
      tried("baseline", prepared::baseline);
    }
    return problems.isEmpty() ? prepared : null;
  }

  private PreparedJob prepared(
      Dataset<Row> raw,
      JobFacts whole,
      Optional<FeatureColumn> content,
      ShippedModel shipped,
      java.nio.file.Path cache,
      BlackBox model) {
    JobFacts facts = whole.withRows(spec.input().rows().atFirst(whole.rows()));
    Rounding rounding = Decoding.rounding(spec.model().engine(), model);
    InputPlan input = InputPlan.of(spec, facts.arrayWidth());
    List<FeatureColumn> features =
        content
            .map(List::of)
            .orElseGet(
                () -> input.features().stream().map(each -> column(each, rounding)).toList());
    InputLayout layout = layout(raw, features);
    Dataset<Row> canonical = InputTable.canonical(raw, layout, spec.input().rowId());
    InputCut known = Objects.requireNonNull(cut, "the input was looked at");
    ShardRows shards =
        known.shards(canonical, Planner.plan(spec, facts), Planner.shardRows(spec, facts));
    StoredShards stored = shards.stored();
    JobFacts cutFacts = facts.withFileShards(stored.isOfFiles() ? stored.count() : 0);
    return new PreparedJob(
        spark,
        spec,
        cutFacts,
        Planner.plan(spec, cutFacts),
        layout,
        canonical,
        InputTable.canonical(Objects.requireNonNull(everyRow), layout, spec.input().rowId()),
        whole.rows(),
        increment,
        known,
        shards,
        shipped,
        cache,
        model,
        known.files().orElseGet(() -> files(raw)),
        surrogate(whole, cache));
  }

  private Optional<Surrogate> surrogate(JobFacts whole, java.nio.file.Path cache) {
    Optional<Surrogate> found =
        tried("input.rows.sample.powered-by", () -> Surrogate.of(spec, whole, hadoop, cache));
    return found == null ? Optional.empty() : found;
  }

  private <T> @Nullable T tried(String key, Supplier<@Nullable T> step) {
    try {
      return step.get();
    } catch (AssayException e) {
      String text = String.valueOf(e.getMessage());
      problems.add(
          new Problem(
              e.code(), key, "", copy.isEmpty() ? text : text.replace(copy, spec.model().path())));
      return null;
    }
  }

  private static Problem problem(String key, AssayException e) {
    return new Problem(e.code(), key, "", String.valueOf(e.getMessage()));
  }

  /** Returns the model as a file that executors can open. */
  private @Nullable ShippedModel made(ShippedModel found, java.nio.file.Path cache, JobFacts data) {
    InputPlan input = InputPlan.of(spec, data.arrayWidth());
    if (spec.model().engine() != ModelSpec.Engine.SPARK_ML) {
      return found;
    }
    return input.width() == 0
        ? null
        : found.as(new SparkMlJob(spec, input, data).compile(found.sha256(), spark, cache));
  }

  /** Opens the model; if it lacks layers, without those, so that all else can be judged. */
  private @Nullable BlackBox open(ShippedModel shipped, java.nio.file.Path cache, JobFacts data) {
    InputPlan input = InputPlan.of(spec, data.arrayWidth());
    if (input.width() == 0) {
      return null;
    }
    ModelOptions options = ShardWork.options(spec, input);
    java.nio.file.Path file = cache.resolve(shipped.file());
    copy = file.toString();
    try {
      return load(file, options);
    } catch (AssayException e) {
      if (e.code() != ErrorCode.MODEL_LAYER || options.layers().isEmpty()) {
        throw e;
      }
      lackingLayer = e;
      return load(file, options.withLayers(found(file, options)));
    }
  }

  private BlackBox load(java.nio.file.Path file, ModelOptions options) {
    return ExecutorModels.of(spec.model().engine(), file, options).model();
  }

  /** Returns the layers that the model has, each tried alone. */
  private List<String> found(java.nio.file.Path file, ModelOptions options) {
    List<String> found = new ArrayList<>();
    for (String layer : options.layers()) {
      try {
        load(file, options.withLayers(List.of(layer)));
        found.add(layer);
      } catch (AssayException e) {
        if (e.code() != ErrorCode.MODEL_LAYER) {
          throw e;
        }
      }
    }
    return found;
  }

  private JobFacts data(Dataset<Row> raw) {
    List<ColumnFacts> columns = new ArrayList<>();
    for (StructField field : raw.schema().fields()) {
      columns.add(
          new ColumnFacts(field.name(), SparkTypes.kind(field.dataType()), field.dataType().sql()));
    }
    InputCut found = InputCut.of(raw, spec);
    cut = found;
    long rows = found.rows().orElseGet(() -> counted(raw));
    return new JobFacts(rows, columns, arrayWidth(raw), ModelFacts.unknown(), references(rows));
  }

  private long counted(Dataset<Row> rows) {
    try {
      return rows.count();
    } catch (Exception e) { // Spark throws its checked AnalysisException undeclared
      throw AssayException.causedBy(
          e,
          ErrorCode.INPUT_UNREADABLE,
          "Cannot read the input %s: %s",
          spec.input().path(),
          InputTable.firstLine(e));
    }
  }

  private int arrayWidth(Dataset<Row> raw) {
    if (spec.input().arrayColumn().isEmpty()
        || !InputTable.hasColumn(raw, spec.input().arrayColumn().get())) {
      return 0;
    }
    org.apache.spark.sql.Column array = InputTable.quoted(spec.input().arrayColumn().get());
    if (!SparkTypes.isArrayOfNumbers(
        raw.schema().apply(spec.input().arrayColumn().get()).dataType())) {
      return 0;
    }
    List<Row> first =
        raw.where(array.isNotNull())
            .select(org.apache.spark.sql.functions.size(array))
            .limit(1)
            .collectAsList();
    return first.isEmpty() ? 0 : first.get(0).getInt(0);
  }

  private int references(long rows) {
    if (spec.baseline().kind() != BaselineSpec.Kind.BACKGROUND) {
      return 1;
    }
    long found =
        spec.baseline().path().isEmpty()
            ? rows
            : counted(InputTable.read(spark, spec.input(), spec.baseline().path().get()));
    return (int) Math.max(1, Math.min(found, spec.baseline().rows()));
  }

  private static JobFacts with(JobFacts data, ModelFacts model) {
    return new JobFacts(data.rows(), data.columns(), data.arrayWidth(), model, data.references());
  }

  private InputLayout layout(Dataset<Row> raw, List<FeatureColumn> features) {
    InputLayout layout =
        InputLayout.of(spec.input().rowId().orElse("row_id"), features)
            .withMissing(
                spec.keepsMissing() ? InputLayout.Missing.KEEP : InputLayout.Missing.REJECT)
            .withKeep(spec.input().keep().stream().map(name -> kept(raw, name)).toList())
            .withSlices(SliceColumns.of(spec.slices(), raw, spec.input().rowId()));
    if (spec.target().kind() == TargetSpec.Kind.LABEL) {
      return layout.withLabel(spec.input().label().orElseThrow());
    }
    return spec.keepsLabels() ? layout.withLabelIfAny(spec.input().label().orElseThrow()) : layout;
  }

  private static Field kept(Dataset<Row> raw, String name) {
    return Field.nullable(name, SparkTypes.stored(raw.schema().apply(name).dataType()));
  }

  private static FeatureColumn column(InputFeature feature, Rounding rounding) {
    return switch (feature.kind()) {
      case NUMERIC -> FeatureColumn.numeric(feature.name());
      case ONE_HOT -> FeatureColumn.oneHot(feature.name(), feature.categories());
      case ORDINAL -> FeatureColumn.ordinal(feature.name(), codes(feature));
      case ARRAY ->
          rounding == Rounding.NEAREST
              ? FeatureColumn.array(feature.name(), feature.width())
              : FeatureColumn.arrayOfFloat64(feature.name(), feature.width());
    };
  }

  private static Map<String, Double> codes(InputFeature feature) {
    Map<String, Double> codes = new HashMap<>();
    for (int i = 0; i < feature.categories().size(); i++) {
      codes.put(feature.categories().get(i), feature.codes().get(i));
    }
    return codes;
  }

  private List<Manifest.InputFile> files(Dataset<Row> raw) {
    List<Manifest.InputFile> files = new ArrayList<>();
    for (String file : raw.inputFiles()) {
      try {
        Path path = new Path(file);
        FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
        files.add(
            new Manifest.InputFile(
                file,
                status.getLen(),
                Instant.ofEpochMilli(status.getModificationTime()).toString()));
      } catch (IOException e) {
        throw AssayException.causedBy(
            e, ErrorCode.INPUT_UNREADABLE, "Cannot read %s: %s", file, e.getMessage());
      }
    }
    return files;
  }
}
