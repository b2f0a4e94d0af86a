package io.assay.engine.tree;

import com.microsoft.ml.lightgbm.PredictionType;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import io.assay.model.tree.Forest;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A model that LightGBM trained here on rows of {@value #FEATURES} features: two numbers, one with
 * missing values, one that is often 0, and two that may be taken for categories.
 *
 * @param text the model, as LightGBM saves it
 */
record TrainedLightGbm(String text) {
  static final int FEATURES = 6;

  private static final int ROWS = 3000;
  private static final String STANDARD =
      " deterministic=true num_threads=1 verbosity=-1 seed=3 force_col_wise=true";
  private static final float[] EDGES = {
    Float.NaN,
    0f,
    -0f,
    1e-36f,
    -1e-36f,
    1e-35f,
    -1e-35f,
    1.1e-35f,
    Float.MIN_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -1f,
    -0.5f,
    -1.5f,
    2.7f,
    39f,
    999f,
    3e9f
  };

  /** What the rows are trained to predict. */
  enum Label {
    NUMBER,
    POSITIVE,
    YES_OR_NO,
    SHARE,
    ONE_OF_THREE
  }

  static TrainedLightGbm of(String parameters, Label label, int rounds) {
    String all = parameters + STANDARD;
    SplittableRandom random = new SplittableRandom(11);
    float[] rows = rows(random);
    try (LGBMDataset table = LGBMDataset.createFromMat(rows, ROWS, FEATURES, true, all, null)) {
      table.setField("label", labels(rows, label, random));
      if (parameters.contains("rank")) {
        int[] queries = new int[ROWS / 20];
        Arrays.fill(queries, 20);
        table.setField("group", queries);
      }
      try (LGBMBooster booster = LGBMBooster.create(table, all)) {
        for (int round = 0; round < rounds; round++) {
          booster.updateOneIter();
        }
        return new TrainedLightGbm(booster.saveModelToString(0, 0, FeatureImportanceType.SPLIT));
      }
    } catch (LGBMException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Forest forest(Path folder) throws IOException {
    Path file = folder.resolve("model.txt");
    return LightGbm.read(Files.writeString(file, text, StandardCharsets.ISO_8859_1));
  }

  /** Returns what LightGBM gives for rows, that of the first row first. */
  double[] predictions(float[] rows, PredictionType type) {
    SWIGTYPE_p_float copy = lightgbmlib.new_floatArray(rows.length);
    for (int at = 0; at < rows.length; at++) {
      lightgbmlib.floatArray_setitem(copy, at, rows[at]);
    }
    double[] predictions =
        predictions(
            lightgbmlib.float_to_voidp_ptr(copy),
            lightgbmlib.C_API_DTYPE_FLOAT32,
            rows.length / FEATURES,
            type);
    lightgbmlib.delete_floatArray(copy);
    return predictions;
  }

  /** Returns the raw scores that LightGBM gives for float64 rows, those of the first row first. */
  double[] rawScores(double[] rows) {
    SWIGTYPE_p_double copy = lightgbmlib.new_doubleArray(rows.length);
    for (int at = 0; at < rows.length; at++) {
      lightgbmlib.doubleArray_setitem(copy, at, rows[at]);
    }
    double[] scores =
        predictions(
            lightgbmlib.double_to_voidp_ptr(copy),
            lightgbmlib.C_API_DTYPE_FLOAT64,
            rows.length / FEATURES,
            PredictionType.C_API_PREDICT_RAW_SCORE);
    lightgbmlib.delete_doubleArray(copy);
    return scores;
  }

  /** The library itself: LGBMBooster has room for two outputs a row, and crashes beyond. */
  private double[] predictions(SWIGTYPE_p_void rows, int type, int count, PredictionType kind) {
    SWIGTYPE_p_p_void handle = lightgbmlib.new_voidpp();
    SWIGTYPE_p_int number = lightgbmlib.new_intp();
    succeed(lightgbmlib.LGBM_BoosterLoadModelFromString(text, number, handle));
    SWIGTYPE_p_void booster = lightgbmlib.voidpp_value(handle);
    succeed(lightgbmlib.LGBM_BoosterGetNumClasses(booster, number));
    int length = count * lightgbmlib.intp_value(number);
    SWIGTYPE_p_double into = lightgbmlib.new_doubleArray(length);
    SWIGTYPE_p_long_long written = lightgbmlib.new_int64_tp();
    succeed(
        lightgbmlib.LGBM_BoosterPredictForMat(
            booster, rows, type, count, FEATURES, 1, kind.getType(), 0, -1, "", written, into));
    double[] all = new double[length];
    for (int at = 0; at < length; at++) {
      all[at] = lightgbmlib.doubleArray_getitem(into, at);
    }
    lightgbmlib.delete_doubleArray(into);
    lightgbmlib.delete_int64_tp(written);
    lightgbmlib.delete_intp(number);
    succeed(lightgbmlib.LGBM_BoosterFree(booster));
    lightgbmlib.delete_voidpp(handle);
    return all;
  }

  private static void succeed(int result) {
    if (result != 0) {
      throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
    }
  }

  /** Returns rows of which half the values are thresholds, their neighbours, or odd. */
  static float[] oddRows(Forest forest, int rows) {
    SplittableRandom random = new SplittableRandom(5);
    List<List<Double>> cuts = cuts(forest);
    float[] values = new float[rows * FEATURES];
    for (int at = 0; at < values.length; at++) {
      List<Double> known = cuts.get(at % FEATURES);
      int kind = random.nextInt(10);
      if (kind < 3 && !known.isEmpty()) {
        float near = known.get(random.nextInt(known.size())).floatValue();
        values[at] = random.nextBoolean() ? near : Math.nextDown(near);
      } else if (kind < 5) {
        values[at] = EDGES[random.nextInt(EDGES.length)];
      } else {
        values[at] = value(at % FEATURES, random);
      }
    }
    return values;
  }

  /** Returns float64 rows whose values lie on thresholds or one step beside them. */
  static double[] straddlingRows(Forest forest, int rows) {
    SplittableRandom random = new SplittableRandom(6);
    List<List<Double>> cuts = cuts(forest);
    double[] values = new double[rows * FEATURES];
    for (int at = 0; at < values.length; at++) {
      List<Double> known = cuts.get(at % FEATURES);
      if (known.isEmpty()) {
        values[at] = value(at % FEATURES, random);
        continue;
      }
      double cut = known.get(random.nextInt(known.size()));
      values[at] =
          switch (random.nextInt(3)) {
            case 0 -> Math.nextDown(cut);
            case 1 -> cut;
            default -> Math.nextUp(cut);
          };
    }
    return values;
  }

  private static List<List<Double>> cuts(Forest forest) {
    List<List<Double>> cuts = new ArrayList<>();
    for (int feature = 0; feature < FEATURES; feature++) {
      cuts.add(new ArrayList<>());
    }
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node) && tree.split(node) instanceof NumericSplit split) {
          cuts.get(split.feature()).add(split.cut());
        }
      }
    }
    return cuts;
  }

  private static float[] rows(SplittableRandom random) {
    float[] rows = new float[ROWS * FEATURES];
    for (int at = 0; at < rows.length; at++) {
      rows[at] = value(at % FEATURES, random);
    }
    return rows;
  }

  private static float value(int feature, SplittableRandom random) {
    return switch (feature) {
      case 0 -> (float) random.nextGaussian();
      case 1 -> random.nextInt(8) == 0 ? Float.NaN : (float) random.nextGaussian();
      case 2 -> random.nextInt(2) == 0 ? 0f : (float) random.nextGaussian() * 3;
      case 3 -> random.nextInt(70);
      case 4 -> random.nextInt(10) == 0 ? Float.NaN : random.nextInt(5);
      default -> random.nextInt(-20, 20) / 4f;
    };
  }

  private static float[] labels(float[] rows, Label label, SplittableRandom random) {
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = label(rows, row * FEATURES, label, random.nextGaussian() * 0.3);
    }
    return labels;
  }

  private static float label(float[] rows, int from, Label label, double noise) {
    double sum = noise + Math.sin(2 * rows[from]) + rows[from + 5] * rows[from] / 4;
    sum += Float.isNaN(rows[from + 1]) ? 0.7 : rows[from + 1] * 0.5;
    sum += rows[from + 2] == 0 ? -0.5 : 0.2 * rows[from + 2];
    sum += (((int) rows[from + 3]) * 37 % 11) / 5.0 - 1;
    sum += rows[from + 4] == 2 ? 1 : 0;
    return switch (label) {
      case NUMBER -> (float) sum;
      case POSITIVE -> (float) Math.exp(0.4 * sum);
      case YES_OR_NO -> sum > 0.2 ? 1 : 0;
      case SHARE -> (float) (1 / (1 + Math.exp(-sum)));
      case ONE_OF_THREE -> sum < -0.5 ? 0 : sum < 0.8 ? 1 : 2;
    };
  }
}
