package io.assay.jobs;

import static java.util.stream.Collectors.joining;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trains the models of jobs/churn-trees: one thread, nothing random, categories split by sets. */
final class ChurnTraining {
  private static final int ROUNDS = 60;

  private ChurnTraining() {}

  /** A trained model as its library saves it, and the log-odds of leaving that it gives. */
  static final class Trained {
    private final byte[] file;
    private final double[] margins;

    private Trained(byte[] file, double[] margins) {
      this.file = file;
      this.margins = margins;
    }

    byte[] file() {
      return file.clone();
    }

    double margin(int customer) {
      return margins[customer];
    }
  }

  /** Trains with XGBoost, and scores other customers; the file is UBJ. */
  static Trained xgboost(ChurnCustomers learned, ChurnCustomers scored) throws XGBoostError {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("objective", "binary:logistic");
    settings.put("tree_method", "hist");
    settings.put("max_depth", 4);
    settings.put("eta", 0.1);
    settings.put("min_child_weight", 8);
    settings.put("max_cat_to_onehot", 1);
    settings.put("nthread", 1);
    settings.put("seed", 7);
    DMatrix matrix = matrix(learned);
    matrix.setLabel(learned.labels());
    Booster booster = XGBoost.train(matrix, settings, ROUNDS, Map.of(), null, null);
    float[][] margins = booster.predict(matrix(scored), true);
    double[] doubles = IntStream.range(0, margins.length).mapToDouble(i -> margins[i][0]).toArray();
    return new Trained(booster.toByteArray("ubj"), doubles);
  }

  private static DMatrix matrix(ChurnCustomers customers) throws XGBoostError {
    int features = customers.features().size();
    DMatrix matrix = new DMatrix(customers.floats(), customers.size(), features, Float.NaN);
    matrix.setFeatureNames(customers.features().toArray(String[]::new));
    matrix.setFeatureTypes(
        IntStream.range(0, features)
            .mapToObj(feature -> customers.categorical().contains(feature) ? "c" : "q")
            .toArray(String[]::new));
    return matrix;
  }

  /** Trains with LightGBM, and scores other customers; the file is its text. */
  static Trained lightgbm(ChurnCustomers learned, ChurnCustomers scored) throws LGBMException {
    String settings =
        "objective=binary num_leaves=12 max_depth=5 learning_rate=0.1 min_data_in_leaf=30"
            + " max_cat_to_onehot=1 min_data_per_group=50 cat_smooth=10"
            + " num_threads=1 deterministic=true force_row_wise=true seed=7 verbosity=-1"
            + " categorical_feature="
            + learned.categorical().stream().map(String::valueOf).collect(joining(","));
    int features = learned.features().size();
    try (LGBMDataset rows =
        LGBMDataset.createFromMat(
            learned.doubles(), learned.size(), features, true, settings, null)) {
      rows.setFeatureNames(learned.features().toArray(String[]::new));
      rows.setField("label", learned.labels());
      try (LGBMBooster booster = LGBMBooster.create(rows, settings)) {
        for (int round = 0; round < ROUNDS; round++) {
          booster.updateOneIter();
        }
        String text = booster.saveModelToString(0, ROUNDS, LGBMBooster.FeatureImportanceType.GAIN);
        double[] margins =
            booster.predictForMat(
                scored.doubles(),
                scored.size(),
                features,
                true,
                PredictionType.C_API_PREDICT_RAW_SCORE,
                "num_threads=1");
        return new Trained(text.getBytes(StandardCharsets.UTF_8), margins);
      }
    }
  }
}
