package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.BlackBox;
import io.assay.report.GlobalMethodRun;
import io.assay.report.Manifest;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that ask a model about all rows together, from their rows to the global table. */
@ExtendWith(SharedSpark.class)
class GlobalJobsIT {
  private static final String JOB =
      """
      name: whole
      seed: 11
      input: {path: PATH, row-id: id, features: [FEATURES], since: SINCE, label: malignant}
      model: {path: MODEL, outputs: {names: [benign, malignant]}}
      target: {class: malignant}
      baseline: zeros
      methods: [saliency]
      global:
        - pdp: {grid: 4, rows: 100}
        - {ice: {rows: 5}}
        - ale
        - {h-statistic: {rows: 20, strongest: 3}}
        - permutation-importance
        - {sage: {rows: 60}}
        - {surrogate-tree: {leaves: 6, queries: 300}}
        - linear-surrogate
      execution: {shard-rows: SHARD, max-reject-share: 0.5}
      output: {path: OUT}
      """
          .replace("MODEL", Cli.CANCER_MODEL.toString());

  @TempDir private Path folder;

  private static List<String> features(SparkSession spark) {
    return Stream.of(spark.read().parquet(Cli.CANCER_DATA.toString()).columns())
        .filter(name -> name.contains("_"))
        .toList();
  }

  private static Path job(SparkSession spark, Path folder, Path data, String since, int shard) {
    String job =
        JOB.replace("PATH", data.toString())
            .replace("FEATURES", String.join(", ", features(spark)))
            .replace("SINCE", since)
            .replace("SHARD", String.valueOf(shard));
    return Cli.job(folder, job);
  }

  private static Manifest run(Path job, String id) {
    Cli.Result result = Cli.assay("run", job.toString(), "--run-id", id);
    assertThat(result).returns("", Cli.Result::err).returns(0, Cli.Result::status);
    return Cli.manifest(java.util.Objects.requireNonNull(job.getParent()), id);
  }

  private static Dataset<Row> global(SparkSession spark, Path folder, String run) {
    return spark
        .read()
        .parquet(folder.resolve("out/global/run_id=" + run).toString())
        .drop("run_id");
  }

  @Test
  void theCurveIsThatOfTheModelOverTheRowsOfTheSample(SparkSession spark) {
    Manifest manifest = run(job(spark, folder, Cli.CANCER_DATA, "all", 60), "r");

    GlobalMethodRun asked = manifest.global().get(0);
    assertThat(asked.key()).isEqualTo("partial-dependence");
    assertThat(asked.rows()).isEqualTo(100);
    assertThat(asked.calls()).isEqualTo(100 * 30 * 4);
    assertThat(asked.options()).containsEntry("grid", 4L);
    List<Row> curve =
        global(spark, folder, "r")
            .where("feature = 'worst_texture' and method = 'partial-dependence'")
            .orderBy("position")
            .collectAsList();
    assertThat(curve).hasSize(4);
    for (Row point : curve) {
      assertThat(point.<String>getAs("kind")).isEqualTo("curve");
      assertThat(point.<String>getAs("target")).isEqualTo("malignant");
      assertThat(point.<Long>getAs("rows")).isEqualTo(100);
      assertThat(point.isNullAt(point.fieldIndex("rank"))).isTrue();
      assertThat(point.<Double>getAs("low")).isLessThan(point.<Double>getAs("high"));
    }
    // the whole data, in place of the sample: the sample's interval holds its mean
    double x = curve.get(1).<Double>getAs("x");
    double mean = meanWith(spark, "worst_texture", (float) x);
    double wide = 2 * (curve.get(1).<Double>getAs("high") - curve.get(1).<Double>getAs("value"));
    assertThat(curve.get(1).<Double>getAs("value")).isEqualTo(mean, within(wide));
  }

  @Test
  void labelsReachTheMethodsThatTakeThem(SparkSession spark) {
    run(job(spark, folder, Cli.CANCER_DATA, "all", 60), "r");

    List<Row> found =
        global(spark, folder, "r")
            .where("method = 'sage' and label = 'against labels'")
            .collectAsList();
    assertThat(found).hasSize(30);
    Row loss =
        global(spark, folder, "r")
            .where("method = 'sage' and label = 'loss, all known'")
            .collectAsList()
            .get(0);
    assertThat(loss.<Double>getAs("value")).isBetween(0.001, 0.5); // a good classifier of two
    assertThat(loss.<Long>getAs("rows")).isEqualTo(60);
  }

