package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.AdditiveTrees;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of ONNX files. src/test/resources/engine/tree/make_trees.py made them. */
final class OnnxTreesTest {
  private static final int ROWS = 10_000;
  private static final float ULP_OF_ONE = Math.ulp(1f);

  @ParameterizedTest
  @CsvSource({"forest, 4", "covers, 4", "boosted, 10", "doubles, 10"})
  void sumsAreThoseOfOnnxRuntimeBitForBitThresholdsAndMissingValuesAmongTheRows(
      String name, int features) {
    TreeEnsemble model = open(file(name), features, Unit.RAW);
    Tensor rows = rows(model.forest(), 1);

    Tensor outputs = model.outputs(rows);

    assertThat(outputs.values()).containsExactly(OrtScores.of(file(name), rows).values());
  }

  @Test
  void manyRowsGiveWhatEachGivesAlone() {
    TreeEnsemble model = open(file("softmax"), 4, Unit.PROBABILITY);
    Tensor rows = rows(model.forest(), 4).slice(0, 2500);

    Tensor together = model.outputs(rows);

    for (int row = 0; row < 2500; row++) {
      assertThat(model.outputs(rows.slice(row, row + 1)).values())
          .containsExactly(together.slice(row, row + 1).values());
    }
  }

  @Test
  void aMeanIsThatOfOnnxRuntimeUpToTheRoundingOfItsFloat32Sum() {
    TreeEnsemble model = open(file("mean"), 10, Unit.RAW);
    Tensor rows = rows(model.forest(), 2);

    float[] expected = OrtScores.of(file("mean"), rows).values();

    Tensor outputs = model.outputs(rows);
    for (int i = 0; i < expected.length; i++) { // 8 trees: 8 roundings of the sum
      assertThat(outputs.at(i)).isCloseTo(expected[i], within(8 * Math.ulp(expected[i])));
    }
  }

  @ParameterizedTest
  @CsvSource({"binary, 30", "softmax, 4"})
  void probabilitiesAreThoseOfOnnxRuntimeToAnUlpOfOne(String name, int features) {
    TreeEnsemble model = open(file(name), features, Unit.PROBABILITY);
    Tensor rows = rows(model.forest(), 3);

    float[] expected = OrtScores.of(file(name), rows).values();

    Tensor outputs = model.outputs(rows);
    for (int i = 0; i < expected.length; i++) {
      assertThat(outputs.at(i)).isCloseTo(expected[i], within(ULP_OF_ONE));
    }
  }

  @Test
  void logitsOfAClassifierAreItsMarginsAndAddUpProbabilitiesBehindALinkDoNot() {
    BlackBox logits = open(file("binary"), 30, Unit.LOGIT);
    BlackBox probabilities = open(file("binary"), 30, Unit.PROBABILITY);
    Tensor row = Tensor.of(new float[30], 1, 30);

    float margin = logits.outputs(row).at(1);

    assertThat(logits.as(AdditiveTrees.class)).isPresent();
    assertThat(probabilities.as(AdditiveTrees.class)).isEmpty();
    assertThat(probabilities.as(TreeEnsemble.class)).isPresent();
    assertThat(logits.outputs(row).at(0)).isEqualTo(-margin);
    assertThat((double) probabilities.outputs(row).at(1))
        .isCloseTo(1 / (1 + Math.exp(-margin)), within(1e-7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"forest", "softmax"})
  void hitRatesThatAreAllTheSameAreNoCovers(String name) {
    assertThat(open(file(name), 4, Unit.RAW).forest().hasCovers()).isFalse();
  }

  @Test
  void hitRatesThatCountRowsAreCovers() {
    Forest forest = open(file("covers"), 4, Unit.RAW).forest();

    assertThat(forest.hasCovers()).isTrue();
    for (Tree tree : forest.trees()) {
      assertThat(tree.cover(0)).isEqualTo(150); // rows of iris, drawn with replacement
      assertThat(tree.share(0, tree.left(0)) + tree.share(0, tree.right(0))).isEqualTo(1);
    }
  }

  @Test
  void aForestOfScikitLearnPredictsWhatItDidThere() throws IOException {
    String golden = "/golden/trees/rf_bc/";
    double[][] inputs = numbers(golden + "inputs.csv");
    double[][] expected = numbers(golden + "outputs.csv");
    Forest forest = open(resource(golden + "model.onnx"), 30, Unit.PROBABILITY).forest();

    double[] sums = new double[2];
    for (int row = 0; row < inputs.length; row++) {
      float[] values = new float[30];
      for (int i = 0; i < 30; i++) {
        values[i] = (float) inputs[row][i];
      }
      forest.margins(values, 0, sums);
      assertThat(sums).containsExactly(expected[row], within(1e-15)); // float64 throughout
    }
    assertThat(forest.hasCovers()).isTrue();
  }

  private static double[][] numbers(String csv) throws IOException {
    return Files.readAllLines(resource(csv)).stream()
        .map(line -> Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  static TreeEnsemble open(Path file, int features, Unit unit) {
    ModelOptions options = new ModelOptions(List.of(features), unit, List.of(), Device.AUTO, 512);
    return ModelFiles.openOnnx(file, options).as(TreeEnsemble.class).orElseThrow();
  }

  static Path file(String name) {
    return resource("/engine/tree/" + name + ".onnx");
  }

  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(OnnxTreesTest.class.getResource(name), name).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  /** Returns rows of thresholds, their neighbours, zeros of both signs, NaN and what is between. */
  static Tensor rows(Forest forest, long seed) {
    List<List<Float>> cuts = new ArrayList<>();
    for (int feature = 0; feature < forest.features(); feature++) {
      cuts.add(new ArrayList<>(List.of(0f, -0f, Float.NaN, 1f, -1f, 1e30f, -1e30f, 0.5f, 2.5f)));
    }
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node) && tree.split(node) instanceof NumericSplit split) {
          float cut = (float) split.cut();
          cuts.get(split.feature()).addAll(List.of(cut, Math.nextUp(cut), Math.nextDown(cut)));
        }
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[ROWS * forest.features()];
    for (int i = 0; i < values.length; i++) {
      List<Float> some = cuts.get(i % forest.features());
      values[i] = some.get(random.nextInt(some.size()));
    }
    return Tensor.of(values, ROWS, forest.features());
  }
}
