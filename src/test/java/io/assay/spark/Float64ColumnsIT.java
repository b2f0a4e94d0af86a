package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.PredictionType;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LightGBM compares float64 numbers with float64 thresholds, and rows are float32. */
@ExtendWith(SharedSpark.class)
class Float64ColumnsIT {
  private static final int TRAINED = 2000;
  private static final String PARAMETERS =
      "objective=binary num_leaves=15 max_bin=255 num_threads=1 verbosity=-1 seed=3";

  @TempDir private Path folder;

  private static LGBMBooster trained() throws LGBMException {
    SplittableRandom random = new SplittableRandom(17);
    double[] rows = new double[TRAINED * 2];
    float[] labels = new float[TRAINED];
    for (int row = 0; row < TRAINED; row++) {
      rows[2 * row] = random.nextDouble(0, 10);
      rows[2 * row + 1] = random.nextDouble(-1, 1);
      labels[row] = Math.sin(rows[2 * row]) + rows[2 * row + 1] > 0 ? 1 : 0;
    }
    try (LGBMDataset table = LGBMDataset.createFromMat(rows, TRAINED, 2, true, PARAMETERS, null)) {
      table.setField("label", labels);
      LGBMBooster booster = LGBMBooster.create(table, PARAMETERS);
      for (int round = 0; round < 10; round++) {
        booster.updateOneIter();
      }
      return booster;
    }
  }

  /** Rows with a number within a step of float32 of a threshold. */
  private static List<Row> besideThresholds(List<Tree> trees) {
    SplittableRandom random = new SplittableRandom(18);
    List<Row> rows = new ArrayList<>();
    for (Tree tree : trees) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node)) {
          NumericSplit split = (NumericSplit) tree.split(node);
          double step = Math.ulp((float) split.cut()) * (random.nextDouble() - 0.5);
          for (double value : new double[] {split.cut() + step, Math.nextDown(split.cut())}) {
            double other = random.nextDouble(-1, 1);
            boolean isFirst = split.feature() == 0;
            String id = "r%05d".formatted(rows.size());
            rows.add(RowFactory.create(id, isFirst ? value : 5 + other, isFirst ? other : value));
          }
        }
      }
    }
    return rows;
  }

  private Path job(Path model, String features) {
    return Cli.job(
        folder,
        """
        name: thresholds
        input: {path: %s, row-id: id, %s}
        model: {engine: lightgbm, path: %s, outputs: {names: [yes]}}
        target: {class: "yes"}
        baseline: {kind: background, rows: 1000}
        methods: [interventional-tree-shap, tree-shap]
        output: {path: OUT}
        """
            .formatted(folder.resolve("rows"), features, model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"features: [a, b]", "array-column: x, array-names: [a, b]"})
  void numbersBesideThresholdsAreScoredAsLightGbmScoresThem(String features, SparkSession spark)
      throws LGBMException, IOException {
    LGBMBooster booster = trained();
    Path model = folder.resolve("model.txt");
    Files.writeString(model, booster.saveModelToString(0, 0, FeatureImportanceType.SPLIT));
    List<Row> rows =
        besideThresholds(ModelFiles.openLightGbm(model, ModelOptions.ofShape(2)).forest().trees());
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("a", DataTypes.DoubleType)
            .add("b", DataTypes.DoubleType);
    spark
        .createDataFrame(rows, schema)
        .selectExpr("*", "array(a, b) as x")
        .write()
        .parquet(folder.resolve("rows").toString());

    Cli.Result run = Cli.run(job(model, features));

    assertThat(run.err()).isEmpty();
    double[] all = new double[rows.size() * 2];
    double[] nearest = new double[rows.size() * 2];
    for (int at = 0; at < all.length; at++) {
      all[at] = rows.get(at / 2).getDouble(1 + at % 2);
      nearest[at] = (float) all[at];
    }
    double[] expected = scores(booster, all);
    double[] ofNearest = scores(booster, nearest);
    List<Row> found =
        new Tables(spark, folder)
            .attributions("tree-shap")
            .orderBy("row_id")
            .select("score")
            .collectAsList();
    int differ = 0;
    double mean = 0;
    for (int row = 0; row < expected.length; row++) {
      assertThat((double) found.get(row).getFloat(0)).isCloseTo(expected[row], within(1e-6));
      differ += Math.abs(ofNearest[row] - expected[row]) > 1e-3 ? 1 : 0;
      mean += expected[row] / expected.length;
    }
    assertThat(differ).as("rows that rounding to the nearest would send astray").isGreaterThan(20);
    double baseline =
        new Tables(spark, folder)
            .attributions("interventional-tree-shap")
            .select("baseline_score")
            .first()
            .getFloat(0);
    assertThat(baseline).isCloseTo(mean, within(1e-6)); // all rows are its background
    booster.close();
  }

  private static double[] scores(LGBMBooster booster, double[] rows) throws LGBMException {
    return booster.predictForMat(
        rows, rows.length / 2, 2, true, PredictionType.C_API_PREDICT_RAW_SCORE);
  }
}
