package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.ModelSignature.Unit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong in a file of XGBoost is told, soon, and with its place. */
class XgboostDamageTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1,-1,3,-1,-1] | [1,-1,0,-1,-1] | tree 0: node 2 has the child 0, which has another parent
          [1,-1,3,-1,-1] | [1,-1,2,-1,-1] | tree 0: node 2 has the child 2, which has another parent
          [1,-1,3,-1,-1] | [1,-1,9,-1,-1] | tree 0: node 2 has the child 9; need 0 to 4
          [1,-1,3,-1,-1] | [1,-1,-2,-1,-1] | tree 0: node 2 has the child -2; need 0 to 4
          [2,-1,4,-1,-1] | [1,-1,4,-1,-1] | tree 0: node 0 has the child 1, which has another
          [1,-1,3,-1,-1] | [1,-1,3,-1] | right_children has 5 entries, left_children has 4
          [2,-1,4,-1,-1] | [2,-1,4,-1,-1,0] | right_children has 6 entries, left_children has 5
          [2,-1,4,-1,-1] | [] | right_children has 0 entries, left_children has 5; need one a node
          [2,-1,4,-1,-1] | {} | right_children is an object; need a list of numbers
          [2,-1,4,-1,-1] | "x" | right_children is "x"; need a list of numbers
          [2,-1,4,-1,-1] | [2,-1,null,-1,-1] | there is NULL; need a number
          [2,-1,4,-1,-1] | [2,-1,[4],-1,-1] | there is BEGIN_ARRAY; need a number
          [2,-1,4,-1,-1] | [2,-1,4.5,-1,-1] | holds others, such as 4.5
          [2,-1,4,-1,-1] | [2,-1,"x",-1,-1] | need a number
          [5E-1,1E0, | [NaN,1E0, | tree 0: node 0: the threshold is NaN; need a finite number
          [5E-1,1E0, | [Infinity,1E0, | tree 0: node 0: the threshold is Infinity; need a finite
          [5E-1,1E0, | [-Infinity,1E0, | tree 0: node 0: the threshold is -Infinity; need a finite
          [5E-1,1E0, | [5E-1,NaN, | tree 0: leaf 1 has the values [NaN]; need finite numbers
          [5E-1,1E0, | [1E0, | split_conditions has 4 entries, left_children has 5
          [1E1,4E0, | [1E1,-4E0, | tree 0: node 1 has the cover -4.0; need 0 or more
          [1E1,4E0, | [1E1, | sum_hessian has 4 entries
          split_indices":[0,0,1 | split_indices":[0,0,2 | tree 0 looks at feature 2; need 0 to 1
          split_indices":[0,0,1 | split_indices":[-7,0,1 | node 0: feature is -7; need 0 or more
          split_type":[0,0,1 | split_type":[0,0,0 | node 2 has the split_type 0, and
          split_type":[0,0,1 | split_type":[1,0,1 | node 0 has the split_type 1, and
          split_type":[0,0,1 | split_type":[1 | split_type has 3 entries, left_children has 5
          categories":[1,3] | categories":[1] | a set of categories has 2 from place 0 on
          categories":[1,3] | categories":[1,-3] | a set holds the category -3; need 0 to
          categories":[1,3] | categories":[1,2000000000] | a set holds the category 2000000000
          categories_sizes":[2] | categories_sizes":[0] | a set of categories has 0 from place 0
          categories_sizes":[2] | categories_sizes":[] | categories_segments has 1 entries,
          segments":[0] | segments":[2147483647] | a set of categories has 2 from place 2147483647
          categories_nodes":[2] | categories_nodes":[2,2] | categories_segments has 1 entries,
          "id":0 | "id":1 | tree 0: id is 1; need trees in the order of their ids
          tree_info":[0] | tree_info":[1] | tree 0 adds to the outputs 1 to 1; need 0 to 0
          tree_info":[0] | tree_info":[2147483647] | tree 0 adds to the outputs 2147483647 to
          tree_info":[0] | tree_info":[0,0] | tree_info is for 2 trees, the file has 1
          num_trees":"1 | num_trees":"2 | num_trees is for 2 trees, the file has 1
          size_leaf_vector":"1 | size_leaf_vector":"3 | leaves have 3 values, the model 1
          "trees":[ | "trees":[1,2], "x":[ | trees is a list of 2 numbers; need a list of
          "trees":[ | "trees":[[]],"x":[ | tree 0 is a list of 0 numbers; need an object
          "trees":[ | "trees":{}, "x":[ | trees is an object; need a list of objects
          "trees":[ | "woods":[ | trees is missing
          "left_children" | "links" | tree 0: left_children is missing
          base_score":"5E-1 | base_score":"five | base_score holds "five"; need a number
          base_score":"5E-1 | base_score":"[] | base_score holds ""; need a number
          base_score":"5E-1 | base_score":"[1,2] | base_score has 2 numbers; need 1 or one an
          base_score":"5E-1 | base_score":"NaN | base_score is NaN; need a finite number
          num_feature":"2","num_target | num_feature":"-2","x | num_feature is "-2"
          num_feature":"2","num_target | num_feature":"9e99","x | num_feature is "9e99"
          num_target":"1 | num_target":"2000000000 | there are 2000000000 classes or targets; need at
          num_class":"0 | num_class":"2147483647 | there are 2147483647 classes or targets; need at
          num_target":"1 | num_target":"x | num_target is "x"; need a whole number of 0 or more
          "gbtree"} | "gblinear"} | the booster is gblinear, which has no trees; need gbtree or
          reg:squarederror | reg:mine | the objective is reg:mine; known objectives: binary:hinge,
          "objective" | "aim" | objective is missing
          "learner" | "lerner" | learner is missing: it is no XGBoost model
          "version" | "learner" | there are two fields at $.learner
          """)
  void whatIsWrongIsSaidWithItsPlace(String found, String by, String said) throws IOException {
    String text = XgboostTexts.replaced(found, by);

    String message = refused(text.getBytes(StandardCharsets.UTF_8));

    assertThat(message)
        .startsWith("Cannot read the XGBoost model " + folder.resolve("model") + ": ")
        .contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "'', it begins with neither a JSON nor a UBJSON object",
    "tree, it begins with neither a JSON nor a UBJSON object",
    "'[1,2]', it begins with neither",
    "'binf\u0000\u0001', save the model with XGBoost 1.0 or later",
    "{}, learner is missing",
    "' {\"version\":[1]}', learner is missing",
    "'{\"learner\":[]}', learner is a list of 0 numbers; need an object",
    "'{\"learner\":{}}', objective is missing",
    "'{\"learner\":{}} {}', more follows the object",
    "'{\"learner\":', End of input",
    "'{\"a\" 1}', Expected ':'",
  })
  void anotherProgramsFileIsToldFromAModel(String text, String said) throws IOException {
    assertThat(refused(text.getBytes(StandardCharsets.UTF_8))).contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "binary:logistic, 0, 'base_score is 0.0; need a probability, more than 0 and less than 1'",
    "binary:logistic, 1, 'base_score is 1.0; need a probability, more than 0 and less than 1'",
    "binary:logistic, [1.5], 'base_score is 1.5; need a probability'",
    "count:poisson, 0, 'base_score is 0.0; need a number more than 0'",
    "reg:gamma, -1, 'base_score is -1.0; need a number more than 0'"
  })
  void aBaseScoreThatTheObjectiveCannotPredictIsRefused(String objective, String score, String said)
      throws IOException {
    String text =
        XgboostTexts.replaced("reg:squarederror", objective)
            .replace("\"base_score\":\"5E-1\"", "\"base_score\":\"" + score + "\"");

    assertThat(refused(text.getBytes(StandardCharsets.UTF_8))).contains(said);
  }

  @Test
  void aMissingFileAndAFolderAreTold() {
    assertThat(refused(folder.resolve("none"))).contains("there is no such file");
    assertThat(refused(folder)).contains("it is a folder; need a file");
  }

  /** A set of the largest category takes 2 MiB, however short it is in the file. */
  @Test
  void setsOfCategoriesThatTakeGigabytesAreRefused() throws IOException {
    String text =
        XgboostTexts.replaced("\"categories\":[1,3]", "\"categories\":[1,16777215]")
            .replace(
                "\"categories_nodes\":[2]", "\"categories_nodes\":[2" + ",2".repeat(10_000) + "]");

    assertThat(refused(text.getBytes(StandardCharsets.UTF_8)))
        .contains("tree 0: sets of categories up to here take 20001 MiB; need 1024 at most");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "ubj"})
  void aFileThatIsCutShortIsRefusedWhereverItEnds(String format) throws IOException, XGBoostError {
    byte[] whole = XgboostTraining.CATEGORICAL.train(2).toByteArray(format);

    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int length = 0; length < whole.length; length += 8) {
            refused(Arrays.copyOf(whole, length));
          }
        });
  }

  /** A change may leave a model, of other numbers; nothing else than a refusal may come of it. */
  @ParameterizedTest
  @ValueSource(strings = {"json", "ubj"})
  void aFileWithChangedBytesIsReadOrRefused(String format) throws IOException, XGBoostError {
    byte[] whole = XgboostTraining.CATEGORICAL.train(2).toByteArray(format);
    SplittableRandom random = new SplittableRandom(17);

    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int draw = 0; draw < 1000; draw++) {
            byte[] changed = whole.clone();
            for (int times = 0; times <= draw % 3; times++) {
              changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            readOrRefused(changed);
          }
        });
  }

  private void readOrRefused(byte[] content) throws IOException {
    try {
      ModelFiles.openXgboost(written(content), ModelOptions.ofShape(XgboostTraining.FEATURES));
    } catch (AssayException refusal) {
      assertThat(refusal.code()).isIn(ErrorCode.MODEL_UNREADABLE, ErrorCode.MODEL_SHAPE);
    }
  }

  @Test
  void aChainOfAMillionQuestionsIsRefusedSoon() {
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(refused(XgboostTexts.chain(1_000_000).getBytes(StandardCharsets.UTF_8)))
                .contains("tree 0: node 1001 is 1001 questions deep; need at most 1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "[", "{\"learner\":["})
  void objectsInObjectsWithoutEndAreRefused(String opening) {
    String text = "{\"learner\":" + opening.repeat(1_000_000);

    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(refused(text.getBytes(StandardCharsets.UTF_8)))
                .contains("Nesting limit 64 reached"));
  }

  @Test
  void probabilitiesOfAModelThatGivesNoneAreRefused() throws IOException {
    Path file = written(XgboostTexts.WHOLE.getBytes(StandardCharsets.UTF_8));
    ModelOptions options =
        new ModelOptions(List.of(2), Unit.PROBABILITY, List.of(), Device.CPU, 512);

    AssayException refusal =
        catchThrowableOfType(AssayException.class, () -> ModelFiles.openXgboost(file, options));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(refusal).hasMessageContaining("gives no probabilities");
  }

  @Test
  void rowsOfAnotherLengthAreRefused() throws IOException {
    Path file = written(XgboostTexts.WHOLE.getBytes(StandardCharsets.UTF_8));

    AssayException refusal =
        catchThrowableOfType(
            AssayException.class, () -> ModelFiles.openXgboost(file, ModelOptions.ofShape(3)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(refusal).hasMessageContaining("takes rows of 2 values, the job's have 3");
  }

  private String refused(byte[] content) throws IOException {
    return refused(written(content));
  }

  private Path written(byte[] content) throws IOException {
    return Files.write(folder.resolve("model"), content);
  }

  private static String refused(Path file) {
    AssayException refusal =
        catchThrowableOfType(
            AssayException.class, () -> ModelFiles.openXgboost(file, ModelOptions.ofShape(2)));
    assertThat(refusal).as("what is said of %s", file).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
    return String.valueOf(refusal.getMessage());
  }
}
