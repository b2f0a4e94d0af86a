package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.job.ColumnFacts;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.ModelFacts;
import io.assay.job.Planner;
import io.assay.job.Problem;
import io.assay.model.AdditiveTrees;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What methods refuse of models of trees before a row is read. */
class TrialTest {
  /** One question, of covers that are known or NaN. */
  private record OneSplit(Forest forest) implements AdditiveTrees {
    static OneSplit of(double cover) {
      NumericSplit split = NumericSplit.less(0, 0.5, NumericSplit.Missing.LEFT);
      Tree tree =
          Tree.of(
              List.of(
                  Node.inner(split, 1, 2, 2 * cover), Node.leaf(cover, 1.0), Node.leaf(cover, 3.0)),
              0);
      return new OneSplit(
          new Forest(1, List.of(tree), List.of(0.0), Link.IDENTITY, Forest.Summation.FLOAT64));
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

  private static List<Problem> problems(OneSplit model, String baseline) {
    JobSpec spec =
        JobReader.read(
            """
            name: trial
            input: {path: data, features: [a]}
            model: {engine: onnx, path: m}
            baseline: %s
            methods: [tree-shap, interventional-tree-shap]
            output: {path: out}
            """
                .formatted(baseline),
            List.of());
    List<ColumnFacts> columns = List.of(new ColumnFacts("a", ColumnFacts.Kind.NUMERIC, "double"));
    JobFacts facts = new JobFacts(1, columns, 0, ModelFacts.of(model), 1);
    return Trial.problems(model, Planner.plan(spec, facts));
  }

  @Test
  void treesThatDoNotSayWhatCameToTheirNodesNeedABackground() {
    assertThat(problems(OneSplit.of(Double.NaN), "zeros"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.key()).isEqualTo("methods.tree-shap"))
        .asString()
        .contains("background");
    assertThat(problems(OneSplit.of(Double.NaN), "{kind: background, rows: 10}")).isEmpty();
  }

  @Test
  void treesThatSayItDoNot() {
    assertThat(problems(OneSplit.of(3), "zeros")).isEmpty();
  }
}
