package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a tree node may say, ours say what ONNX Runtime does, or nothing. */
final class OnnxOddTreesTest {
  private static final float[] VALUES = {
    -2,
    -1,
    -0.5f,
    -0f,
    0,
    0.5f,
    1,
    1.5f,
    2,
    2.5f,
    2.75f,
    3,
    3.5f,
    4,
    31,
    32,
    33,
    64,
    1e9f,
    Float.NaN,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "BRANCH_LEQ, 2.5",
    "BRANCH_LT, 2.5",
    "BRANCH_GTE, 2.5",
    "BRANCH_GT, 2.5",
    "BRANCH_LEQ, 0",
    "BRANCH_LT, 0",
    "BRANCH_GTE, 0",
    "BRANCH_GT, 0",
    "BRANCH_EQ, 3",
    "BRANCH_NEQ, 3",
    "BRANCH_EQ, 0",
    "BRANCH_NEQ, 0",
    "BRANCH_EQ, 64",
    "BRANCH_LEQ, Infinity",
    "BRANCH_GT, -Infinity"
  })
  void everyModeSendsEveryValueWhereOnnxRuntimeDoesMissingOnesToo(String mode, double number) {
    for (int tracks = 0; tracks <= 1; tracks++) {
      OnnxFile file =
          stumps("TreeEnsembleRegressor", 1, "target", new long[] {0}, -1, 2)
              .texts("nodes_modes", List.of(mode, "LEAF", "LEAF"))
              .floats("nodes_values", number, 0, 0)
              .ints("nodes_missing_value_tracks_true", tracks, 0, 0)
              .number("n_targets", 1);

      assertSame(file.save(folder), 1, Unit.RAW, 0);
    }
  }

  @Test
  void chainsOfEqualitiesAreSetsOfCategories() {
    // x = 1, 3 or 40: 10; else x < 0: 20, else 30
    OnnxFile file =
        new OnnxFile("TreeEnsembleRegressor", 1)
            .ints("nodes_treeids", new long[9])
            .ints("nodes_nodeids", LongStream.range(0, 9).toArray())
            .ints("nodes_featureids", new long[9])
            .texts(
                "nodes_modes",
                List.of(
                    "BRANCH_EQ",
                    "LEAF",
                    "BRANCH_EQ",
                    "LEAF",
                    "BRANCH_EQ",
                    "LEAF",
                    "BRANCH_LT",
                    "LEAF",
                    "LEAF"))
            .floats("nodes_values", 1, 0, 3, 0, 40, 0, 0, 0, 0)
            .ints("nodes_truenodeids", 1, 0, 3, 0, 5, 0, 7, 0, 0)
            .ints("nodes_falsenodeids", 2, 0, 4, 0, 6, 0, 8, 0, 0)
            .ints("target_treeids", new long[5])
            .ints("target_nodeids", 1, 3, 5, 7, 8)
            .ints("target_ids", new long[5])
            .floats("target_weights", 10, 10, 10, 20, 30)
            .number("n_targets", 1);

    assertSame(file.save(folder), 1, Unit.RAW, 0);
  }

  static Stream<Arguments> binary() {
    return Stream.of("NONE", "LOGISTIC", "SOFTMAX")
        .flatMap(
            transform ->
                Stream.of(0.25, -0.25)
                    .flatMap(
                        weight ->
                            Stream.of(
                                Arguments.of(transform, weight, "0", 0),
                                Arguments.of(transform, weight, "0", 1),
                                Arguments.of(transform, weight, "1", 0),
                                Arguments.of(transform, weight, "0 1", 0),
                                Arguments.of(transform, weight, "0 1", 1))));
  }

  @ParameterizedTest
  @MethodSource("binary")
  void twoClassesComeOfOneScoreOrTwoAsOnnxRuntimeHasIt(
      String transform, double weight, String classes, int bases) {
    OnnxFile file = binary(transform, weight, classes, bases);

    assertSame(file.save(folder), 1, Unit.PROBABILITY, Math.ulp(1f));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 1", "1, 2", "0 1, 2"})
  void baseValuesThatOnnxRuntimeLeavesOutHideTheTrees(String classes, int bases) {
    assertThatThrownBy(() -> forest(binary("NONE", 0.25, classes, bases)))
        .isInstanceOf(HiddenTrees.class)
        .hasMessageContaining(bases + " base_values");
  }

  private static OnnxFile binary(String transform, double weight, String classes, int bases) {
    long[] ids = Stream.of(classes.split(" ")).mapToLong(Long::parseLong).toArray();
    OnnxFile file =
        stumps("TreeEnsembleClassifier", 1, "class", ids, weight, 0.75)
            .texts("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF"))
            .floats("nodes_values", 1, 0, 0)
            .text("post_transform", transform)
            .ints("classlabels_int64s", 0, 1);
    return bases == 0
        ? file
        : file.floats("base_values", Arrays.copyOf(new double[] {0.125, 0.5}, bases));
  }

  @ParameterizedTest
  @CsvSource({
    "1, NONE, SUM",
    "1, LOGISTIC, SUM",
    "1, SOFTMAX, SUM",
    "2, NONE, SUM",
    "2, LOGISTIC, SUM",
    "2, SOFTMAX, SUM",
    "3, NONE, AVERAGE",
    "3, LOGISTIC, AVERAGE",
    "3, SOFTMAX, AVERAGE"
  })
  void targetsAreTransformedAsOnnxRuntimeDoes(int targets, String transform, String aggregate) {
    OnnxFile file =
        stumps("TreeEnsembleRegressor", 1, "target", LongStream.range(0, targets).toArray(), -1, 2)
            .texts("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF"))
            .floats("nodes_values", 1, 0, 0)
            .number("n_targets", targets)
            .floats("base_values", Arrays.copyOf(new double[] {0.5, -0.5, 0.25}, targets))
            .text("aggregate_function", aggregate)
            .text("post_transform", transform);

    assertSame(file.save(folder), 1, Unit.PROBABILITY, Math.ulp(1f));
  }

  @Test
  void treesOfVersion5AskForMembersOfSetsAndShareLeafListsBetweenTrees() {
    OnnxFile file = version5();

    assertSame(file.save(folder), 2, Unit.RAW, 0);
  }

  /** Two trees: x0 in {1, 3} or else x1 > 2.5 or NaN; x1 != 2. */
  private static OnnxFile version5() {
    return new OnnxFile("TreeEnsemble", 2)
        .ints("nodes_featureids", 0, 1, 1)
        .octets("nodes_modes", 6, 3, 5)
        .singles("nodes_splits", 0, 2.5, 2)
        .singles("membership_values", 1, 3, Double.NaN)
        .ints("nodes_trueleafs", 1, 1, 1)
        .ints("nodes_falseleafs", 0, 1, 1)
        .ints("nodes_truenodeids", 0, 1, 3)
        .ints("nodes_falsenodeids", 1, 2, 4)
        .ints("nodes_missing_value_tracks_true", 0, 1, 0)
        .ints("leaf_targetids", 0, 1, 0, 1, 1)
        .singles("leaf_weights", 1, 2, 4, 8, 16)
        .ints("tree_roots", 0, 2)
        .number("n_targets", 2)
        .number("post_transform", 0)
        .number("aggregate_function", 1);
  }

  @ParameterizedTest
  @CsvSource({
    "aggregate_function, MAX",
    "aggregate_function, MIN",
    "post_transform, PROBIT",
    "post_transform, SOFTMAX_ZERO"
  })
  void whatIsNoSumBehindALinkIsRunByOnnxRuntimeAndSaidByName(String attribute, String value) {
    OnnxFile file =
        stumps("TreeEnsembleRegressor", 1, "target", new long[] {0, 1}, 0.25, 0.5)
            .texts("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF"))
            .floats("nodes_values", 1, 0, 0)
            .number("n_targets", 2)
            .text(attribute, value);

    try (BlackBox model = ModelFiles.openOnnx(file.save(folder), options(1, Unit.RAW))) {
      assertThat(model.as(TreeEnsemble.class)).isEmpty();
      assertThat(model.outputs(Tensor.of(new float[] {3}, 1, 1)).at(0)).isNotNaN();
    }
    assertThatThrownBy(() -> forest(file))
        .isInstanceOf(HiddenTrees.class)
        .hasMessageContaining(attribute)
        .hasMessageContaining(value);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.5, -1, 1e9})
  void equalityWithWhatIsNoCategoryHidesTheTrees(double number) {
    OnnxFile file =
        stumps("TreeEnsembleRegressor", 1, "target", new long[] {0}, -1, 2)
            .texts("nodes_modes", List.of("BRANCH_EQ", "LEAF", "LEAF"))
            .floats("nodes_values", number, 0, 0)
            .number("n_targets", 1);

    assertThatThrownBy(() -> forest(file)).hasMessageContaining("equals " + number);
  }

  /** One tree of one question of feature 0 and two leaves of a weight for each of some outputs. */
  private static OnnxFile stumps(
      String operator, int features, String kind, long[] ids, double first, double second) {
    double[] weights = new double[ids.length * 2];
    long[] nodes = new long[ids.length * 2];
    long[] outputs = new long[ids.length * 2];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i < ids.length ? first : second) * (1 + i % ids.length * 0.5);
      nodes[i] = i < ids.length ? 1 : 2;
      outputs[i] = ids[i % ids.length];
    }
    return new OnnxFile(operator, features)
        .ints("nodes_treeids", 0, 0, 0)
        .ints("nodes_nodeids", 0, 1, 2)
        .ints("nodes_featureids", 0, 0, 0)
        .ints("nodes_truenodeids", 1, 0, 0)
        .ints("nodes_falsenodeids", 2, 0, 0)
        .ints(kind + "_treeids", new long[nodes.length])
        .ints(kind + "_nodeids", nodes)
        .ints(kind + "_ids", outputs)
        .floats(kind + "_weights", weights);
  }

  private static void forest(OnnxFile file) throws HiddenTrees {
    OnnxGraph graph = OnnxGraph.read(ByteBuffer.wrap(file.bytes()));
    OnnxWay way = OnnxWay.of(graph, Optional.empty());
    OnnxForest.of(way.trees(), 1, way.element());
  }

  private static void assertSame(Path file, int features, Unit unit, float tolerance) {
    int rows = features == 1 ? VALUES.length : VALUES.length * VALUES.length;
    float[] values = new float[rows * features];
    for (int row = 0; row < rows; row++) {
      values[row * features] = VALUES[row % VALUES.length];
      values[row * features + features - 1] = VALUES[row / (features == 1 ? 1 : VALUES.length)];
    }
    Tensor input = Tensor.of(values, rows, features);
    float[] expected = OrtScores.of(file, input).values();

    float[] found =
        OnnxTrees.open(file, options(features, unit)).orElseThrow().outputs(input).values();

    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      int row = i * rows / found.length;
      assertThat(found[i])
          .as("row %s", Collections.singletonList(input.at(row, 0)))
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private static ModelOptions options(int features, Unit unit) {
    return new ModelOptions(List.of(features), unit, List.of(), Device.CPU, 512);
  }
}
