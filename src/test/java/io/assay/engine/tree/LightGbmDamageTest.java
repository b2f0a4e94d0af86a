package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong in a file of LightGBM is told, soon, and with its place. */
final class LightGbmDamageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "version=v4 | version=v5 | in the header version is 'v5'; need v2, v3 or v4",
        "version=v4 | x=y | in the header the line version= is missing",
        "max_feature_idx=1 | max_feature_idx=-1 | max_feature_idx is -1; need 0 to",
        "max_feature_idx=1 | max_feature_idx=2 | has 2 values; need 3",
        "num_tree_per_iteration=1 | num_tree_per_iteration=0 | need 1 to 100000",
        "num_tree_per_iteration=1 | num_tree_per_iteration=3 | 2 trees; need a multiple of"
            + " num_tree",
        "num_tree_per_iteration=1 | num_tree_per_iteration=2147483648 | need 1 to 100000",
        "label_index=0 | version=v4 | the line version= is there twice",
        "=regression | =survival | objective is 'survival'; need one of [binary, ",
        "=regression | =binary sigmoid:-1 | 'sigmoid:-1'; need a finite number above 0",
        "=regression | =binary sigmoid:x | 'sigmoid:x'; need a finite number above 0",
        "tree_sizes=1 1 | tree_sizes=1 1 1 | there are 2 trees; need 3, as many as tree_sizes",
        "num_leaves=4 | num_leaves=0 | in Tree=0 num_leaves is 0; need 1 to",
        "num_leaves=4 | num_leaves=5 | in Tree=0 leaf_value has 4 values; need 5",
        "num_leaves=4 | num_leaves=2000000000 | leaf_value has 4 values; need 2000000000",
        "num_leaves=4 | num_leaves=four | num_leaves is 'four'; need a whole number",
        "num_cat=2 | num_cat=1 | cat_boundaries has 3 values; need 2",
        "num_cat=2 | num_cat=0 | threshold[1] is 1.0, the number of a set of categories",
        "num_cat=2 | num_cat=4 | num_cat is 4; need 0 to 3",
        "split_feature=0 1 1 | split_feature=0 1 2 | split_feature[2] is 2; need 0 to 1",
        "split_feature=0 1 1 | split_feature=0 1 | split_feature has 2 values; need 3",
        "threshold=0.5 1 0 | threshold=nan 1 0 | threshold[0] is 'nan'; need a number",
        "threshold=0.5 1 0 | threshold=0.5d 1 0 | threshold[0] is '0.5d'; need a number",
        "threshold=0.5 1 0 | threshold=0.5 2 0 | threshold[1] is 2.0, the number of a set",
        "threshold=0.5 1 0 | threshold=0.5 inf 0 | threshold[1] is Infinity, the number of a set",
        "decision_type=2 1 9 | decision_type=2 1 12 | decision_type[2] is 12; need 0 to 11",
        "left_child=1 -1 -3 | left_child=1 -1 3 | left_child[2] is 3; need -4 to 2",
        "left_child=1 -1 -3 | left_child=1 -1 -5 | left_child[2] is -5; need -4 to 2",
        "left_child=1 -1 -3 | left_child=1 0 -3 | node 1 has the child 0, which has another",
        "left_child=1 -1 -3 | left_child=1 2 -3 | has another parent or is above it; need a tree",
        "left_child=1 -1 -3 | left_child=-1 -1 -3 | 5 of 7 nodes can be reached from the root",
        "leaf_value=1 20 300 4000 | leaf_value=1 inf 300 4000 | leaf_value[1] is Infinity; need a"
            + " fin",
        "leaf_value=1 20 300 4000 | leaf_value=1 nan 300 4000 | leaf_value[1] is 'nan'; need a num",
        "leaf_value=1 20 300 4000 | leaf_value=1 -nan 300 4000 | leaf_value[1] is '-nan'; need a",
        "leaf_value=1 20 300 4000 | leaf_value=1 x 300 4000 | leaf_value[1] is 'x'; need a number",
        "leaf_value=50000 | leaf_value= | in Tree=1 leaf_value has 0 values; need 1",
        "leaf_count=1 2 3 4 | leaf_count=1 2 3 | leaf_count has 3 values; need 4",
        "leaf_count=1 2 3 4 | leaf_count=1 2 3 -4 | cover -4.0; need 0 or more",
        "internal_count=10 3 7 | internal_count=10 3 7 7 | internal_count has 4 values; need 3",
        "cat_boundaries=0 1 3 | cat_boundaries=0 9 3 | cat_boundaries[2] is 3, before it 9",
        "cat_boundaries=0 1 3 | cat_boundaries=0 1 4 | cat_threshold has 3 values; need 4",
        "cat_threshold=34 1 256 | cat_threshold=34 1 4294967296 | need 0 to 4294967295",
        "is_linear=0 | is_linear=1 | train the model with linear_tree=false",
        "shrinkage=1 | shrink | in Tree=0 there is the line 'shrink'; need key=value",
        "shrinkage=1 | num_leaves=4 | in Tree=0 the line num_leaves= is there twice",
        "end of trees | end of tree | there is the line 'end of tree'; need key=value"
      })
  void whatIsWrongIsNamedWithItsPlace(String right, String wrong, String message)
      throws IOException {
    assertThat(texts().refused(LightGbmTexts.SMALL.replaceFirst(right, wrong)))
        .hasMessageContaining("model.txt")
        .hasMessageContaining(message);
  }

  @Test
  void nodesThatNobodyReachesAreRefused() throws IOException {
    String islands =
        LightGbmTexts.SMALL
            .replace("left_child=1 -1 -3", "left_child=-1 -2 -3")
            .replace("right_child=2 -2 -4", "right_child=-4 2 1");

    assertThat(texts().refused(islands))
        .hasMessageContaining("3 of 7 nodes can be reached from the root");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "tr",
        "tree",
        "trees\n",
        "{\"name\":\"tree\",\"version\":\"v4\"}",
        "booster[0]:\n0:[f0<0.5]",
        "\u0080\u0004pickle"
      })
  void anotherTextIsNoModel(String text) throws IOException {
    assertThat(texts().refused(text)).hasMessageContaining("model.txt");
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    ModelOptions options = ModelOptions.ofShape(2);
    Path missing = folder.resolve("none.txt");

    assertThat(
            catchThrowableOfType(
                AssayException.class, () -> ModelFiles.openLightGbm(missing, options)))
        .hasMessageContaining("none.txt: there is no such file");
    assertThat(
            catchThrowableOfType(
                AssayException.class, () -> ModelFiles.openLightGbm(folder, options)))
        .hasMessageContaining("it is a folder");
  }

  @Test
  void aModelCutOffAnywhereIsNoModel() throws IOException {
    String whole = LightGbmTexts.golden("model.txt");
    int end = whole.indexOf("end of trees") + "end of trees".length();

    for (int length = 0; length < end; length += 271) {
      assertThat(texts().refused(whole.substring(0, length))).hasMessageContaining("model.txt");
    }
    for (int length = LightGbmTexts.SMALL.indexOf("end of trees") + 11; length >= 0; length--) {
      assertThat(texts().refused(LightGbmTexts.SMALL.substring(0, length)))
          .hasMessageContaining("model.txt");
    }
  }

  @Test
  void aModelWithAnyByteChangedIsReadOrRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    byte[] whole = LightGbmTexts.SMALL.getBytes(StandardCharsets.ISO_8859_1);
    int refused = 0;

    for (int trial = 0; trial < 5000; trial++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Path file = Files.write(folder.resolve("model.txt"), damaged);
      try {
        assertThat(LightGbm.read(file).outputs()).isPositive();
      } catch (AssayException failure) {
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
        refused++;
      }
    }

    assertThat(refused).isBetween(1000, 4500);
  }

  @Test
  void aChainOfAMillionQuestionsIsRefused() throws IOException {
    int questions = 1_000_000;
    StringBuilder left = new StringBuilder();
    StringBuilder right = new StringBuilder();
    for (int node = 0; node < questions; node++) {
      left.append(node + 1 < questions ? node + 1 : -1 - questions).append(' ');
      right.append(-1 - node).append(' ');
    }
    String chain =
        """
        tree
        version=v4
        num_class=1
        max_feature_idx=0
        Tree=0
        num_leaves=%d
        split_feature=%s
        threshold=%s
        decision_type=%s
        left_child=%s
        right_child=%s
        leaf_value=%s
        end of trees
        """
            .formatted(
                questions + 1,
                "0 ".repeat(questions),
                "0 ".repeat(questions),
                "2 ".repeat(questions),
                left,
                right,
                "1 ".repeat(questions + 1));

    assertThat(texts().refused(chain))
        .hasMessageContaining("is 1001 questions deep; need at most 1000");
  }

  private LightGbmTexts texts() {
    return new LightGbmTexts(folder);
  }
}
