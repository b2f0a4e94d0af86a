package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.Attributions;
import io.assay.attribution.tree.InterventionalTreeShap;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Agreement with shap's interventional TreeExplainer on models of three libraries. Manifests state
 * by how much those values miss the sum that they should have: by up to 1.7e-6 of margins about 5
 * (XGBoost), 1.2e-7 (LightGBM), 3e-8 of probabilities (random forest).
 */
class InterventionalTreesGoldenTest {
  private static final double FLOAT32 = 1e-5;

  @Test
  void valuesOfXgboostMarginsAreThoseOfShap() {
    TreeEnsemble model = ModelFiles.openXgboost(file("xgb_bc/model.json"), options(30, Unit.LOGIT));

    assertThat(largestGap("xgb_bc", model, 1)).isLessThan(FLOAT32);
  }

  /**
   * Of a target about 150, with missing values in inputs and background. The reference itself
   * misses the enumeration of all coalitions by 1.3e-5 and its sum by 5.3e-5, so that is the
   * tolerance.
   */
  @Test
  void valuesOfAModelOfMissingValuesAreThoseOfShap() {
    TreeEnsemble model =
        ModelFiles.openXgboost(file("xgb_diabetes_missing/model.json"), options(10, Unit.RAW));

    assertThat(largestGap("xgb_diabetes_missing", model, 1)).isLessThan(5.3e-5);
  }

  @Test
  void valuesOfLightGbmMarginsAreThoseOfShap() {
    TreeEnsemble model = ModelFiles.openLightGbm(file("lgb_bc/model.txt"), options(30, Unit.LOGIT));

    assertThat(largestGap("lgb_bc", model, 1)).isLessThan(FLOAT32);
  }

  @Test
  void valuesOfTheProbabilitiesOfARandomForestAreThoseOfShap() {
    try (BlackBox model =
        ModelFiles.openOnnx(file("rf_bc/model.onnx"), options(30, Unit.PROBABILITY))) {
      TreeEnsemble trees = model.as(TreeEnsemble.class).orElseThrow();

      assertThat(largestGap("rf_bc", trees, 2)).isLessThan(FLOAT32);
    }
  }

  @Test
  void probabilitiesOfXgboostAddUpToTheChangeOfThePrediction() {
    TreeEnsemble model =
        ModelFiles.openXgboost(file("xgb_bc/model.json"), options(30, Unit.PROBABILITY));

    Attributions result = attribute("xgb_bc", model, 1);

    for (int row = 0; row < result.rows(); row++) {
      assertThat(result.scores().at(row)).isBetween(0f, 1f);
      assertThat(result.completenessGap(row, 0)).isCloseTo(0, within(1e-6)); // float32 margins
    }
  }

  private static double largestGap(String name, TreeEnsemble model, int outputs) {
    Npy reference = Npy.read("/golden/trees/" + name + "/shap_interventional.npy");
    Tensor values = attribute(name, model, outputs).values();
    assertThat(values.shape()).containsExactly(reference.shape());
    return IntStream.range(0, values.values().length)
        .mapToDouble(at -> Math.abs(values.at(at) - reference.values()[at]))
        .max()
        .orElseThrow();
  }

  private static Attributions attribute(String name, TreeEnsemble model, int outputs) {
    Tensor inputs = rows(name + "/inputs.csv");
    Baseline background = Baseline.background(rows(name + "/background.csv"));
    return new InterventionalTreeShap(InterventionalTreeShap.Options.standard())
        .attribute(
            model,
            Requests.with(
                Requests.of(inputs, background),
                Target.outputs(IntStream.range(0, outputs).toArray())));
  }

  private static ModelOptions options(int features, Unit unit) {
    return new ModelOptions(List.of(features), unit, List.of(), ModelOptions.Device.CPU, 512);
  }

  /** Reads numbers; an empty field is a missing value. */
  private static Tensor rows(String name) {
    List<String> lines = lines(file(name));
    String[][] fields = lines.stream().map(line -> line.split(",", -1)).toArray(String[][]::new);
    double[] values =
        Arrays.stream(fields)
            .flatMap(Arrays::stream)
            .mapToDouble(field -> field.isEmpty() ? Double.NaN : Double.parseDouble(field))
            .toArray();
    return Tensor.of(values, fields.length, fields[0].length);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Path file(String name) {
    try {
      return Path.of(
          InterventionalTreesGoldenTest.class.getResource("/golden/trees/" + name).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
