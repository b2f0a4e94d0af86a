package io.assay.spark;

import static org.apache.spark.sql.functions.col;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.InputPlan;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.report.picture.ColourScale;
import io.assay.report.picture.HeatMap;
import io.assay.report.picture.HeatMapSheet;
import io.assay.report.picture.Picture;
import io.assay.report.picture.TokenSheet;
import io.assay.report.picture.TokenStrip;
import io.assay.report.picture.Upsampling;
import io.assay.report.picture.ValueMap;
import io.assay.spark.content.HadoopSources;
import io.assay.spark.rows.DecodedRows;
import io.assay.spark.rows.Decoding;
import io.assay.table.DecodedBatch;
import io.assay.table.InputLayout;
import io.assay.table.Rounding;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Draws the stored attributions of an image over it, or of a text under its tokens. */
public final class Rendering {
  private final SparkSession spark;
  private final StoredRun run;
  private final RunPlan plan;
  private final InputLayout layout;
  private final FileSystem files;

  /** Prepares to draw rows of a run. */
  public Rendering(SparkSession spark, StoredRun run) {
    this.spark = spark;
    this.run = run;
    this.plan = run.begun().work().plan();
    this.layout = run.begun().work().layout();
    this.files = run.folder().fileSystem(spark.sparkContext().hadoopConfiguration());
  }

  /** The values of a method for one target. */
  private record Values(PlannedMethod method, String target, float score, Tensor values) {}

  /**
   * Draws a row.
   *
   * @param method one method's key; all that attribute to pixels or tokens without it
   * @param target one output; the row's first without it
   * @return the bytes of a PNG file
   * @throws AssayException NOT_FOUND if the run has not explained the row so, or the input does not
   *     have it any more; SPEC_INVALID if rows are neither images nor texts
   */
  public byte[] row(String rowId, Optional<String> method, Optional<String> target) {
    List<PlannedMethod> pictured = plan.methods().stream().filter(plan::isPictured).toList();
    if (pictured.isEmpty()) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "The run %s has no attributions of pixels or tokens to draw",
          run.folder().runId());
    }
    List<Values> values = new ArrayList<>();
    for (PlannedMethod each : pictured) {
      if (method.isEmpty() || method.get().equals(each.key())) {
        stored(each, rowId, target).ifPresent(values::add);
      }
    }
    if (values.isEmpty()) {
      throw new AssayException(
          ErrorCode.NOT_FOUND,
          "The run %s has no picture of row \"%s\"%s%s; its methods are %s",
          run.folder().runId(),
          rowId,
          method.map(key -> " by " + key).orElse(""),
          target.map(name -> " for " + name).orElse(""),
          pictured.stream().map(PlannedMethod::key).toList());
    }
    DecodedBatch row = decoded(rowId);
    return plan.input().kind() == InputPlan.Kind.IMAGE
        ? image(rowId, row, values)
        : text(rowId, row, values);
  }

  private Optional<Values> stored(PlannedMethod method, String rowId, Optional<String> target) {
    Path table = new Path(run.folder().table("attributions"), "method=" + method.key());
    if (!RunFolder.exists(files, table)) {
      return Optional.empty();
    }
    Dataset<Row> rows = spark.read().parquet(table.toString()).where(col("row_id").equalTo(rowId));
    if (target.isPresent()) {
      rows = rows.where(col("target").equalTo(target.get()));
    }
    List<Row> found = rows.limit(1).collectAsList();
    return found.isEmpty() ? Optional.empty() : Optional.of(values(method, found.get(0)));
  }

  private Values values(PlannedMethod method, Row row) {
    List<Float> stored =
        plan.isWide(method)
            ? method.columns().stream().map(row::<Float>getAs).toList()
            : row.getList(row.fieldIndex("values"));
    float[] values = new float[stored.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = stored.get(i);
    }
    return new Values(
        method,
        row.getAs("target"),
        row.<Float>getAs("score"),
        Tensor.of(values, 1, values.length));
  }

  /** Reads and decodes the row again. */
  private DecodedBatch decoded(String rowId) {
    Dataset<Row> raw = InputTable.read(spark, plan.spec().input(), plan.spec().input().path());
    Optional<String> column = plan.spec().input().rowId();
    String id = column.isPresent() ? rowId : rowId.replaceFirst("-\\d+$", ""); // equal rows
    Dataset<Row> row =
        InputTable.canonical(raw, layout, column).where(col("row_id").equalTo(id)).limit(1);
    List<DecodedBatch> decoded = new ArrayList<>();
    DecodedRows.forEach(
        DecodedRows.internal(row).map(each -> each.copy()).collect().iterator(),
        new Decoding(
            layout,
            HadoopSources.of(layout, spark.sparkContext().hadoopConfiguration()),
            Rounding.NEAREST),
        decoded::add);
    if (decoded.isEmpty() || decoded.get(0).batch().rows() == 0) {
      throw new AssayException(
          ErrorCode.NOT_FOUND,
          "The input %s does not have row \"%s\" any more, or it cannot be read",
          plan.spec().input().path(),
          rowId);
    }
    return decoded.get(0);
  }

  private String note(Values values) {
    return String.format(
        Locale.ROOT, "%s, score %.4g %s", values.target(), values.score(), RunTables.unit(plan));
  }

  private byte[] image(String rowId, DecodedBatch row, List<Values> values) {
    Picture original =
        RunPictures.picture(Objects.requireNonNull(layout.image()), row.batch().input().values());
    List<HeatMapSheet.Strip> strips = new ArrayList<>();
    for (Values each : values) {
      ValueMap map = RunPictures.values(plan, each.values().values());
      HeatMap heatMap = HeatMap.of(original, map, ColourScale.of(List.of(map)), Upsampling.BLOCKS);
      strips.add(new HeatMapSheet.Strip(RunTables.title(each.method().key()), heatMap));
    }
    return new HeatMapSheet(rowId, note(values.get(0)), RunTables.unit(plan), strips).png();
  }

  private byte[] text(String rowId, DecodedBatch row, List<Values> values) {
    List<String> tokens = row.tokens().get(0);
    List<TokenSheet.Line> lines = new ArrayList<>();
    for (Values each : values) {
      List<Float> shown = new ArrayList<>();
      for (int token = 0; token < tokens.size(); token++) {
        shown.add(each.values().at(token));
      }
      TokenStrip strip =
          new TokenStrip(
              tokens,
              shown,
              ColourScale.of(each.values().values()),
              RunTables.shortUnit(plan, each.method().key()));
      lines.add(new TokenSheet.Line(RunTables.title(each.method().key()), strip));
    }
    return new TokenSheet(rowId, note(values.get(0)), lines).png();
  }
}