  /** The tree lies beside the manifest, and says of itself what the table says of it. */
  @Test
  void surrogatesLeaveATreeToReadAndToDraw(SparkSession spark) throws IOException {
    Manifest manifest = run(job(spark, folder, Cli.CANCER_DATA, "all", 60), "r");

    GlobalMethodRun asked =
        manifest.global().stream()
            .filter(each -> each.key().equals("tree-surrogate"))
            .findFirst()
            .orElseThrow();
    assertThat(asked.files())
        .containsExactly("surrogate-malignant.json", "surrogate-malignant.txt");
    Path beside = folder.resolve("out/runs/r");
    assertThat(Files.readString(beside.resolve("surrogate-malignant.txt")))
        .contains("malignant: 6 leaves from ", "├─ ", "└─ ", ", wins ");
    JsonObject tree =
        JsonParser.parseString(Files.readString(beside.resolve("surrogate-malignant.json")))
            .getAsJsonObject();
    assertThat(tree.getAsJsonArray("nodes")).hasSize(11);
    assertThat(tree.getAsJsonObject("fidelity").get("r2").getAsDouble())
        .isEqualTo(heldOut(spark, "tree-surrogate"))
        .isBetween(0.7, 0.95);
    assertThat(heldOut(spark, "linear-surrogate")).isBetween(0.8, 1.0);
  }

  private double heldOut(SparkSession spark, String method) {
    return global(spark, folder, "r")
        .where("label = 'held-out R2' and feature = '' and method = '" + method + "'")
        .collectAsList()
        .get(0)
        .<Double>getAs("value");
  }

  private static double meanWith(SparkSession spark, String feature, float value) {
    List<String> features = features(spark);
    List<Row> rows = spark.read().parquet(Cli.CANCER_DATA.toString()).collectAsList();
    float[] inputs = new float[rows.size() * features.size()];
    for (int row = 0; row < rows.size(); row++) {
      for (int at = 0; at < features.size(); at++) {
        inputs[row * features.size() + at] =
            features.get(at).equals(feature)
                ? value
                : rows.get(row).<Number>getAs(features.get(at)).floatValue();
      }
    }
    ModelOptions options =
        new ModelOptions(
            List.of(features.size()),
            io.assay.model.ModelSignature.Unit.LOGIT,
            List.of("benign", "malignant"),
            ModelOptions.Device.CPU,
            64);
    try (BlackBox model = ModelFiles.openTorchScript(Cli.CANCER_MODEL, options)) {
      Tensor outputs = model.outputs(Tensor.of(inputs, rows.size(), features.size()));
      double sum = 0;
      for (int row = 0; row < rows.size(); row++) {
        sum += outputs.at(row, 1);
      }
      return sum / rows.size();
    }
  }

  @Test
  void howRowsAreCutIntoShardsChangesNothing(SparkSession spark) {
    run(job(spark, folder.resolve("a"), Cli.CANCER_DATA, "all", 60), "r");
    run(job(spark, folder.resolve("b"), Cli.CANCER_DATA, "all", 500), "r");

    String few = Tables.digest(global(spark, folder.resolve("a"), "r"));
    assertThat(few).isEqualTo(Tables.digest(global(spark, folder.resolve("b"), "r")));
  }

  @Test
  void aSampleOfTheInputIsAskedAboutAsAWhole(SparkSession spark) throws IOException {
    Path job = job(spark, folder, Cli.CANCER_DATA, "all", 60);
    String sampled = "since: all, rows: {sample: {rows: 150}}";
    Files.writeString(job, Files.readString(job).replace("since: all", sampled));

    Manifest manifest = run(job, "r");

    assertThat(manifest.counts().attributed()).isEqualTo(150);
    assertThat(manifest.global())
        .extracting(GlobalMethodRun::rows)
        .containsExactly(100, 5, 150, 20, 150, 60, 150, 150);
    assertThat(manifest.global()).allMatch(each -> each.failure() == null);
  }

  @Test
  void aRunThatExplainsWhatIsNewAsksAboutAllRows(SparkSession spark) throws IOException {
    Path data = folder.resolve("data");
    Path job = job(spark, folder, data, "last-run", 60);
    write(spark, data, "1", "id < 300");
    run(job, "first");
    write(spark, data, "2", "id >= 300");
    run(job, "second");
    run(job(spark, folder.resolve("whole"), data, "all", 60), "r");

    assertThat(Tables.digest(global(spark, folder, "second")))
        .isEqualTo(Tables.digest(global(spark, folder.resolve("whole"), "r")))
        .isNotEqualTo(Tables.digest(global(spark, folder, "first")));
  }

  private void write(SparkSession spark, Path data, String name, String where) throws IOException {
    Path written = folder.resolve("written");
    spark
        .read()
        .parquet(Cli.CANCER_DATA.toString())
        .where(where)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(written.toString());
    Files.createDirectories(data);
    try (Stream<Path> files = Files.list(written)) {
      Path part =
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(part, data.resolve("part-" + name + ".parquet"));
    }
  }

  @Test
  void whatCannotBeAskedIsSaidBeforeARowIsRead(SparkSession spark) throws IOException {
    Path job = job(spark, folder, Cli.CANCER_DATA, "all", 60);
    String wrong =
        Files.readString(job).replace("pdp: {grid: 4", "pdp: {grid: 1").replace("- ale", "- alle");
    Files.writeString(job, wrong);

    Cli.Result result = Cli.assay("check", job.toString());

    assertThat(result.status()).isEqualTo(64);
    assertThat(result.err())
        .contains("global[2].alle (line 11) is not a global method; did you mean ale?")
        .contains("global[0].partial-dependence.grid (line 9) is 1; need 2 to 1000");
  }
}
