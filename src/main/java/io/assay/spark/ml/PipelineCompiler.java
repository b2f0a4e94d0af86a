package io.assay.spark.ml;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.ml.SparkMlModels.Request;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** Lets every stage transform a made-up row, and reads from the plan what it would compute. */
final class PipelineCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineCompiler.class);

  private final Request request;
  private final SparkSession spark;

  private PipelineCompiler(Request request, SparkSession spark) {
    this.request = request;
    this.spark = spark;
  }

  /** See {@link SparkMlModels#compile}. */
  static RowProgram compile(Request request, SparkSession spark) {
    return new PipelineCompiler(request, spark).compile();
  }

  private RowProgram compile() {
    ModelFolder folder = ModelFolder.of(request.path(), spark.sparkContext().hadoopConfiguration());
    List<Transformer> stages = SavedStages.of(folder, spark);
    Predictor predictor = Predictor.of(stages, request.path());
    List<String> outputs = predictor.outputs(request.outputNames());
    String column = predictor.column(request.unit());
    List<Transformer> needed = stages.subList(0, predictor.at() + 1);
    List<PipelineInput> inputs = inputs(needed);
    Dataset<Row> rows;
    try {
      rows = transformed(needed, inputs);
    } catch (AssayException asNumbers) {
      if (inputs.equals(request.columns()) || isOneVector(needed)) {
        throw asNumbers;
      }
      inputs = request.columns(); // a stage that insists on a truth or a whole number
      rows = transformed(needed, inputs);
    }
    return program(
        rows.select(rows.col("`" + column + "`")), inputs, outputs, forest(predictor, inputs));
  }

  private Dataset<Row> transformed(List<Transformer> stages, List<PipelineInput> inputs) {
    Dataset<Row> rows = madeUp(inputs);
    for (Transformer stage : stages) {
      rows = transformed(stage, rows);
    }
    return rows;
  }

  /** Returns the trees of a model of trees, unless something stands before it. */
  private @Nullable CarriedForest forest(Predictor predictor, List<PipelineInput> inputs) {
    Transformer model = predictor.stage();
    if (!SparkTrees.areIn(model)) {
      return null;
    }
    try {
      String vector = Predictor.text(model, "featuresCol");
      int[] slots = VectorSlots.of(predictor.stages().subList(0, predictor.at()), inputs, vector);
      return SparkTrees.of(model, request.unit(), slots, request.width());
    } catch (UnsupportedOperationException | IllegalArgumentException reason) {
      LOG.warn(
          "The trees of the Spark ML model {} stay unseen, so that methods for trees refuse it: {}",
          request.path(),
          reason.getMessage());
      return null;
    }
  }

  private RowProgram program(
      Dataset<Row> rows,
      List<PipelineInput> inputs,
      List<String> outputs,
      @Nullable CarriedForest forest) {
    LogicalPlan plan = execution(rows).optimizedPlan();
    try {
      PlanReader read = PlanReader.of(plan);
      Attribute column = CollectionConverters.asJava(plan.output()).get(0);
      return new RowProgram(
          request.path(),
          inputs,
          request.width(),
          read.steps(),
          read.register(column),
          outputs,
          request.unit(),
          forest);
    } catch (UnsupportedOperationException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.MODEL_SHAPE,
          "Cannot compute the Spark ML model %s row by row: %s",
          request.path(),
          e.getMessage());
    }
  }

  /**
   * The columns as the stages take them. A model that takes one vector, and is not a pipeline that
   * makes it, gets all numbers of a row. Numbers and truths are numbers to every stage but those
   * that turn them into categories.
   */
  private List<PipelineInput> inputs(List<Transformer> stages) {
    if (isOneVector(stages)) {
      return List.of(PipelineInput.vector(vector(stages), 0, request.width()));
    }
    Set<String> named = new HashSet<>();
    for (Transformer stage : stages) {
      if (stage instanceof StringIndexerModel indexer) {
        named.addAll(columnsOf(indexer));
      }
    }
    return request.columns().stream()
        .map(
            column ->
                switch (column.form()) {
                  case WHOLE, TRUTH -> named.contains(column.name()) ? column : column.asNumber();
                  default -> column;
                })
        .toList();
  }

  private boolean isOneVector(List<Transformer> stages) {
    String vector = vector(stages);
    return stages.size() == 1
        && !vector.isEmpty()
        && request.columns().stream().noneMatch(column -> column.name().equals(vector));
  }

  private static String vector(List<Transformer> stages) {
    return Predictor.text(stages.get(0), "featuresCol");
  }

  private static List<String> columnsOf(StringIndexerModel indexer) {
    return indexer.isSet(indexer.inputCols())
        ? Arrays.asList(indexer.getInputCols())
        : List.of(indexer.getInputCol());
  }

  /** Makes one row, as some stages look at the first one; it is not known before Spark asks. */
  private Dataset<Row> madeUp(List<PipelineInput> inputs) {
    StructField[] fields =
        inputs.stream()
            .map(
                each -> new StructField(each.name(), each.type(), isNullable(each), metadata(each)))
            .toArray(StructField[]::new);
    float[] zeros = new float[request.width()];
    Row row = RowFactory.create(inputs.stream().map(each -> each.value(zeros, 0)).toArray());
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(row), 1),
        new StructType(fields));
  }

  private static boolean isNullable(PipelineInput input) {
    return switch (input.form()) {
      case ONE_HOT, ORDINAL -> true;
      case NUMBER, WHOLE, TRUTH, VECTOR -> false;
    };
  }

  private static Metadata metadata(PipelineInput input) {
    return input.form() == PipelineInput.Form.VECTOR
        ? new AttributeGroup(input.name(), input.width()).toMetadata()
        : Metadata.empty();
  }

  private Dataset<Row> transformed(Transformer stage, Dataset<Row> rows) {
    Dataset<Row> next;
    try {
      next = stage.transform(rows);
    } catch (Exception e) { // Spark throws its checked exceptions undeclared
      throw refused(stage, "does not take the job's columns: " + Causes.inWords(e) + columns(), e);
    }
    Optional<String> obstacle = PlanReader.obstacle(execution(next).analyzed());
    if (obstacle.isPresent()) {
      throw refused(
          stage,
          "cannot be computed row by row: " + obstacle.get(),
          new UnsupportedOperationException(obstacle.get()));
    }
    return next;
  }

  private AssayException refused(Transformer stage, String reason, Throwable cause) {
    return AssayException.causedBy(
        cause,
        ErrorCode.MODEL_SHAPE,
        "The stage %s (%s) of the Spark ML model %s %s",
        stage.uid(),
        stage.getClass().getSimpleName(),
        request.path(),
        reason);
  }

  private String columns() {
    return request.columns().stream()
        .map(each -> each.name() + " " + each.type().simpleString())
        .collect(
            Collectors.joining(
                ", ", "; the job gives ", "; input.features must name what the model reads"));
  }

  private static QueryExecution execution(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution();
  }
}
