package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.job.JobReader;
import io.assay.job.ModelSpec;
import io.assay.job.Problem;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Units that outputs of boosted trees have and those that they have not. */
class TreeOutputsTest {
  /** A forest of one leaf. */
  private record Stump(Forest forest) implements TreeEnsemble {
    static Stump of(Link link) {
      Tree leaf = Tree.of(List.of(Node.leaf(1, 0.5)), 0);
      return new Stump(new Forest(1, List.of(leaf), List.of(0.0), link, Forest.Summation.FLOAT64));
    }

    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(1), List.of("y"), Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      return Tensor.zeros(input.rows(), 1);
    }

    @Override
    public void close() {}
  }

  private static List<String> problems(String model, Link link) {
    ModelSpec spec =
        JobReader.read(
                """
                name: units
                input: {path: data, features: [a]}
                model: %s
                output: {path: out}
                """
                    .formatted(model),
                List.of())
            .model();
    return TreeOutputs.problems(spec, Stump.of(link)).stream().map(Problem::toString).toList();
  }

  @Test
  void aRegressionIsInAUnitOfItsOwn() {
    assertThat(problems("{engine: xgboost, path: m}", Link.IDENTITY))
        .singleElement()
        .asString()
        .contains("model.outputs.unit is logit", "set it to raw");
    assertThat(
            problems("{engine: lightgbm, path: m, outputs: {unit: probability}}", Link.EXPONENTIAL))
        .singleElement()
        .asString()
        .contains("is probability", "exponential", "set it to raw");
    assertThat(problems("{engine: lightgbm, path: m, outputs: {unit: raw}}", Link.IDENTITY))
        .isEmpty();
  }

  @Test
  void classifiersHaveLogitsAndProbabilities() {
    for (Link link : List.of(Link.LOGISTIC, Link.SOFTMAX, Link.logistic(0.7))) {
      for (String unit : List.of("logit", "probability", "raw")) {
        assertThat(
                problems("{engine: xgboost, path: m, outputs: {unit: %s}}".formatted(unit), link))
            .isEmpty();
      }
    }
  }

  @Test
  void otherEnginesJudgeTheirUnitsThemselves() {
    assertThat(problems("{engine: onnx, path: m}", Link.IDENTITY)).isEmpty();
  }

  @Test
  void treesAreNoWorkForAGpu() {
    assertThat(problems("{engine: xgboost, path: m, device: gpu}", Link.LOGISTIC))
        .singleElement()
        .asString()
        .contains("model.device is gpu", "cpu or auto");
  }
}
