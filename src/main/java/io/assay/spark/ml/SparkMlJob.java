package io.assay.spark.ml;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.ColumnFacts;
import io.assay.job.InputFeature;
import io.assay.job.InputPlan;
import io.assay.job.JobFacts;
import io.assay.job.JobSpec;
import io.assay.job.ModelSpec;
import io.assay.spark.ml.PipelineInput.Form;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * What a job asks of a Spark ML model: which columns its rows become again, and which outputs.
 *
 * @param spec the job
 * @param input how its columns become numbers
 * @param facts what types the columns have
 */
public record SparkMlJob(JobSpec spec, InputPlan input, JobFacts facts) {
  private static final Set<String> WHOLE = Set.of("TINYINT", "SMALLINT", "INT", "BIGINT");

  /**
   * Makes the program of the job's model and returns the name of its file in a folder. The name is
   * that of the model's digest and of what the job asks.
   *
   * @throws AssayException SPEC_INVALID if the job is not about a table, or demands a GPU; else as
   *     {@link SparkMlModels#compile}
   */
  public String compile(String modelDigest, SparkSession spark, Path folder) {
    check();
    SparkMlModels.Request request =
        new SparkMlModels.Request(
            spec.model().path(),
            columns(),
            input.width(),
            spec.model().outputs().unit(),
            spec.model().outputs().names());
    String identity = modelDigest + "\n" + request;
    String name =
        Digests.hex(Digests.sha256().digest(identity.getBytes(StandardCharsets.UTF_8))) + ".model";
    SparkMlModels.compile(request, spark, folder.resolve(name));
    return name;
  }

  private void check() {
    if (input.kind() != InputPlan.Kind.TABLE) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "Spark ML models take columns of a table; give input.features or input.array-column in"
              + " place of images and texts");
    }
    if (spec.model().device() == ModelSpec.Device.GPU) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "Cannot run %s on a GPU: Spark ML models run on the CPU; set model.device to cpu or auto",
          spec.model().path());
    }
  }

  private List<PipelineInput> columns() {
    return input.features().stream().map(this::column).toList();
  }

  private PipelineInput column(InputFeature feature) {
    return switch (feature.kind()) {
      case NUMERIC ->
          PipelineInput.number(feature.name(), form(feature.name()), feature.position());
      case ONE_HOT ->
          PipelineInput.oneHot(feature.name(), feature.position(), feature.categories());
      case ORDINAL ->
          PipelineInput.ordinal(
              feature.name(), feature.position(), feature.categories(), feature.codes());
      case ARRAY -> PipelineInput.vector(feature.name(), feature.position(), feature.width());
    };
  }

  private Form form(String column) {
    for (ColumnFacts each : facts.columns()) {
      if (each.name().equals(column)) {
        return each.kind() == ColumnFacts.Kind.BOOLEAN
            ? Form.TRUTH
            : WHOLE.contains(each.type()) ? Form.WHOLE : Form.NUMBER;
      }
    }
    return Form.NUMBER; // a column that is missing is the job check's to report
  }
}
