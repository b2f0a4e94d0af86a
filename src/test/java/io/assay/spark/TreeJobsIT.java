package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on models of trees, from their rows to their tables. */
@ExtendWith(SharedSpark.class)
class TreeJobsIT {
  private static final int ROWS = 300;
  private static final int WIDTH = 6;
  private static final List<String> COLOURS = List.of("red", "green", "blue", "grey");
  private static final List<String> SITES = List.of("north", "south", "east");
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("a", DataTypes.DoubleType)
          .add("b", DataTypes.DoubleType)
          .add("colour", DataTypes.StringType)
          .add("site", DataTypes.StringType);

  /** Sums of 20 leaves in float32, up to 10, in another order. */
  private static final double FLOAT32 = 2e-5;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static final List<Row> TABLE = table();
  private static final float[] INPUTS = inputs();

  /** Rows of which a third lacks a number or the colour; the last four cannot be explained. */
  private static List<Row> table() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Double a = row % 7 == 0 ? null : (Double) (double) (float) random.nextDouble(-2, 2);
      Double b = row % 5 == 0 ? Double.NaN : (float) random.nextDouble(-2, 2);
      String colour = row % 11 == 0 ? null : COLOURS.get(random.nextInt(4));
      String site = SITES.get(random.nextInt(3));
      rows.add(RowFactory.create(String.format("r%03d", row), a, b, colour, site));
    }
    rows.add(RowFactory.create("z1", Double.POSITIVE_INFINITY, 1.0, "red", "north"));
    rows.add(RowFactory.create("z2", 1.0, 1e300, "red", "north"));
    rows.add(RowFactory.create("z3", 1.0, 1.0, "purple", "north"));
    rows.add(RowFactory.create("z4", 1.0, 1.0, "red", null));
    return rows;
  }

  /** The same rows as a model sees them. */
  private static float[] inputs() {
    float[] inputs = new float[ROWS * WIDTH];
    for (int row = 0; row < ROWS; row++) {
      Row from = TABLE.get(row);
      inputs[row * WIDTH] = from.isNullAt(1) ? Float.NaN : (float) from.getDouble(1);
      inputs[row * WIDTH + 1] = (float) from.getDouble(2);
      inputs[row * WIDTH + 2] = from.isNullAt(3) ? Float.NaN : COLOURS.indexOf(from.getString(3));
      inputs[row * WIDTH + 3 + SITES.indexOf(from.getString(4))] = 1;
    }
    return inputs;
  }

  private static DMatrix matrix() throws XGBoostError {
    DMatrix matrix = new DMatrix(INPUTS, ROWS, WIDTH, Float.NaN);
    matrix.setFeatureTypes(new String[] {"q", "q", "c", "q", "q", "q"});
    return matrix;
  }

  private static Booster trained() throws XGBoostError {
    DMatrix matrix = matrix();
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      float a = INPUTS[row * WIDTH];
      float b = INPUTS[row * WIDTH + 1];
      boolean isOfColour = INPUTS[row * WIDTH + 2] == 1 || INPUTS[row * WIDTH + 2] == 3;
      double score = (Float.isNaN(a) ? 1 : a) + (isOfColour ? b : -1) + INPUTS[row * WIDTH + 4];
      labels[row] = score > 0 ? 1 : 0;
    }
    matrix.setLabel(labels);
    Map<String, Object> settings =
        Map.of(
            "objective",
            "binary:logistic",
            "max_depth",
            4,
            "nthread",
            1,
            "seed",
            7,
            "max_cat_to_onehot",
            1,
            "tree_method",
            "hist");
    Booster booster = XGBoost.train(matrix, settings, 20, Map.of(), null, null);
    matrix.dispose();
    return booster;
  }

  @BeforeAll
  static void files(SparkSession spark) throws XGBoostError {
    spark
        .createDataFrame(TABLE, SCHEMA)
        .repartition(3)
        .write()
        .parquet(shared.resolve("rows").toString());
    Booster booster = trained();
    booster.saveModel(shared.resolve("model.json").toString());
    booster.saveModel(shared.resolve("model.ubj").toString());
    booster.dispose();
  }

  private Path job(String outputs, String rest) {
    return Cli.job(
        folder,
        """
        name: trees
        seed: 3
        input:
          path: %s
          row-id: id
          features: [a, b, colour, site]
          encodings:
            colour: {ordinal: {red: 0, green: 1, blue: 2, grey: 3}}
            site: {one-hot: [north, south, east]}
        model: {engine: xgboost, path: %s, outputs: %s}
        execution: {shard-rows: 100, max-reject-share: 0.1}
        output: {path: OUT}
        %s
        """
            .formatted(shared.resolve("rows"), shared.resolve("model.json"), outputs, rest));
  }

  private static float[][] contributions() throws XGBoostError {
    Booster booster = XGBoost.loadModel(shared.resolve("model.ubj").toString());
    DMatrix matrix = matrix();
    float[][] contributions = booster.predictContrib(matrix, 0);
    matrix.dispose();
    booster.dispose();
    return contributions;
  }

  @Test
  void valuesAreThoseOfXgboostWithMissingValuesGroupsAndSlices(SparkSession spark)
      throws XGBoostError {
    Path job =
        job(
            "{names: [yes]}",
            """
            groups: {place: [a, site]}
            target: {class: "yes"}
            slices: [site, b > 0]
            methods: [tree-shap]
            """);

    Cli.Result run = Cli.run(job);

    assertThat(run.err()).isEmpty();
    List<Row> found =
        new Tables(spark, folder)
            .attributions("tree-shap")
            .orderBy("row_id")
            .select("row_id", "target", "score", "baseline_score", "place", "b", "colour")
            .collectAsList();
    float[][] expected = contributions();
    assertThat(found).hasSize(ROWS);
    for (int row = 0; row < ROWS; row++) {
      float[] all = expected[row];
      double[] sums = {all[0] + all[3] + all[4] + all[5], all[1], all[2]};
      double margin = all[WIDTH] + Arrays.stream(sums).sum();
      assertThat(found.get(row).getString(1)).isEqualTo("yes");
      assertThat((double) found.get(row).getFloat(2)).isCloseTo(margin, within(FLOAT32));
      assertThat((double) found.get(row).getFloat(3)).isCloseTo(all[WIDTH], within(FLOAT32));
      for (int column = 0; column < sums.length; column++) {
        assertThat((double) found.get(row).getFloat(4 + column))
            .isCloseTo(sums[column], within(FLOAT32));
      }
    }
    Manifest.Counts counts = Cli.manifest(folder).counts();
    assertThat(counts.rejectsByReason())
        .isEqualTo(Map.of("infinite", 2L, "unknown-category", 1L, "null", 1L));
    assertThat(new Tables(spark, folder).read("importance").select("slice").distinct().count())
        .isEqualTo(5);
  }

  @Test
  void aRowIsReplayedBitForBit() {
    Path job =
        job(
            "{names: [yes]}",
            "baseline: {kind: background, rows: 40}\nmethods: [interventional-tree-shap, kernel-shap]");

    Cli.Result run = Cli.run(job);
    Cli.Result replay =
        Cli.assay("replay", folder.resolve("out/runs/r").toString(), "--row", "r000");

    assertThat(run.err()).isEmpty();
    assertThat(replay.err()).isEmpty();
    assertThat(replay.out()).contains("bit for bit").doesNotContain("differ");
    assertThat(Cli.manifest(folder).counts().attributed()).isEqualTo(ROWS);
  }

  @Test
  void aPlanMeasuresMethodsOfTreesAndStartsNothing() {
    Cli.Result plan = Cli.assay("plan", job("{names: [yes]}", "methods: [tree-shap]").toString());

    assertThat(plan.err()).isEmpty();
    assertThat(plan.out()).containsPattern("tree-shap +1 +1 +[0-9,]+").contains("in the methods");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFileCutShortIsAModelErrorThatNamesTheFile() throws IOException {
    byte[] whole = Files.readAllBytes(shared.resolve("model.json"));
    Path half = folder.resolve("half.json");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));

    Cli.Result run = Cli.run(job("{names: [yes]}", ""), "--set", "model.path=" + half);

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err()).contains("MODEL_UNREADABLE").contains("half.json");
  }

  @Test
  void whatTreesCannotDoIsRefusedBeforeAnyRowIsRead() {
    Path job = job("{names: [no, yes]}", "methods: [interventional-tree-shap]");

    Cli.Result names = Cli.assay("check", job.toString());
    Cli.Result value =
        Cli.assay(
            "check",
            Cli.BREAST_CANCER.resolve("job.yaml").toString(),
            "--set",
            "methods=[interventional-tree-shap]");

    Cli.Result probability =
        Cli.assay(
            "check", job("{unit: probability, names: [yes]}", "methods: [tree-shap]").toString());

    assertThat(probability.status()).isEqualTo(69);
    assertThat(probability.err())
        .contains("methods.tree-shap", "model.outputs.unit: logit", "interventional-tree-shap");
    assertThat(names.status()).isEqualTo(69);
    assertThat(names.err()).contains("name the positive class alone");
    assertThat(value.status()).isEqualTo(69);
    assertThat(value.err()).contains("needs a model of trees");
  }
}
