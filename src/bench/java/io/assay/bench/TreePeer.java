package io.assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A library of boosted trees that explains its own models: regression on made-up rows. */
interface TreePeer extends AutoCloseable {
  /** Returns the library and its version. */
  String name();

  /** Returns whether the model is XGBoost's; else it is LightGBM's. */
  boolean isXgboost();

  /** Writes the model. */
  void save(Path file) throws IOException;

  /**
   * Returns the contributions of some of the rows: one a feature and the bias, row after row.
   *
   * @param threads how many the library may take
   */
  double[] contributions(int from, int to, int threads);

  @Override
  void close();

  /** Trains XGBoost. */
  static TreePeer xgboost(TrainingRows rows, int trees, int depth)
      throws XGBoostError, IOException {
    DMatrix all = new DMatrix(rows.values(), rows.rows(), rows.features(), Float.NaN);
    all.setLabel(rows.labels());
    Map<String, Object> settings =
        Map.of("max_depth", depth, "eta", 0.1, "seed", 1, "min_child_weight", 1);
    Booster booster = XGBoost.train(all, settings, trees, new HashMap<>(), null, null);
    return new Xgboost(rows, booster);
  }

  /** Trains LightGBM. */
  static TreePeer lightGbm(TrainingRows rows, int trees, int depth) throws LGBMException {
    LGBMDataset all =
        LGBMDataset.createFromMat(rows.values(), rows.rows(), rows.features(), true, "", null);
    all.setField("label", rows.labels());
    LGBMBooster booster =
        LGBMBooster.create(
            all,
            "objective=regression verbosity=-1 seed=1 deterministic=true min_data_in_leaf=5"
                + " num_leaves=%d max_depth=%d".formatted(1 << depth, depth));
    for (int tree = 0; tree < trees; tree++) {
      booster.updateOneIter();
    }
    return new LightGbm(rows, booster);
  }

  /** XGBoost. */
  record Xgboost(TrainingRows rows, Booster booster) implements TreePeer {
    private static final Pattern VERSION =
        Pattern.compile("\"version\":\\[(\\d+),(\\d+),(\\d+)\\]");

    @Override
    public String name() {
      try {
        Matcher version = VERSION.matcher(new String(booster.toByteArray("json"), UTF_8));
        return version.find()
            ? "XGBoost %s.%s.%s".formatted(version.group(1), version.group(2), version.group(3))
            : "XGBoost";
      } catch (XGBoostError e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean isXgboost() {
      return true;
    }

    @Override
    public void save(Path file) throws IOException {
      try {
        Files.write(file, booster.toByteArray("json"));
      } catch (XGBoostError e) {
        throw new IOException(e);
      }
    }

    @Override
    public double[] contributions(int from, int to, int threads) {
      try {
        booster.setParam("nthread", threads);
        DMatrix matrix = new DMatrix(rows.some(from, to), to - from, rows.features(), Float.NaN);
        float[][] theirs = booster.predictContrib(matrix, 0);
        matrix.dispose();
        double[] flat = new double[(to - from) * (rows.features() + 1)];
        for (int at = 0; at < flat.length; at++) {
          flat[at] = theirs[at / (rows.features() + 1)][at % (rows.features() + 1)];
        }
        return flat;
      } catch (XGBoostError e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      booster.dispose();
    }
  }

  /** LightGBM. */
  record LightGbm(TrainingRows rows, LGBMBooster booster) implements TreePeer {
    @Override
    public String name() {
      return "LightGBM 4.3.0";
    }

    @Override
    public boolean isXgboost() {
      return false;
    }

    @Override
    public void save(Path file) throws IOException {
      try {
        Files.writeString(
            file, booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.SPLIT));
      } catch (LGBMException e) {
        throw new IOException(e);
      }
    }

    @Override
    public double[] contributions(int from, int to, int threads) {
      try {
        return booster.predictForMat(
            rows.some(from, to),
            to - from,
            rows.features(),
            true,
            PredictionType.C_API_PREDICT_CONTRIB,
            "num_threads=" + threads);
      } catch (LGBMException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      try {
        booster.close();
      } catch (LGBMException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
