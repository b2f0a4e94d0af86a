package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.AdditiveTrees;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of LightGBM become the models that they are. */
final class LightGbmFileTest {
  private static final int FEATURES = 30;
  @TempDir private Path folder;

  @Test
  void marginsOfTheGoldenModelAreThoseOfLightGbm() throws IOException {
    float[] rows = rows(LightGbmTexts.golden("inputs.csv"));
    Path file = texts().write(LightGbmTexts.golden("model.txt"));

    TreeEnsemble model = ModelFiles.openLightGbm(file, ModelOptions.ofShape(FEATURES));

    double[] margin = new double[1];
    List<String> expected = LightGbmTexts.golden("margin_native.csv").lines().toList();
    Tensor outputs = model.outputs(Tensor.of(rows, expected.size(), FEATURES));
    for (int row = 0; row < expected.size(); row++) {
      model.forest().margins(rows, row * FEATURES, margin);
      assertThat(margin[0]).isEqualTo(Double.parseDouble(expected.get(row)));
      assertThat(outputs.at(row)).isEqualTo((float) margin[0]);
    }
    assertThat(model.as(AdditiveTrees.class)).isPresent();
  }

  @Test
  void theMeanByCoversIsTheExpectedValueOfShap() throws IOException {
    Forest forest = texts().read(LightGbmTexts.golden("model.txt"));

    double mean = forest.trees().stream().mapToDouble(tree -> mean(tree, 0)).sum();

    // shap 0.51 on the same file; both sum in float64, in another order
    assertThat(mean).isCloseTo(2.265856581354778, within(1e-13));
  }

  private static double mean(Tree tree, int node) {
    if (tree.isLeaf(node)) {
      return tree.value(node, 0);
    }
    int left = tree.left(node);
    int right = tree.right(node);
    return tree.share(node, left) * mean(tree, left) + tree.share(node, right) * mean(tree, right);
  }

  @ParameterizedTest
  @CsvSource({
    // set 1 is {0, 40}: words 1 and 256; set 0 is {1, 5}: word 34
    "0.5, 0, 50001",
    "0.5, 40.9, 50001",
    "0.5, -0.9, 50001",
    "0.5, 1, 50020",
    "0.5, -1, 50020",
    "0.5, 41, 50020",
    "0.5, NaN, 50020",
    "NaN, 0, 50001",
    "0.6, 1, 50300",
    "0.6, 5.5, 50300",
    "0.6, 0, 54000",
    "0.6, 37, 54000",
    "0.6, 3e9, 54000",
    "0.6, NaN, 54000"
  })
  void aSmallModelIsReadByHand(float first, float second, double expected) throws IOException {
    Forest forest = texts().read(LightGbmTexts.SMALL);
    double[] margins = new double[1];

    forest.margins(new float[] {first, second}, 0, margins);

    assertThat(margins[0]).isEqualTo(expected);
  }

  @Test
  void probabilitiesAreBehindTheLinkWithItsScale() throws IOException {
    Path file = texts().write(LightGbmTexts.SMALL.replace("=regression", "=binary sigmoid:0.0001"));
    ModelOptions options =
        new ModelOptions(List.of(2), Unit.PROBABILITY, List.of("yes"), ModelOptions.Device.CPU, 16);

    TreeEnsemble model = ModelFiles.openLightGbm(file, options);

    Tensor outputs = model.outputs(Tensor.of(new float[] {0.6f, 0}, 1, 2));
    assertThat(outputs.at(0)).isEqualTo((float) (1 / (1 + Math.exp(-5.4))));
    assertThat(model.as(AdditiveTrees.class)).isEmpty();
  }

  @Test
  void probabilitiesOfARegressionAreRefused() throws IOException {
    Path file = texts().write(LightGbmTexts.SMALL.replace("=regression", "=poisson"));
    ModelOptions options =
        new ModelOptions(List.of(2), Unit.PROBABILITY, List.of(), ModelOptions.Device.CPU, 16);

    AssayException failure =
        catchThrowableOfType(AssayException.class, () -> ModelFiles.openLightGbm(file, options));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(failure).hasMessageContaining("the link exponential").hasMessageContaining("raw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3", "v4"})
  void aFileOfAnyVersionWithWindowsLineEndsIsRead(String version) throws IOException {
    String text = LightGbmTexts.SMALL.replace("=v4", "=" + version).replace("\n", "\r\n");

    assertThat(texts().read(text).trees()).hasSize(2);
  }

  @Test
  void anOldFileMayEndWithItsLastTree() throws IOException {
    String old = LightGbmTexts.SMALL.replace("=v4", "=v2").replaceFirst("(?s)end of trees.*", "");

    assertThat(texts().read(old).trees()).hasSize(2);
    assertThat(texts().refused(old.replace("50000", "5").replaceFirst("(?s)leaf_weight=\\n.*", "")))
        .hasMessageContaining("the line 'end of trees' is missing after 2 trees");
  }

  @Test
  void anOldForestWhoseLeavesMayBePredictionsIsRefused() throws IOException {
    String forest =
        LightGbmTexts.SMALL
            .replace("=v4", "=v2")
            .replace("=regression", "=binary sigmoid:1\naverage_output");

    assertThat(texts().refused(forest)).hasMessageContaining("take the line objective= out");
    assertThat(texts().read(forest.replaceAll("objective=.*\\n", "")).trees()).hasSize(2);
    assertThat(texts().read(forest.replace("=v2", "=v3")).trees()).hasSize(2);
  }

  @Test
  void aFileWithoutTreeSizesIsRead() throws IOException {
    assertThat(texts().read(LightGbmTexts.SMALL.replaceAll("tree_sizes=.*\\n", "")).trees())
        .hasSize(2);
  }

  @Test
  void withoutCountsThereAreNoCovers() throws IOException {
    assertThat(texts().read(LightGbmTexts.SMALL).hasCovers()).isTrue();
    assertThat(texts().read(LightGbmTexts.SMALL.replaceAll("leaf_count=.*\\n", "")).hasCovers())
        .isFalse();
  }

  @Test
  void aModelOfNoObjectivePredictsItsMargin() throws IOException {
    Forest forest = texts().read(LightGbmTexts.SMALL.replace("objective=regression\n", ""));
    double[] margins = {-3};

    forest.link().apply(margins);

    assertThat(margins).containsExactly(-3);
  }

  @Test
  void rowsOfAnotherLengthAreRefused() throws IOException {
    Path file = texts().write(LightGbmTexts.SMALL);

    AssayException failure =
        catchThrowableOfType(
            AssayException.class, () -> ModelFiles.openLightGbm(file, ModelOptions.ofShape(3)));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(failure).hasMessageContaining("takes rows of 2 values, the job's have 3");
  }

  private LightGbmTexts texts() {
    return new LightGbmTexts(folder);
  }

  private static float[] rows(String table) {
    double[] cells =
        table
            .lines()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
            .toArray();
    float[] rows = new float[cells.length];
    for (int at = 0; at < cells.length; at++) {
      rows[at] = (float) cells[at];
    }
    return rows;
  }
}
