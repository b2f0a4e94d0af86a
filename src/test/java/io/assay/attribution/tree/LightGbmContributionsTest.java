package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.PredictionType;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.model.AdditiveTrees;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * LightGBM 4.3.0 itself is the oracle: models trained here, of six features, the fourth of which is
 * missing in a fifth of the rows and the last a category. It sums up in float64; tables and results
 * are float32 here, so values may be off by 2e-6 of the largest.
 *
 * <p>So it is for several classes: the values that shap 0.51 gives for such models are not those of
 * LightGBM.
 */
class LightGbmContributionsTest {
  private static final int FEATURES = 6;
  private static final int TRAINED = 1500;
  private static final int ROWS = 60;
  private static final String STANDARD =
      " deterministic=true num_threads=1 verbosity=-1 seed=3 min_data_in_leaf=5"
          + " categorical_feature=5";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "objective=regression num_leaves=2, 1",
    "objective=regression num_leaves=15, 1",
    "objective=regression num_leaves=127, 1",
    "objective=regression num_leaves=31 zero_as_missing=true, 1",
    "objective=regression num_leaves=31 use_missing=false, 1",
    "objective=binary num_leaves=31, 1",
    "objective=multiclass num_class=3 num_leaves=15, 3"
  })
  void contributionsAreThoseOfLightGbm(String settings, int classes)
      throws LGBMException, IOException {
    String text = train(settings, classes);
    Path file = folder.resolve("model.txt");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    AdditiveTrees model =
        ModelFiles.openLightGbm(file, ModelOptions.ofShape(FEATURES))
            .as(AdditiveTrees.class)
            .orElseThrow();
    Tensor input = Tensor.of(rows(5, ROWS), ROWS, FEATURES);
    Target all = Target.outputs(IntStream.range(0, classes).toArray());
    Baseline any = Baseline.single(Tensor.zeros(1, FEATURES));

    Attributions result =
        new TreeShap(TreeShap.Options.standard())
            .attribute(model, Requests.with(Requests.of(input, any), all));

    double[] theirs = contributions(text, input, classes);
    double tolerance = 2e-6 * Arrays.stream(theirs).map(Math::abs).max().orElseThrow();
    for (int scalar = 0; scalar < ROWS * classes; scalar++) {
      int from = scalar * (FEATURES + 1);
      for (int feature = 0; feature < FEATURES; feature++) {
        assertThat((double) result.values().at(scalar * FEATURES + feature))
            .isCloseTo(theirs[from + feature], within(tolerance));
      }
      assertThat((double) result.baselineScores().at(scalar))
          .isCloseTo(theirs[from + FEATURES], within(tolerance));
    }
  }

  private static String train(String settings, int classes) throws LGBMException {
    String all = settings + STANDARD;
    float[] rows = rows(11, TRAINED);
    float[] labels = new float[TRAINED];
    for (int row = 0; row < TRAINED; row++) {
      double score = score(rows, row * FEATURES);
      labels[row] =
          classes > 1
              ? score < -0.5 ? 0 : score < 0.5 ? 1 : 2
              : settings.contains("binary") ? score > 0 ? 1 : 0 : (float) score;
    }
    try (LGBMDataset table = LGBMDataset.createFromMat(rows, TRAINED, FEATURES, true, all, null)) {
      table.setField("label", labels);
      try (LGBMBooster booster = LGBMBooster.create(table, all)) {
        for (int round = 0; round < 20; round++) {
          booster.updateOneIter();
        }
        return booster.saveModelToString(0, 0, FeatureImportanceType.SPLIT);
      }
    }
  }

  private static double score(float[] rows, int from) {
    double missing = Float.isNaN(rows[from + 3]) ? 1 : rows[from + 3];
    return rows[from] * rows[from + 1]
        + 0.5 * rows[from + 2]
        + missing * rows[from + 4]
        + (rows[from + 5] % 3 == 1 ? 0.5 : -0.3) * (1 + rows[from]);
  }

  private static float[] rows(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * FEATURES];
    for (int at = 0; at < values.length; at++) {
      values[at] = random.nextInt(6) == 0 ? 0 : (float) random.nextDouble(-1, 1);
      if (at % FEATURES == 3 && random.nextInt(5) == 0) {
        values[at] = Float.NaN;
      } else if (at % FEATURES == 5) {
        values[at] = random.nextInt(9);
      }
    }
    return values;
  }

  /** The library itself: the Java class of boosters has too little room for these. */
  private static double[] contributions(String text, Tensor input, int classes) {
    SWIGTYPE_p_p_void booster = lightgbmlib.new_voidpp();
    SWIGTYPE_p_int number = lightgbmlib.new_intp();
    succeed(lightgbmlib.LGBM_BoosterLoadModelFromString(text, number, booster));
    SWIGTYPE_p_float rows = lightgbmlib.new_floatArray(input.values().length);
    for (int at = 0; at < input.values().length; at++) {
      lightgbmlib.floatArray_setitem(rows, at, input.at(at));
    }
    double[] all = new double[ROWS * classes * (FEATURES + 1)];
    SWIGTYPE_p_double into = lightgbmlib.new_doubleArray(all.length);
    SWIGTYPE_p_long_long written = lightgbmlib.new_int64_tp();
    succeed(
        lightgbmlib.LGBM_BoosterPredictForMat(
            lightgbmlib.voidpp_value(booster),
            lightgbmlib.float_to_voidp_ptr(rows),
            lightgbmlib.C_API_DTYPE_FLOAT32,
            ROWS,
            FEATURES,
            1,
            PredictionType.C_API_PREDICT_CONTRIB.getType(),
            0,
            -1,
            "",
            written,
            into));
    assertThat(lightgbmlib.int64_tp_value(written)).isEqualTo(all.length);
    for (int at = 0; at < all.length; at++) {
      all[at] = lightgbmlib.doubleArray_getitem(into, at);
    }
    lightgbmlib.delete_doubleArray(into);
    lightgbmlib.delete_int64_tp(written);
    lightgbmlib.delete_floatArray(rows);
    lightgbmlib.delete_intp(number);
    succeed(lightgbmlib.LGBM_BoosterFree(lightgbmlib.voidpp_value(booster)));
    lightgbmlib.delete_voidpp(booster);
    return all;
  }

  private static void succeed(int result) {
    if (result != 0) {
      throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
    }
  }
}
