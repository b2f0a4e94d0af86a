package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.Attributions;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.golden.Npy;
import io.assay.model.AdditiveTrees;
import io.assay.model.Target;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models of XGBoost 3.0.4, LightGBM 4.3.0 and scikit-learn 1.2.1, with their own contributions and
 * the values of shap 0.51. XGBoost sums up in float32, so values may be off by 1e-5 of the largest;
 * so may those of the others, as tables and results are float32 here.
 */
class GoldenTreesTest {
  private static final double FLOAT32 = 1e-5;

  @ParameterizedTest
  @ValueSource(strings = {"xgb_bc", "xgb_diabetes_missing", "lgb_bc"})
  void treeShapGivesTheLibrarysOwnContributions(String name)
      throws IOException, URISyntaxException {
    AdditiveTrees model = model(name);
    Tensor input = input(name, model.forest().features());
    int features = input.rowLength();

    Attributions result = explained(model, input, Target.outputs(0));

    double[] theirs = numbers(file(name, "contrib_native.csv"));
    double[] shap = Npy.read("/golden/trees/" + name + "/shap_path_dependent.npy").values();
    double tolerance = FLOAT32 * largest(theirs);
    for (int row = 0; row < input.rows(); row++) {
      for (int feature = 0; feature < features; feature++) {
        double value = result.values().at(row, feature);
        assertThat(value).isCloseTo(theirs[row * (features + 1) + feature], within(tolerance));
        assertThat(value).isCloseTo(shap[row * features + feature], within(tolerance));
      }
      assertThat((double) result.baselineScores().at(row))
          .isCloseTo(theirs[row * (features + 1) + features], within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xgb_bc", "xgb_diabetes_missing", "lgb_bc"})
  void interactionsAreThoseOfShap(String name) throws IOException, URISyntaxException {
    AdditiveTrees model = model(name);
    Npy expected = Npy.read("/golden/trees/" + name + "/shap_interactions.npy");
    Tensor input = input(name, model.forest().features()).slice(0, expected.shape()[0]);
    int features = input.rowLength();
    ResultColumns columns = new ResultColumns(Requests.singletons(features), Order.PAIRS);

    Tensor values =
        new TreeShapInteractions(TreeShapInteractions.Options.standard())
            .attribute(model, Requests.of(input, anyBaseline(features)))
            .values();

    double tolerance = FLOAT32 * expected.maxAbs();
    for (int row = 0; row < input.rows(); row++) {
      for (int one = 0; one < features; one++) {
        for (int other = 0; other < features; other++) {
          double half = expected.values()[(row * features + one) * features + other];
          double value = values.at(row, columns.of(one, other));
          // shap writes half of a pair to each side of the diagonal
          assertThat(one == other ? value : value / 2).isCloseTo(half, within(tolerance));
        }
      }
    }
  }

  @Test
  void aForestOfLeafVectorsHasTheValuesOfShap() throws IOException, URISyntaxException {
    AdditiveTrees model = TestForests.model(TestForests.ofTrees(scikitTrees(), 30, 2));
    Tensor input = input("rf_bc", 30);

    Attributions result = explained(model, input, Target.outputs(0, 1));

    double[] shap = Npy.read("/golden/trees/rf_bc/shap_path_dependent.npy").values();
    for (int at = 0; at < shap.length; at++) {
      assertThat((double) result.values().at(at)).isCloseTo(shap[at], within(1e-6));
    }
    // expected_path_dependent of the manifest
    assertThat(result.baselineScores().at(0)).isCloseTo(0.37460458f, within(1e-7f));
    assertThat(result.baselineScores().at(1)).isCloseTo(0.6253954f, within(1e-7f));
  }

  private static Attributions explained(AdditiveTrees model, Tensor input, Target target) {
    return new TreeShap(TreeShap.Options.standard())
        .attribute(
            model, Requests.with(Requests.of(input, anyBaseline(input.rowLength())), target));
  }

  private static Baseline anyBaseline(int features) {
    return Baseline.single(Tensor.zeros(1, features));
  }

  private static AdditiveTrees model(String name) throws URISyntaxException {
    boolean isLightGbm = name.startsWith("lgb");
    Path file = file(name, isLightGbm ? "model.txt" : "model.json");
    ModelOptions options = ModelOptions.ofShape(name.endsWith("bc") ? 30 : 10);
    return (isLightGbm
            ? ModelFiles.openLightGbm(file, options)
            : ModelFiles.openXgboost(file, options))
        .as(AdditiveTrees.class)
        .orElseThrow();
  }

  /** The trees of nodes.csv: tree, left, right, feature, threshold, cover, values. */
  private static List<Tree> scikitTrees() throws IOException, URISyntaxException {
    Map<Integer, List<Node>> trees = new TreeMap<>();
    for (String line : Files.readAllLines(file("rf_bc", "nodes.csv"))) {
      String[] field = line.split(",", -1);
      int left = Integer.parseInt(field[1]);
      double cover = Double.parseDouble(field[5]);
      trees
          .computeIfAbsent(Integer.valueOf(field[0]), number -> new ArrayList<>())
          .add(
              left < 0
                  ? Node.leaf(cover, Double.valueOf(field[6]), Double.valueOf(field[7]))
                  : Node.inner(split(field), left, Integer.parseInt(field[2]), cover));
    }
    return trees.values().stream().map(nodes -> Tree.of(nodes, 0)).toList();
  }

  private static NumericSplit split(String[] field) {
    return NumericSplit.atMost(
        Integer.parseInt(field[3]), Double.parseDouble(field[4]), Missing.RIGHT);
  }

  private static Tensor input(String name, int features) throws IOException, URISyntaxException {
    double[] numbers = numbers(file(name, "inputs.csv"));
    return Tensor.of(numbers, numbers.length / features, features);
  }

  private static double largest(double[] numbers) {
    double largest = 0;
    for (double number : numbers) {
      largest = Math.max(largest, Math.abs(number));
    }
    return largest;
  }

  /** An empty field is a missing value. */
  private static double[] numbers(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .mapToDouble(field -> field.isEmpty() ? Double.NaN : Float.parseFloat(field))
        .toArray();
  }

  private static Path file(String name, String part) throws URISyntaxException {
    String place = "/golden/trees/" + name + "/" + part;
    return Path.of(Objects.requireNonNull(GoldenTreesTest.class.getResource(place), place).toURI());
  }
}
