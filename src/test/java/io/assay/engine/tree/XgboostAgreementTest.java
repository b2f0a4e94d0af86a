package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** XGBoost 3.0.4 itself is the oracle. */
class XgboostAgreementTest {
  private static final int ROWS = 10_000;
  private static final int FEATURES = XgboostTraining.FEATURES;

  @TempDir private Path folder;

  static Stream<Arguments> trainingsAndFormats() {
    return Stream.of(XgboostTraining.values())
        .flatMap(each -> Stream.of(Arguments.of(each, "json"), Arguments.of(each, "ubj")));
  }

  @ParameterizedTest
  @MethodSource("trainingsAndFormats")
  void marginsAreThoseOfXgboostBitForBit(XgboostTraining training, String format)
      throws XGBoostError, IOException {
    Booster booster = training.train();
    TreeEnsemble model = saved(booster, format);
    float[] rows = hardRows(model.forest());

    Tensor margins = model.outputs(Tensor.of(rows, ROWS, FEATURES));

    float[][] theirs = booster.predict(matrix(rows), true);
    assertThat(margins.shape()).isEqualTo(new int[] {ROWS, theirs[0].length});
    float largestStep = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int output = 0; output < theirs[row].length; output++) {
        float found = margins.at(row, output);
        largestStep =
            Math.max(largestStep, Math.abs(found - theirs[row][output]) / Math.ulp(found));
      }
    }
    assertThat(largestStep).isZero();
  }

  private TreeEnsemble saved(Booster booster, String format) throws XGBoostError, IOException {
    Path file = folder.resolve("model");
    Files.write(file, booster.toByteArray(format));
    return ModelFiles.openXgboost(file, ModelOptions.ofShape(FEATURES));
  }

  private static DMatrix matrix(float[] rows) throws XGBoostError {
    return new DMatrix(rows, rows.length / FEATURES, FEATURES, Float.NaN);
  }

  /** Rows of thresholds, their neighbours, missing values, zeros, and categories of every kind. */
  private static float[] hardRows(Forest forest) {
    List<List<Float>> thresholds = thresholds(forest);
    Random random = new Random(5);
    float[] rows = new float[ROWS * FEATURES];
    for (int at = 0; at < rows.length; at++) {
      List<Float> cuts = thresholds.get(at % FEATURES);
      float cut = cuts.isEmpty() ? 1 : cuts.get(random.nextInt(cuts.size()));
      rows[at] =
          switch (random.nextInt(8)) {
            case 0 -> cut;
            case 1 -> Math.nextUp(cut);
            case 2 -> Math.nextDown(cut);
            case 3 -> Float.NaN;
            case 4 -> 0f;
            case 5 -> -0f;
            case 6 -> random.nextInt(XgboostTraining.CATEGORIES + 4) - 2 + random.nextInt(2) / 2f;
            default -> (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12)));
          };
    }
    return rows;
  }

  private static List<List<Float>> thresholds(Forest forest) {
    List<List<Float>> thresholds = new ArrayList<>();
    for (int feature = 0; feature < FEATURES; feature++) {
      thresholds.add(new ArrayList<>());
    }
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node) && tree.split(node) instanceof NumericSplit split) {
          thresholds.get(split.feature()).add((float) split.cut());
        }
      }
    }
    return thresholds;
  }
}
