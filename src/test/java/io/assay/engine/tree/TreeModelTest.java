package io.assay.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.AdditiveTrees;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeModelTest {
  private static final Path FILE = Path.of("a-model");

  /** Of two outputs: x1 < 1 gives (0, 1), else (0, 3); the base is (0, 0.5). */
  private static Forest forest(Link link) {
    Tree tree =
        Tree.of(
            List.of(
                Node.inner(NumericSplit.less(1, 1, NumericSplit.Missing.RIGHT), 1, 2, 2),
                Node.leaf(1, 1.0),
                Node.leaf(1, 3.0)),
            1);
    return new Forest(2, List.of(tree), List.of(0.0, 0.5), link, Summation.FLOAT32);
  }

  private static ModelOptions options(Unit unit, String... names) {
    return new ModelOptions(List.of(2), unit, List.of(names), Device.CPU, 512);
  }

  @Test
  void outputsAreMarginsOfEachRow() {
    TreeEnsemble model = TreeModel.of(FILE, forest(Link.SOFTMAX), options(Unit.LOGIT));

    Tensor outputs = model.outputs(Tensor.of(new float[] {9, 0, 9, 1, 9, Float.NaN}, 3, 2));

    assertThat(outputs.shape()).containsExactly(3, 2);
    assertThat(outputs.values()).containsExactly(0, 1.5f, 0, 3.5f, 0, 3.5f);
    assertThat(model.signature().outputs()).containsExactly("output_0", "output_1");
  }

  @Test
  void outputsAreProbabilitiesWhereTheJobAsksForThem() {
    TreeEnsemble model = TreeModel.of(FILE, forest(Link.SOFTMAX), options(Unit.PROBABILITY));

    Tensor outputs = model.outputs(Tensor.of(new float[] {9, 0}, 1, 2));

    float second = (float) (1 / (1 + Math.exp(-1.5)));
    assertThat(outputs.values()).containsExactly((float) (1 / (1 + Math.exp(1.5))), second);
  }

  @Test
  void scoresAreTheOutputsOfTheTarget() {
    TreeEnsemble model = TreeModel.of(FILE, forest(Link.SOFTMAX), options(Unit.LOGIT));
    Tensor rows = Tensor.of(new float[] {9, 0, 9, 1}, 2, 2);

    assertThat(model.score(rows, Target.outputs(1)).values()).containsExactly(1.5f, 3.5f);
    assertThatThrownBy(() -> model.score(rows, Target.outputs(2)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("gives outputs 0 to 1");
  }

  @Test
  void noRowsHaveNoOutputs() {
    TreeEnsemble model = TreeModel.of(FILE, forest(Link.SOFTMAX), options(Unit.LOGIT));

    assertThat(model.outputs(Tensor.of(new float[0], 0, 2)).values()).isEmpty();
  }

  @Test
  void treesAddUpToTheScoreUnlessALinkIsBetween() {
    assertThat(asAdditive(Link.SOFTMAX, Unit.LOGIT)).isTrue();
    assertThat(asAdditive(Link.SOFTMAX, Unit.PROBABILITY)).isFalse();
    assertThat(asAdditive(Link.IDENTITY, Unit.PROBABILITY)).isTrue();
  }

  private static boolean asAdditive(Link link, Unit unit) {
    TreeEnsemble model = TreeModel.of(FILE, forest(link), options(unit));
    assertThat(model.as(TreeEnsemble.class)).containsSame(model);
    return model.as(AdditiveTrees.class).isPresent();
  }

  @Test
  void theForestIsAlwaysTheSameObject() {
    Forest forest = forest(Link.IDENTITY);
    TreeEnsemble model = TreeModel.of(FILE, forest, options(Unit.RAW));

    assertThat(model.forest()).isSameAs(forest);
  }

  @Test
  void namesAreOneAnOutput() {
    assertThat(
            TreeModel.of(FILE, forest(Link.SOFTMAX), options(Unit.LOGIT, "no", "yes"))
                .signature()
                .outputs())
        .containsExactly("no", "yes");
    assertThatThrownBy(
            () -> TreeModel.of(FILE, forest(Link.SOFTMAX), options(Unit.LOGIT, "a", "b", "c")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("The model a-model gives 2 outputs, the job names 3: [a, b, c]");
  }

  @Test
  void rowsOfAnotherShapeAreRefused() {
    TreeEnsemble model = TreeModel.of(FILE, forest(Link.SOFTMAX), options(Unit.LOGIT));

    assertThatThrownBy(() -> model.outputs(Tensor.of(new float[3], 1, 3)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("it was opened for rows of shape [2]");
  }
}
