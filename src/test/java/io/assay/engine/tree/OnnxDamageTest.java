package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.BlackBox;
import io.assay.model.TreeEnsemble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged trees are refused with what is wrong, soon, and none takes the process down. */
final class OnnxDamageTest {
  private static final int DEEP = 1_000_000;

  @TempDir private Path folder;

  @Test
  void aFileCutOffAnywhereIsNoModel() throws IOException {
    byte[] whole = Files.readAllBytes(OnnxTreesTest.file("softmax"));
    Path file = folder.resolve("cut.onnx");

    for (int length = 0; length < whole.length; length += 41) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(refused(file, 4).code().kind())
          .as("%d bytes", length)
          .isEqualTo(ErrorCode.Kind.MODEL);
    }
  }

  @Test
  void aDamagedByteIsRefusedOrGivesAModelButNothingElse() throws IOException {
    byte[] whole = Files.readAllBytes(OnnxTreesTest.file("covers"));
    SplittableRandom random = new SplittableRandom(11);
    int trees = 0;

    for (int trial = 0; trial < 3000; trial++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        OnnxGraph graph = OnnxGraph.read(ByteBuffer.wrap(damaged));
        OnnxWay way = OnnxWay.of(graph, Optional.empty());
        trees += OnnxForest.of(way.trees(), 4, way.element()).trees().size();
      } catch (IllegalArgumentException | ArithmeticException | HiddenTrees refused) {
        assertThat(refused).message().isNotBlank();
      }
    }

    assertThat(trees).isPositive();
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        Arguments.of(
            "a root among its own children",
            stump().ints("nodes_truenodeids", 0, 0, 0),
            "has another parent"),
        Arguments.of(
            "a child that is not there", stump().ints("nodes_falsenodeids", 7, 0, 0), "child 7"),
        Arguments.of("a negative child", stump().ints("nodes_falsenodeids", -1, 0, 0), "child -1"),
        Arguments.of(
            "children that are one",
            stump().ints("nodes_falsenodeids", 1, 0, 0),
            "has another parent"),
        Arguments.of(
            "lists of different lengths",
            stump().ints("nodes_featureids", 0, 0),
            "nodes_featureids has 2"),
        Arguments.of("too few weights", stump().floats("target_weights", 1), "2, 2, 2 and 1"),
        Arguments.of(
            "a threshold that is no number",
            stump().floats("nodes_values", Double.NaN, 0, 0),
            "NaN"),
        Arguments.of(
            "a weight that is no number", stump().floats("target_weights", Double.NaN, 0), "NaN"),
        Arguments.of(
            "an infinite weight",
            stump().floats("target_weights", 1, Double.POSITIVE_INFINITY),
            "Infinity"),
        Arguments.of(
            "an unknown mode",
            stump().texts("nodes_modes", List.of("BRANCH_XOR", "LEAF", "LEAF")),
            "BRANCH_XOR"),
        Arguments.of(
            "two nodes of one number", stump().ints("nodes_nodeids", 0, 1, 1), "two nodes 1"),
        Arguments.of(
            "a leaf without weight", stump().ints("target_nodeids", 1, 1), "has no weight"),
        Arguments.of("an output too many", stump().ints("target_ids", 0, 1), "output 1"),
        Arguments.of("a feature too many", stump().ints("nodes_featureids", 2, 0, 0), "feature 2"),
        Arguments.of(
            "a feature beyond all", stump().ints("nodes_featureids", 1L << 40, 0, 0), "overflow"),
        Arguments.of(
            "a negative feature", stump().ints("nodes_featureids", -1, 0, 0), "feature is -1"),
        Arguments.of(
            "outputs without end", stump().number("n_targets", 1L << 40), "1099511627776 outputs"),
        Arguments.of(
            "no trees",
            new OnnxFile("TreeEnsembleRegressor", 2).number("n_targets", 1),
            "no trees"),
        Arguments.of(
            "half a tensor", stump().singles("nodes_values_as_tensor", 1), "nodes_values has 1"));
  }

  static Stream<Arguments> damageOfVersion5() {
    return Stream.of(
        Arguments.of(
            "trees in circles", version5().ints("nodes_trueleafs", 0, 1), "node 0 has two parents"),
        Arguments.of("a root that is not there", version5().ints("tree_roots", 9), "root 9"),
        Arguments.of(
            "a leaf that is not there", version5().ints("nodes_truenodeids", 5, 1), "leaf 5"),
        Arguments.of("a mode by number", version5().octets("nodes_modes", 0, 9), "mode 9"),
        Arguments.of(
            "lists of 5 of different lengths",
            version5().ints("nodes_featureids", 0),
            "different lengths"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"damage", "damageOfVersion5"})
  void treesThatAreNoneAreRefusedWithWhatIsWrong(String name, OnnxFile file, String reason) {
    AssayException failure = refused(file.save(folder), 2);

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
    assertThat(failure).hasMessageContaining("written.onnx").hasMessageContaining(reason);
    assertThat(failure.getMessage()).hasLineCount(1);
  }

  @Test
  void aLengthBeyondTheEndIsRefused() throws IOException {
    byte[] whole = stump().bytes();
    byte[] beyond = OnnxFile.joined(OnnxFile.varint(7 << 3 | 2), OnnxFile.varint(1L << 40), whole);
    Path file = Files.write(folder.resolve("beyond.onnx"), beyond);

    assertThat(refused(file, 2))
        .hasMessageContaining("1099511627776 bytes long")
        .extracting(AssayException::code)
        .isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }

  @Test
  void aChainOfAMillionQuestionsIsRefusedWithinSeconds() {
    int nodes = 2 * DEEP + 1;
    long[] yes = new long[nodes];
    long[] no = new long[nodes];
    long[] leaves = new long[DEEP + 1];
    for (int i = 0; i < DEEP; i++) { // questions first, then leaves
      yes[i] = (long) DEEP + i;
      no[i] = i + 1 < DEEP ? i + 1 : 2 * DEEP;
      leaves[i] = (long) DEEP + i;
    }
    leaves[DEEP] = 2 * DEEP;
    List<String> modes =
        Stream.concat(
                Collections.nCopies(DEEP, "BRANCH_LT").stream(),
                Collections.nCopies(DEEP + 1, "LEAF").stream())
            .toList();
    Path file =
        new OnnxFile("TreeEnsembleRegressor", 2)
            .ints("nodes_treeids", new long[nodes])
            .ints("nodes_nodeids", LongStream.range(0, nodes).toArray())
            .ints("nodes_featureids", new long[nodes])
            .texts("nodes_modes", modes)
            .floats("nodes_values", new double[nodes])
            .ints("nodes_truenodeids", yes)
            .ints("nodes_falsenodeids", no)
            .ints("target_treeids", new long[DEEP + 1])
            .ints("target_nodeids", leaves)
            .ints("target_ids", new long[DEEP + 1])
            .floats("target_weights", new double[DEEP + 1])
            .number("n_targets", 1)
            .save(folder);

    AssayException failure = assertTimeout(Duration.ofSeconds(60), () -> refused(file, 2));

    assertThat(failure).hasMessageContaining("1001 questions deep");
  }

  @Test
  void namesInCirclesEndInNoTrees() {
    OnnxGraph graph = OnnxGraph.read(ByteBuffer.wrap(stump().bytes()));
    OnnxNode circle =
        new OnnxNode(
            "Identity", List.of("scores"), List.of("scores"), new OnnxAttributes(Map.of()));
    OnnxGraph circular =
        new OnnxGraph(
            Stream.concat(graph.nodes().stream(), Stream.of(circle)).toList(),
            graph.inputs(),
            graph.outputs());

    assertThatThrownBy(() -> OnnxWay.of(circular, Optional.empty()))
        .isInstanceOf(HiddenTrees.class);
  }

  @Test
  void rowsOfAnotherLengthAreRefusedWithBothLengths() {
    assertThat(refused(stump().save(folder), 3))
        .hasMessageContaining("[any, 2]")
        .hasMessageContaining("[3]")
        .extracting(AssayException::code)
        .isEqualTo(ErrorCode.MODEL_SHAPE);
  }

  @Test
  void theUndamagedTreesAreTaken() {
    for (OnnxFile file : List.of(stump(), version5())) {
      try (BlackBox model = ModelFiles.openOnnx(file.save(folder), ModelOptions.ofShape(2))) {
        assertThat(model.as(TreeEnsemble.class)).isPresent();
      }
    }
  }

  private static AssayException refused(Path file, int features) {
    return catchThrowableOfType(
        AssayException.class,
        () -> ModelFiles.openOnnx(file, ModelOptions.ofShape(features)).close());
  }

  /** A tree of one question; what is said again of it later counts. */
  private static OnnxFile stump() {
    return new OnnxFile("TreeEnsembleRegressor", 2)
        .ints("nodes_treeids", 0, 0, 0)
        .ints("nodes_nodeids", 0, 1, 2)
        .ints("nodes_featureids", 0, 0, 0)
        .texts("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF"))
        .floats("nodes_values", 1, 0, 0)
        .ints("nodes_truenodeids", 1, 0, 0)
        .ints("nodes_falsenodeids", 2, 0, 0)
        .ints("target_treeids", 0, 0)
        .ints("target_nodeids", 1, 2)
        .ints("target_ids", 0, 0)
        .floats("target_weights", 1, 2)
        .number("n_targets", 1);
  }

  private static OnnxFile version5() {
    return new OnnxFile("TreeEnsemble", 2)
        .ints("nodes_featureids", 0, 1)
        .octets("nodes_modes", 0, 0)
        .singles("nodes_splits", 0, 2.5)
        .ints("nodes_trueleafs", 1, 1)
        .ints("nodes_falseleafs", 0, 1)
        .ints("nodes_truenodeids", 0, 1)
        .ints("nodes_falsenodeids", 1, 2)
        .ints("leaf_targetids", 0, 0, 0)
        .singles("leaf_weights", 1, 2, 4)
        .ints("tree_roots", 0)
        .number("n_targets", 1);
  }
}
