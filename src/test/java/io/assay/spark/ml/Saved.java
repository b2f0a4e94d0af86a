package io.assay.spark.ml;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.spark.ml.PipelineInput.Form;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Small models trained, saved and opened again, and the rows they were trained on. */
public final class Saved {
  public static final List<String> NUMBERS = List.of("a", "b", "n");
  public static final List<String> SITES = List.of("north", "south", "east");

  private Saved() {}

  /** Rows whose numbers are float32 values, so that nothing is rounded on the way to a model. */
  public static Dataset<Row> rows(SparkSession spark, int count) {
    return spark
        .range(0, count, 1, 2)
        .selectExpr(
            "id",
            "double(float(sin(id) * 3)) as a",
            "double(float(cos(id * 1.7))) as b",
            "int(id % 5) as n",
            "element_at(array('north', 'south', 'east'), int(id % 3) + 1) as site",
            "sin(id) > 0.2 as flag")
        .selectExpr(
            "*",
            "double(a + b * 2 + n + if(site = 'south', 2, 0) > 2.5) as label",
            "double(n % 3) as three",
            "a * 2 - b * n as y");
  }

  public static VectorAssembler assembler(String... columns) {
    return new VectorAssembler().setInputCols(columns).setOutputCol("features");
  }

  public static PipelineModel fit(Dataset<Row> rows, PipelineStage... stages) {
    return new Pipeline().setStages(stages).fit(rows);
  }

  public static Path save(Path folder, MLWritable model) {
    Path path = folder.resolve("model");
    try {
      model.write().overwrite().save(path.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /** Columns a, b and n as an encoded row has them. */
  public static List<PipelineInput> numbers() {
    return List.of(
        PipelineInput.number("a", Form.NUMBER, 0),
        PipelineInput.number("b", Form.NUMBER, 1),
        PipelineInput.number("n", Form.WHOLE, 2));
  }

  public static BlackBox open(SparkSession spark, Path model, Unit unit) {
    return open(spark, model, unit, numbers(), 3);
  }

  public static BlackBox open(
      SparkSession spark, Path model, Unit unit, List<PipelineInput> columns, int width) {
    Path file = model.resolveSibling("program");
    SparkMlModels.compile(
        new SparkMlModels.Request(model.toString(), columns, width, unit, List.of()), spark, file);
    return SparkMlModels.open(file);
  }

  /** Columns a, b and n of rows, encoded. */
  public static Tensor encoded(Dataset<Row> rows) {
    return encoded(rows, "a", "b", "n");
  }

  /** Numbers of rows, one a position, by expressions of SQL. */
  public static Tensor encoded(Dataset<Row> rows, String... positions) {
    int width = positions.length;
    List<Row> found =
        rows.selectExpr(
                Stream.of(positions).map(each -> "float(" + each + ")").toArray(String[]::new))
            .collectAsList();
    float[] values = new float[found.size() * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = found.get(i / width).getFloat(i % width);
    }
    return Tensor.of(values, found.size(), width);
  }

  /** A column of vectors or numbers as Spark gives it, rounded to float32. */
  public static Tensor column(Dataset<Row> rows, String name) {
    List<Row> found = rows.select(name).collectAsList();
    double[][] values =
        found.stream()
            .map(
                row ->
                    row.get(0) instanceof Vector vector
                        ? vector.toArray()
                        : new double[] {row.getDouble(0)})
            .toArray(double[][]::new);
    int width = values[0].length;
    double[] flat =
        IntStream.range(0, values.length * width)
            .mapToDouble(i -> values[i / width][i % width])
            .toArray();
    return Tensor.of(flat, values.length, width);
  }
}
