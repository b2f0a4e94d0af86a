package io.assay.attribution.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.fakes.Requests;
import io.assay.model.AdditiveTrees;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaabasTest extends AdditiveTreeLaws.PathDependent {
  @Override
  protected AttributionMethod<AdditiveTrees> method() {
    return new Saabas(Saabas.Options.standard());
  }

  @Test
  void questionsGetWhatTheyChangeOfTheMean() {
    // means: root 1, x0 < 0: 2, and x1 < 0: 8
    Tree tree =
        Tree.of(
            List.of(
                Node.inner(NumericSplit.less(0, 0, Missing.RIGHT), 1, 4, 80),
                Node.inner(NumericSplit.less(1, 0, Missing.RIGHT), 2, 3, 40),
                Node.leaf(10, 8.0),
                Node.leaf(30, 0.0),
                Node.leaf(40, 0.0)),
            0);
    AdditiveTrees model = TestForests.model(TestForests.ofTrees(List.of(tree), 2));
    Tensor rows = Tensor.of(new float[] {-1, -1, -1, 1, 1, -1}, 3, 2);

    Attributions result =
        method().attribute(model, Requests.of(rows, Baseline.single(Requests.row(0, 0))));

    assertThat(result.values()).isEqualTo(Tensor.of(new float[] {1, 6, 1, -2, -1, 0}, 3, 1, 2));
    assertThat(result.baselineScores().at(0)).isEqualTo(1);
  }
}
