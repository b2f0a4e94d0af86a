package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.PredictionType;
import io.assay.engine.tree.TrainedLightGbm.Label;
import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forests that are read predict what LightGBM itself predicts. */
final class LightGbmTest {
  private static final int ROWS = 10_000;
  private static final String CATEGORIES =
      " categorical_feature=3,4 min_data_per_group=20 cat_smooth=1";
  private static final String FOREST = " boosting=rf bagging_freq=1 bagging_fraction=0.6";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "regression, NUMBER, ''",
    "regression_l1, NUMBER, ''",
    "huber, NUMBER, ''",
    "fair, NUMBER, ''",
    "quantile, NUMBER, alpha=0.3",
    "mape, POSITIVE, ''",
    "regression, NUMBER, reg_sqrt=true",
    "regression, NUMBER, zero_as_missing=true",
    "regression, NUMBER, use_missing=false",
    "regression, NUMBER, boosting=dart drop_rate=0.5",
    "regression, NUMBER, linear_tree=false max_bin=15",
    "regression, NUMBER, categories",
    "regression, NUMBER, categories max_cat_to_onehot=100",
    "regression, NUMBER, categories zero_as_missing=true",
    "regression, NUMBER, categories use_missing=false",
    "binary, YES_OR_NO, ''",
    "binary, YES_OR_NO, sigmoid=2.5",
    "binary, YES_OR_NO, categories",
    "cross_entropy, SHARE, ''",
    "cross_entropy_lambda, SHARE, ''",
    "multiclass, ONE_OF_THREE, num_class=3",
    "multiclass, ONE_OF_THREE, num_class=3 categories",
    "multiclassova, ONE_OF_THREE, num_class=3 sigmoid=0.5",
    "poisson, POSITIVE, ''",
    "gamma, POSITIVE, ''",
    "tweedie, POSITIVE, tweedie_variance_power=1.3",
    "lambdarank, ONE_OF_THREE, ''",
    "rank_xendcg, ONE_OF_THREE, ''"
  })
  void marginsAndPredictionsAreThoseOfLightGbm(String objective, Label label, String more)
      throws IOException {
    TrainedLightGbm trained =
        TrainedLightGbm.of(
            "objective=" + objective + " " + more.replace("categories", CATEGORIES), label, 30);
    Forest forest = trained.forest(folder);
    float[] rows = TrainedLightGbm.oddRows(forest, ROWS);

    double[] margins = margins(forest, rows);
    double[] predictions = predictions(forest, margins);

    assertThat(margins)
        .isEqualTo(trained.predictions(rows, PredictionType.C_API_PREDICT_RAW_SCORE));
    // Math.exp and the C library's may differ in the last place
    assertThat(predictions)
        .containsExactly(
            trained.predictions(rows, PredictionType.C_API_PREDICT_NORMAL), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"regression, NUMBER, 30", "binary, YES_OR_NO, 64", "multiclass, ONE_OF_THREE, 7"})
  void aRandomForestIsTheMeanOfItsTrees(String objective, Label label, int rounds)
      throws IOException {
    String classes = objective.equals("multiclass") ? " num_class=3" : "";
    TrainedLightGbm trained =
        TrainedLightGbm.of("objective=" + objective + classes + FOREST, label, rounds);
    Forest forest = trained.forest(folder);
    float[] rows = TrainedLightGbm.oddRows(forest, ROWS);

    double[] margins = margins(forest, rows);

    // LightGBM's raw scores of a random forest are sums, its predictions come of their means;
    // leaves are divided before they are added up here, and after that in LightGBM
    double[] sums = trained.predictions(rows, PredictionType.C_API_PREDICT_RAW_SCORE);
    double[] means = Arrays.stream(sums).map(sum -> sum / rounds).toArray();
    assertThat(margins).containsExactly(means, within(1e-14));
    assertThat(predictions(forest, margins))
        .containsExactly(
            trained.predictions(rows, PredictionType.C_API_PREDICT_NORMAL), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "zero_as_missing=true", "use_missing=false", "categorical_feature=3,4"})
  void float64RowsOneStepBesideAThresholdGoWhereLightGbmSendsThem(String more) throws IOException {
    TrainedLightGbm trained = TrainedLightGbm.of("objective=regression " + more, Label.NUMBER, 20);
    Forest forest = trained.forest(folder);
    double[] rows = TrainedLightGbm.straddlingRows(forest, 2000);

    double[] sums = new double[rows.length / TrainedLightGbm.FEATURES];
    for (int row = 0; row < sums.length; row++) {
      for (Tree tree : forest.trees()) {
        sums[row] += tree.value(leaf(tree, rows, row * TrainedLightGbm.FEATURES), 0);
      }
    }

    assertThat(sums).isEqualTo(trained.rawScores(rows));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "zero_as_missing=true", "use_missing=false", "categorical_feature=3,4"})
  void aColumnOfValuesGoesWhereEachOfThemGoes(String more) throws IOException {
    TrainedLightGbm trained = TrainedLightGbm.of("objective=regression " + more, Label.NUMBER, 5);
    Forest forest = trained.forest(folder);
    float[] values = TrainedLightGbm.oddRows(forest, 500);
    byte[] sides = new byte[values.length];
    byte[] single = new byte[values.length];

    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node)) {
          tree.split(node).sides(values, values.length, sides);
          for (int at = 0; at < values.length; at++) {
            single[at] = (byte) (tree.split(node).goesLeft(values[at]) ? 1 : 0);
          }
          assertThat(sides).isEqualTo(single);
        }
      }
    }
  }

  @Test
  void categoriesAreSetsAndTheirSplitsAreUsed() throws IOException {
    Forest forest =
        TrainedLightGbm.of("objective=regression" + CATEGORIES, Label.NUMBER, 5).forest(folder);

    assertThat(forest.trees())
        .anySatisfy(
            tree ->
                assertThat(IntStream.range(0, tree.nodes()))
                    .anyMatch(
                        node ->
                            !tree.isLeaf(node)
                                && tree.split(node) instanceof CategorySplit split
                                && split.left().cardinality() > 1));
  }

  @Test
  void aTreeThatFoundNoSplitIsALeaf() throws IOException {
    TrainedLightGbm trained =
        TrainedLightGbm.of("objective=poisson min_data_in_leaf=2500", Label.POSITIVE, 3);

    Forest forest = trained.forest(folder);

    float[] row = new float[TrainedLightGbm.FEATURES];
    assertThat(forest.trees()).isNotEmpty().allMatch(tree -> tree.nodes() == 1);
    assertThat(forest.hasCovers()).isTrue();
    assertThat(margins(forest, row))
        .isEqualTo(trained.predictions(row, PredictionType.C_API_PREDICT_RAW_SCORE));
  }

  @Test
  void coversAreCountsOfRows() throws IOException {
    Forest forest = TrainedLightGbm.of("objective=regression", Label.NUMBER, 5).forest(folder);

    assertThat(forest.trees())
        .hasSize(5)
        .allSatisfy(
            tree -> {
              assertThat(tree.cover(0)).isEqualTo(3000);
              for (int node = 0; node < tree.nodes(); node++) {
                if (!tree.isLeaf(node)) {
                  assertThat(tree.cover(tree.left(node)) + tree.cover(tree.right(node)))
                      .isEqualTo(tree.cover(node));
                }
              }
            });
  }

  private static int leaf(Tree tree, double[] rows, int from) {
    int node = 0;
    while (!tree.isLeaf(node)) {
      Split split = tree.split(node);
      node = split.goesLeft(rows[from + split.feature()]) ? tree.left(node) : tree.right(node);
    }
    return node;
  }

  private static double[] margins(Forest forest, float[] rows) {
    int count = rows.length / TrainedLightGbm.FEATURES;
    double[] all = new double[count * forest.outputs()];
    double[] margins = new double[forest.outputs()];
    for (int row = 0; row < count; row++) {
      forest.margins(rows, row * TrainedLightGbm.FEATURES, margins);
      System.arraycopy(margins, 0, all, row * margins.length, margins.length);
    }
    return all;
  }

  private static double[] predictions(Forest forest, double[] margins) {
    double[] all = margins.clone();
    for (int from = 0; from < all.length; from += forest.outputs()) {
      double[] row = Arrays.copyOfRange(all, from, from + forest.outputs());
      forest.link().apply(row);
      System.arraycopy(row, 0, all, from, row.length);
    }
    return all;
  }
}
