package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.Attributions;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.model.AdditiveTrees;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * XGBoost 3.0.4 itself is the oracle: models trained here, of seven features, the last of which is
 * a category, and the fifth of which is missing in a fifth of the rows. It sums up in float32, with
 * differences of numbers of about the same size where trees are deep: values may be off by 1e-5 of
 * the largest.
 */
class XgboostContributionsTest {
  private static final int FEATURES = 7;
  private static final int TRAINED = 800;
  private static final int ROWS = 60;
  private static final double FLOAT32 = 1e-5;
  private static final int PAIRS = 16; // the option of XGBoosterPredict for interactions

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "reg:squarederror, 1, 1", "reg:squarederror, 1, 2", "reg:squarederror, 1, 4",
    "reg:squarederror, 1, 6", "reg:squarederror, 1, 8", "reg:squarederror, 1, 10",
    "reg:squarederror, 1, 12", "binary:logistic, 1, 5", "multi:softprob, 3, 5",
    "multi:softprob, 3, 9"
  })
  void contributionsAreThoseOfXgboost(String objective, int classes, int depth)
      throws XGBoostError, IOException {
    Booster booster = train(objective, classes, depth);
    AdditiveTrees model = saved(booster);
    Tensor input = Tensor.of(rows(5, ROWS), ROWS, FEATURES);

    Attributions result =
        new TreeShap(TreeShap.Options.standard())
            .attribute(model, Requests.with(Requests.of(input, anyBaseline()), all(classes)));

    float[][] theirs = booster.predictContrib(matrix(input), 0);
    double tolerance = FLOAT32 * largest(theirs);
    for (int row = 0; row < ROWS; row++) {
      for (int output = 0; output < classes; output++) {
        int from = output * (FEATURES + 1);
        for (int feature = 0; feature < FEATURES; feature++) {
          double value = result.values().at((row * classes + output) * FEATURES + feature);
          assertThat(value).isCloseTo(theirs[row][from + feature], within(tolerance));
        }
        assertThat((double) result.baselineScores().at(row, output))
            .isCloseTo(theirs[row][from + FEATURES], within(tolerance));
        assertThat(result.completenessGap(row, output)).isCloseTo(0, within(tolerance));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reg:squarederror, 1, 2",
    "reg:squarederror, 1, 6",
    "reg:squarederror, 1, 10",
    "binary:logistic, 1, 5",
    "multi:softprob, 3, 4"
  })
  void interactionsAreThoseOfXgboost(String objective, int classes, int depth)
      throws XGBoostError, IOException, ReflectiveOperationException {
    Booster booster = train(objective, classes, depth);
    AdditiveTrees model = saved(booster);
    Tensor input = Tensor.of(rows(5, ROWS), ROWS, FEATURES);
    ResultColumns columns = new ResultColumns(Requests.singletons(FEATURES), Order.PAIRS);

    Tensor values =
        new TreeShapInteractions(TreeShapInteractions.Options.standard())
            .attribute(model, Requests.with(Requests.of(input, anyBaseline()), all(classes)))
            .values();

    float[][] theirs = interactions(booster, input);
    double tolerance = FLOAT32 * largest(theirs);
    int side = FEATURES + 1;
    for (int row = 0; row < ROWS; row++) {
      for (int output = 0; output < classes; output++) {
        int from = (row * classes + output) * columns.size();
        for (int one = 0; one < FEATURES; one++) {
          for (int other = 0; other < FEATURES; other++) {
            double half = theirs[row][(output * side + one) * side + other];
            double value = values.at(from + columns.of(one, other));
            // half of a pair stands on each side of their diagonal
            assertThat(one == other ? value : value / 2).isCloseTo(half, within(tolerance));
          }
        }
      }
    }
  }

  /** The Java class of boosters leaves these out; the library below it does not. */
  private static float[][] interactions(Booster booster, Tensor input)
      throws XGBoostError, ReflectiveOperationException {
    DMatrix matrix = matrix(input);
    Field handle = Booster.class.getDeclaredField("handle");
    handle.setAccessible(true);
    Class<?> library = Class.forName("ml.dmlc.xgboost4j.java.XGBoostJNI");
    Method predict =
        library.getDeclaredMethod(
            "XGBoosterPredict", long.class, long.class, int.class, int.class, float[][].class);
    predict.setAccessible(true);
    float[][] all = new float[1][];
    assertThat(predict.invoke(null, handle.get(booster), matrix.getHandle(), PAIRS, 0, all))
        .isEqualTo(0);
    int length = all[0].length / input.rows();
    float[][] ofRows = new float[input.rows()][];
    for (int row = 0; row < ofRows.length; row++) {
      ofRows[row] = Arrays.copyOfRange(all[0], row * length, (row + 1) * length);
    }
    return ofRows;
  }

  private static Target all(int classes) {
    return Target.outputs(IntStream.range(0, classes).toArray());
  }

  private static Baseline anyBaseline() {
    return Baseline.single(Tensor.zeros(1, FEATURES));
  }

  private static double largest(float[][] numbers) {
    double largest = 0;
    for (float[] row : numbers) {
      for (float number : row) {
        largest = Math.max(largest, Math.abs(number));
      }
    }
    return largest;
  }

  private static Booster train(String objective, int classes, int depth) throws XGBoostError {
    Map<String, Object> settings =
        new HashMap<>(Map.of("objective", objective, "max_depth", depth, "eta", 0.3, "nthread", 1));
    settings.putAll(Map.of("tree_method", "hist", "max_cat_to_onehot", 1, "min_child_weight", 0.1));
    if (classes > 1) {
      settings.put("num_class", classes);
    }
    float[] rows = rows(11, TRAINED);
    float[] labels = new float[TRAINED];
    for (int row = 0; row < TRAINED; row++) {
      double score = score(rows, row * FEATURES);
      labels[row] =
          switch (objective) {
            case "binary:logistic" -> score > 0 ? 1 : 0;
            case "multi:softprob" -> score < -0.5 ? 0 : score < 0.5 ? 1 : 2;
            default -> (float) score;
          };
    }
    DMatrix matrix = matrix(Tensor.of(rows, TRAINED, FEATURES));
    matrix.setLabel(labels);
    return XGBoost.train(matrix, settings, 15, Map.of(), null, null);
  }

  private static double score(float[] rows, int from) {
    double missing = Float.isNaN(rows[from + 4]) ? 1 : rows[from + 4];
    return rows[from] * rows[from + 1]
        + 0.5 * rows[from + 2]
        + missing * rows[from + 3]
        + (rows[from + 6] % 3 == 1 ? 0.5 : -0.3) * (1 + rows[from]);
  }

  private static float[] rows(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * FEATURES];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) random.nextDouble(-1, 1);
      if (at % FEATURES == 4 && random.nextInt(5) == 0) {
        values[at] = Float.NaN;
      } else if (at % FEATURES == 6) {
        values[at] = random.nextInt(9);
      }
    }
    return values;
  }

  private static DMatrix matrix(Tensor rows) throws XGBoostError {
    DMatrix matrix = new DMatrix(rows.values(), rows.rows(), FEATURES, Float.NaN);
    matrix.setFeatureTypes(new String[] {"q", "q", "q", "q", "q", "q", "c"});
    return matrix;
  }

  private AdditiveTrees saved(Booster booster) throws XGBoostError, IOException {
    Path file = folder.resolve("model.json");
    Files.write(file, booster.toByteArray("json"));
    return ModelFiles.openXgboost(file, ModelOptions.ofShape(FEATURES))
        .as(AdditiveTrees.class)
        .orElseThrow();
  }
}
