package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.tree.OnnxGraph.Value;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may stand around trees in a graph. */
final class OnnxWayTest {
  private static final int INT64 = 7;
  private static final Value SCORES = new Value("scores", OnnxGraph.FLOAT, 2);

  @Test
  void inputsOneBesideTheOtherAreARowInTheirOrder() throws HiddenTrees {
    List<Value> inputs = List.of(new Value("age", INT64, 1), new Value("rest", OnnxGraph.FLOAT, 4));

    OnnxWay way =
        OnnxWay.of(
            new OnnxGraph(
                List.of(
                    cast("age", "age32"), node("Concat", "X", "age32", "rest"), classifier("X")),
                inputs,
                List.of(SCORES)),
            Optional.empty());

    assertThat(way.width()).isEqualTo(5);
    assertThat(way.trees().operator()).isEqualTo("TreeEnsembleClassifier");
  }

  @Test
  void inputsInAnotherOrderAndInputsLeftOutHideTheTrees() {
    List<Value> inputs =
        List.of(new Value("a", OnnxGraph.FLOAT, 1), new Value("b", OnnxGraph.FLOAT, 1));

    for (OnnxNode concat : List.of(node("Concat", "X", "b", "a"), node("Concat", "X", "a"))) {
      assertThatThrownBy(
              () ->
                  OnnxWay.of(
                      new OnnxGraph(List.of(concat, classifier("X")), inputs, List.of(SCORES)),
                      Optional.empty()))
          .isInstanceOf(HiddenTrees.class)
          .hasMessageContaining("need the inputs [a, b], in this order");
    }
  }

  @Test
  void aScalerBeforeAndANormalizerBehindHideTheTreesByName() {
    List<Value> inputs = List.of(new Value("a", OnnxGraph.FLOAT, 3));

    assertThatThrownBy(
            () ->
                OnnxWay.of(
                    new OnnxGraph(
                        List.of(node("Scaler", "X", "a"), classifier("X")),
                        inputs,
                        List.of(SCORES)),
                    Optional.empty()))
        .hasMessageContaining("the Scaler before the trees");
    assertThatThrownBy(
            () ->
                OnnxWay.of(
                    new OnnxGraph(
                        List.of(classifier("a"), node("Normalizer", "sum1", "scores")),
                        inputs,
                        List.of(new Value("sum1", OnnxGraph.FLOAT, 2))),
                    Optional.empty()))
        .hasMessageContaining("comes from Normalizer");
  }

  @Test
  void theLabelIsNoSumOfTrees() {
    OnnxGraph graph =
        new OnnxGraph(
            List.of(classifier("a"), cast("label", "label32")),
            List.of(new Value("a", OnnxGraph.FLOAT, 3)),
            List.of(SCORES, new Value("label32", OnnxGraph.FLOAT, 0)));

    assertThatThrownBy(() -> OnnxWay.of(graph, Optional.of("label32")))
        .isInstanceOf(HiddenTrees.class)
        .hasMessageContaining("label");
  }

  private static OnnxNode classifier(String input) {
    return new OnnxNode(
        "TreeEnsembleClassifier",
        List.of(input),
        List.of("label", "scores"),
        new OnnxAttributes(Map.of()));
  }

  private static OnnxNode node(String operator, String output, String... inputs) {
    return new OnnxNode(operator, List.of(inputs), List.of(output), new OnnxAttributes(Map.of()));
  }

  private static OnnxNode cast(String from, String to) {
    byte[] toFloat = OnnxFile.number(3, OnnxGraph.FLOAT);
    return new OnnxNode(
        "Cast",
        List.of(from),
        List.of(to),
        new OnnxAttributes(Map.of("to", ByteBuffer.wrap(toFloat))));
  }
}
