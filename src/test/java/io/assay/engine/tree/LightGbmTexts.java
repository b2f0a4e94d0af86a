package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.tree.Forest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts of LightGBM models, and what becomes of them.
 *
 * @param folder where they are written
 */
record LightGbmTexts(Path folder) {
  /**
   * Two trees by hand: one of a number and two sets of categories, {1, 5} and {0, 40}, and a leaf.
   */
  static final String SMALL =
      """
      tree
      version=v4
      num_class=1
      num_tree_per_iteration=1
      label_index=0
      max_feature_idx=1
      objective=regression
      feature_names=a b=c
      feature_infos=[-1:1] 0:1:5:40
      tree_sizes=1 1

      Tree=0
      num_leaves=4
      num_cat=2
      split_feature=0 1 1
      split_gain=3 2 1
      threshold=0.5 1 0
      decision_type=2 1 9
      left_child=1 -1 -3
      right_child=2 -2 -4
      leaf_value=1 20 300 4000
      leaf_weight=1 2 3 4
      leaf_count=1 2 3 4
      internal_value=0 0 0
      internal_weight=10 3 7
      internal_count=10 3 7
      cat_boundaries=0 1 3
      cat_threshold=34 1 256
      is_linear=0
      shrinkage=1


      Tree=1
      num_leaves=1
      num_cat=0
      split_feature=
      split_gain=
      threshold=
      decision_type=
      left_child=
      right_child=
      leaf_value=50000
      leaf_weight=
      leaf_count=
      internal_value=
      internal_weight=
      internal_count=
      is_linear=0
      shrinkage=1


      end of trees

      feature_importances:
      b=c=2
      a=1

      parameters:
      [boosting: gbdt]

      end of parameters

      pandas_categorical:[["x", "y"]]
      """;

  Forest read(String text) throws IOException {
    return LightGbm.read(write(text));
  }

  AssayException refused(String text) throws IOException {
    Path file = write(text);
    AssayException failure = catchThrowableOfType(AssayException.class, () -> LightGbm.read(file));
    assertThat(failure).as(text.length() > 3000 ? "a long text" : text).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
    return failure;
  }

  Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("model.txt"), text, StandardCharsets.ISO_8859_1);
  }

  static String golden(String name) throws IOException {
    try (InputStream in = LightGbmTexts.class.getResourceAsStream("/golden/trees/lgb_bc/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
