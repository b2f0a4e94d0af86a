package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.AdditiveTrees;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** XGBoost 3.0.4 itself is the oracle. */
class XgboostAgreementTest {
  private static final int ROWS = 10_000;

  /** Links are float32 there: expf is within 1 ulp, 6e-8, and a few operations follow it. */
  private static final double ROUNDING = 1e-6;

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

    float[][] theirs = predictions(booster, rows, true);
    assertThat(margins.shape()).isEqualTo(new int[] {ROWS, theirs[0].length});
    for (int row = 0; row < ROWS; row++) {
      assertThat(outputs(margins, row)).as("row %d", row).containsExactly(theirs[row]);
    }
  }

  @ParameterizedTest
  @EnumSource(XgboostTraining.class)
  void bothNotationsTellOfTheSameTrees(XgboostTraining training) throws XGBoostError, IOException {
    Booster booster = training.train();

    Forest fromJson = saved(booster, "json").forest();
    Forest fromUbj = saved(booster, "ubj").forest();

    assertThat(told(fromUbj)).isEqualTo(told(fromJson));
  }

  @ParameterizedTest
  @EnumSource(XgboostTraining.class)
  void predictionsAreThoseOfXgboostWithinFloat32Rounding(XgboostTraining training)
      throws XGBoostError, IOException {
    Booster booster = training.train();
    TreeEnsemble model = saved(booster, "ubj");
    float[] rows = hardRows(model.forest());

    Tensor margins = model.outputs(Tensor.of(rows, ROWS, FEATURES));

    float[][] theirs = predictions(booster, rows, false);
    for (int row = 0; row < ROWS; row++) {
      double[] linked = doubles(outputs(margins, row));
      model.forest().link().apply(linked);
      if (training.predictsAClass()) {
        assertThat(linked[(int) theirs[row][0]])
            .isEqualTo(Arrays.stream(linked).max().orElseThrow());
      } else {
        assertClose(linked, theirs[row]);
      }
    }
  }

  @Test
  void probabilitiesAreGivenWhereTheJobAsksForThem() throws XGBoostError, IOException {
    Booster booster = XgboostTraining.MULTICLASS.train();
    float[] rows = hardRows(saved(booster, "json").forest());
    ModelOptions options =
        new ModelOptions(List.of(FEATURES), Unit.PROBABILITY, List.of(), Device.CPU, 512);

    TreeEnsemble model = ModelFiles.openXgboost(folder.resolve("model"), options);

    Tensor found = model.outputs(Tensor.of(rows, ROWS, FEATURES));
    float[][] theirs = predictions(booster, rows, false);
    for (int row = 0; row < ROWS; row++) {
      assertClose(doubles(outputs(found, row)), theirs[row]);
    }
    assertThat(model.as(AdditiveTrees.class)).isEmpty();
  }

  /** {@code predict} of XGBoost 3.0.4 takes all trees, whatever early stopping noted. */
  @Test
  void theBestIterationIsNotLookedAt() throws XGBoostError, IOException {
    Booster booster = XgboostTraining.REGRESSION.train();
    booster.setAttr("best_iteration", "2");
    booster.setAttr("best_ntree_limit", "3");
    TreeEnsemble model = saved(booster, "json");
    float[] rows = hardRows(model.forest());

    Tensor margins = model.outputs(Tensor.of(rows, ROWS, FEATURES));

    float[][] theirs = predictions(booster, rows, true);
    assertThat(margins.values()).containsExactly(flat(theirs));
  }

  /**
   * logf of the C library is within 1 ulp, and ours is exact but for rounding: 1.5 is no second
   * ulp.
   */
  @ParameterizedTest
  @CsvSource({"binary:logistic, 1", "count:poisson, 30", "reg:tweedie, 30", "reg:gamma, 1000"})
  void baseScoresBecomeMarginsAsInXgboost(String objective, float most)
      throws XGBoostError, IOException {
    Random random = new Random(3);
    for (int draw = 0; draw < 200; draw++) {
      float score = Math.max(most * random.nextFloat(), 1e-3f);
      Booster booster = XgboostTraining.withoutTrees(objective, score);
      float theirs = predictions(booster, new float[FEATURES], true)[0][0];

      Forest forest = saved(booster, "json").forest();

      assertThat(forest.base(0)).isCloseTo((double) theirs, within(1.5 * Math.ulp(theirs)));
    }
  }

  private TreeEnsemble saved(Booster booster, String format) throws XGBoostError, IOException {
    Path file = folder.resolve("model");
    Files.write(file, booster.toByteArray(format));
    return ModelFiles.openXgboost(file, ModelOptions.ofShape(FEATURES));
  }

  private static List<String> told(Forest forest) {
    List<String> lines = new ArrayList<>();
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        String what =
            tree.isLeaf(node)
                ? IntStream.range(0, tree.width())
                    .mapToObj(nodeValue(tree, node))
                    .toList()
                    .toString()
                : tree.split(node) + " to " + tree.right(node);
        lines.add(tree.firstOutput() + " " + tree.cover(node) + " " + what);
      }
    }
    return lines;
  }

  private static IntFunction<Double> nodeValue(Tree tree, int leaf) {
    return place -> tree.value(leaf, place);
  }

  private static float[][] predictions(Booster booster, float[] rows, boolean areMargins)
      throws XGBoostError {
    DMatrix matrix = new DMatrix(rows, rows.length / FEATURES, FEATURES, Float.NaN);
    try {
      return booster.predict(matrix, areMargins);
    } finally {
      matrix.dispose();
    }
  }

  private static void assertClose(double[] found, float[] theirs) {
    for (int output = 0; output < theirs.length; output++) {
      assertThat(found[output])
          .isCloseTo((double) theirs[output], within(Math.abs(ROUNDING * theirs[output])));
    }
  }

  private static float[] outputs(Tensor outputs, int row) {
    float[] values = new float[outputs.shape()[1]];
    for (int output = 0; output < values.length; output++) {
      values[output] = outputs.at(row, output);
    }
    return values;
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int at = 0; at < flat.length; at++) {
      flat[at] = rows[at / rows[0].length][at % rows[0].length];
    }
    return flat;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int at = 0; at < values.length; at++) {
      doubles[at] = values[at];
    }
    return doubles;
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
