package io.assay.engine.tree;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trains small models with XGBoost itself. Of the six features the first two are categories. */
enum XgboostTraining {
  REGRESSION("reg:squarederror", ""),
  BINARY("binary:logistic", ""),
  LOGITRAW("binary:logitraw", ""),
  MULTICLASS("multi:softprob", "num_class=3"),
  MULTICLASS_OF_VECTORS("multi:softprob", "num_class=3 multi_strategy=multi_output_tree"),
  DART("reg:squarederror", "booster=dart rate_drop=0.3"),
  DART_MULTICLASS("multi:softmax", "booster=dart rate_drop=0.3 num_class=3"),
  RANDOM_FOREST("binary:logistic", "num_parallel_tree=4 subsample=0.6 colsample_bynode=0.5"),
  CATEGORICAL("reg:squarederror", "max_cat_to_onehot=1"),
  CATEGORICAL_ONE_AGAINST_ALL("binary:logistic", "max_cat_to_onehot=100"),
  POISSON("count:poisson", ""),
  GAMMA("reg:gamma", ""),
  TWEEDIE("reg:tweedie", ""),
  PRUNED("reg:squarederror", "tree_method=exact gamma=2"),
  QUANTILES("reg:quantileerror", "quantile_alpha=[0.1,0.5,0.9]"),
  RANKING("rank:pairwise", "");

  static final int FEATURES = 6;
  static final int CATEGORIES = 12;

  private static final int ROWS = 600;
  private static final int ROUNDS = 12;

  private final String objective;
  private final String settings;

  XgboostTraining(String objective, String settings) {
    this.objective = objective;
    this.settings = settings;
  }

  boolean isCategorical() {
    return name().startsWith("CATEGORICAL");
  }

  /** Returns whether XGBoost predicts the number of a class instead of probabilities. */
  boolean predictsAClass() {
    return objective.equals("multi:softmax");
  }

  /** Returns a model of one tree that adds nothing, and of a base score. */
  static Booster withoutTrees(String objective, float baseScore) throws XGBoostError {
    DMatrix matrix =
        new DMatrix(new float[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, 2, FEATURES, Float.NaN);
    matrix.setLabel(new float[] {1, 1});
    Map<String, Object> settings =
        Map.of("objective", objective, "base_score", baseScore, "eta", 0, "nthread", 1);
    try {
      return XGBoost.train(matrix, settings, 1, Map.of(), null, null);
    } finally {
      matrix.dispose();
    }
  }

  Booster train() throws XGBoostError {
    return train(ROUNDS);
  }

  Booster train(int rounds) throws XGBoostError {
    Map<String, Object> all =
        new HashMap<>(
            Map.of("max_depth", 4, "eta", 0.3, "nthread", 1, "seed", 7, "tree_method", "hist"));
    Arrays.stream(settings.split(" ", -1))
        .filter(setting -> !setting.isEmpty())
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> all.put(setting[0], setting[1]));
    all.put("objective", objective);
    DMatrix matrix = matrix();
    try {
      return XGBoost.train(matrix, all, rounds, Map.of(), null, null);
    } finally {
      matrix.dispose();
    }
  }

  private DMatrix matrix() throws XGBoostError {
    Random random = new Random(11);
    float[] rows = new float[ROWS * FEATURES];
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      float[] values = row(random);
      for (int feature = 0; feature < FEATURES; feature++) {
        rows[row * FEATURES + feature] = values[feature];
      }
      labels[row] = label(values);
    }
    DMatrix matrix = new DMatrix(rows, ROWS, FEATURES, Float.NaN);
    matrix.setLabel(labels);
    if (isCategorical()) {
      matrix.setFeatureTypes(new String[] {"c", "c", "q", "q", "q", "q"});
    }
    if (this == RANKING) {
      int[] groups = new int[ROWS / 20];
      Arrays.fill(groups, 20);
      matrix.setGroup(groups);
    }
    return matrix;
  }

  private static float[] row(Random random) {
    float[] values = new float[FEATURES];
    values[0] = random.nextInt(CATEGORIES);
    values[1] = random.nextInt(4);
    values[2] = (float) random.nextGaussian();
    values[3] = random.nextInt(5) - 2;
    values[4] = random.nextFloat() < 0.2f ? Float.NaN : random.nextFloat();
    values[5] = 100 * random.nextFloat();
    return values;
  }

  private float label(float[] row) {
    double filled = Float.isNaN(row[4]) ? 1.7 : row[4];
    double score = 0.8 * row[2] + (row[0] % 3) - 0.5 * row[1] + 0.4 * row[3] * filled + row[5] / 80;
    return switch (objective.substring(0, objective.indexOf(':'))) {
      case "binary" -> score > 0.7 ? 1 : 0;
      case "multi" -> score < 0 ? 0 : score < 1.5 ? 1 : 2;
      case "count", "rank" -> (float) Math.floor(Math.max(0, Math.min(4, score)));
      default -> (float) (objective.equals("reg:squarederror") ? score : Math.exp(score / 3));
    };
  }
}
