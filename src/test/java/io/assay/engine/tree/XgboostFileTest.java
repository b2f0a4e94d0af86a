package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Link;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of other versions than the one that is the oracle elsewhere, written by hand. */
class XgboostFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0.4999999, 0, 1.5",
    "0.5, 0, 2.5",
    "NaN, 0, 1.5",
    "1, 1, 3.5",
    "1, 1.9, 3.5",
    "1, 2, 2.5",
    "1, 3, 3.5",
    "1, 4, 2.5",
    "1, -1, 2.5",
    "1, -0.5, 2.5",
    "1, 1e9, 2.5",
    "1, NaN, 3.5"
  })
  void categoriesOfASetGoRightAndAllOthersLeft(float first, float second, float margin)
      throws IOException {
    TreeEnsemble model = open(XgboostTexts.WHOLE, 2);

    Tensor outputs = model.outputs(Tensor.of(new float[] {first, second}, 1, 2));

    assertThat(outputs.values()).containsExactly(margin);
  }

  @Test
  void theFirstVersionsLackWhatCameLater() throws IOException {
    TreeEnsemble model = open(XgboostTexts.FIRST, 1);

    Tensor outputs = model.outputs(Tensor.of(new float[] {0, 1, Float.NaN}, 3, 1));

    assertThat(outputs.values()).containsExactly(1, 2, 1);
    assertThat(model.forest().link()).isSameAs(Link.LOGISTIC);
    assertThat(model.forest().trees().get(0).cover(0)).isEqualTo(10);
  }

  @Test
  void leavesOfSeveralValuesMayStandApart() throws IOException {
    TreeEnsemble model = open(XgboostTexts.VECTORS, 1);

    Tensor outputs = model.outputs(Tensor.of(new float[] {0, 1}, 2, 1));

    assertThat(outputs.values()).containsExactly(11, 22, 13, 24);
    assertThat(model.forest().hasCovers()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "reg:squarederror, 5E-1, 0.5",
    "reg:squarederror, [5E-1], 0.5",
    "binary:logistic, [2.5E-1], -1.0986123",
    "binary:logistic, [0E0], -13.81551",
    "binary:logistic, [1E0], 13.74516",
    "binary:logistic, [1E-8], -13.81551",
    "binary:logistic, 1E-8, -18.420681",
    "binary:logitraw, -2E0, -2",
    "count:poisson, [2E0], 0.6931472",
    "reg:gamma, 1E0, 0",
    "survival:aft, 2E0, 0.6931472",
    "rank:ndcg, 3E-9, 3E-9"
  })
  void aBaseScoreIsAPredictionOfTheObjective(String objective, String score, float margin)
      throws IOException {
    String text =
        XgboostTexts.replaced("reg:squarederror", objective)
            .replace("\"base_score\":\"5E-1\"", "\"base_score\":\"" + score + "\"");

    Forest forest = open(text, 2).forest();

    assertThat((float) forest.base(0)).isEqualTo(margin);
  }

  @Test
  void baseScoresMayBeOneAClass() throws IOException {
    String text =
        XgboostTexts.replaced("\"5E-1\"", "\"[-3.95E-2,1.97E-1,-1.57E-1]\"")
            .replace("\"num_class\":\"0\"", "\"num_class\":\"3\"")
            .replace("reg:squarederror", "multi:softprob");

    Forest forest = open(text, 2).forest();

    assertThat(forest.outputs()).isEqualTo(3);
    assertThat((float) forest.base(1)).isEqualTo(1.97E-1f);
    assertThat(forest.link()).isSameAs(Link.SOFTMAX);
  }

  @Test
  void aTreeOfAClassAddsToThatClass() throws IOException {
    String text =
        XgboostTexts.replaced("\"num_class\":\"0\"", "\"num_class\":\"3\"")
            .replace("\"tree_info\":[0]", "\"tree_info\":[2]")
            .replace("reg:squarederror", "multi:softprob");

    TreeEnsemble model = open(text, 2);

    Tensor outputs = model.outputs(Tensor.of(new float[] {0, 0}, 1, 2));
    assertThat(outputs.values()).containsExactly(0.5f, 0.5f, 1.5f);
  }

  @Test
  void nodesThatPruningDeletedAreLeftOut() throws IOException {
    String text =
        XgboostTexts.replaced("[1,-1,3,-1,-1]", "[1,-1,-1,-1,-1]")
            .replace("[2,-1,4,-1,-1]", "[2,-1,-1,-1,-1]")
            .replace("NaN", "7E0")
            .replace("\"categories_nodes\":[2]", "\"categories_nodes\":[]")
            .replace("\"split_type\":[0,0,1,0,0]", "\"split_type\":[0,0,0,0,0]")
            .replace("\"split_indices\":[0,0,1,0,0]", "\"split_indices\":[0,0,0,2147483647,-1]")
            .replace("\"num_deleted\":\"0\"", "\"num_deleted\":\"2\"");

    Forest forest = open(text, 2).forest();

    assertThat(forest.trees().get(0).nodes()).isEqualTo(3);
  }

  @Test
  void oneLeafIsATree() throws IOException {
    String text = XgboostTexts.chain(0);

    TreeEnsemble model = open(text, 2);

    Tensor outputs = model.outputs(Tensor.of(new float[] {0, 0}, 1, 2));
    assertThat(outputs.values()).containsExactly(0.5f);
  }

  @Test
  void aModelOfNoTreesGivesItsBaseScore() throws IOException {
    String text =
        XgboostTexts.WHOLE
            .replaceAll("(?s)\"trees\":\\[.*?\\}\\}\\]", "\"trees\":[]")
            .replace("\"tree_info\":[0]", "\"tree_info\":[]")
            .replace("\"num_trees\":\"1\"", "\"num_trees\":\"0\"");

    TreeEnsemble model = open(text, 2);

    Tensor outputs = model.outputs(Tensor.of(new float[] {0, 0}, 1, 2));
    assertThat(outputs.values()).containsExactly(0.5f);
  }

  private TreeEnsemble open(String text, int features) throws IOException {
    Path file = folder.resolve("model.txt");
    Files.writeString(file, text);
    return ModelFiles.openXgboost(file, ModelOptions.ofShape(features));
  }
}
