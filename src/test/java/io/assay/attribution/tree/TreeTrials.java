package io.assay.attribution.tree;

import io.assay.attribution.TrialModels;
import io.assay.fakes.CountingModel;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Link;
import io.assay.model.tree.Tree;
import java.util.List;
import java.util.function.Function;

/**
 * Forests for the laws of methods.
 *
 * @param model makes a forest a model
 */
record TreeTrials(Function<Forest, TreeEnsemble> model) implements TrialModels<TreeEnsemble> {
  /** Margins: the scores are sums of trees. */
  static TreeTrials ofMargins() {
    return new TreeTrials(TestForests::model);
  }

  /** Probabilities: each output behind a logistic link. */
  static TreeTrials ofProbabilities() {
    return new TreeTrials(forest -> TestForests.linked(TestForests.with(forest, Link.LOGISTIC)));
  }

  @Override
  public TreeEnsemble narrow() {
    return model.apply(TestForests.symmetric(forest(1, 4, 3, 5), 1, 2));
  }

  @Override
  public TreeEnsemble wide() {
    return model.apply(forest(2, WIDE - 1, 5, WIDE));
  }

  @Override
  public TreeEnsemble kinked() {
    return model.apply(forest(3, 5, 6, 5));
  }

  @Override
  public Sum<TreeEnsemble> sum() {
    Forest one = forest(4, 5, 3, 5);
    Forest other = forest(5, 5, 4, 5);
    return new Sum<>(
        model.apply(one), model.apply(other), model.apply(TestForests.sum(one, other)));
  }

  @Override
  public TreeEnsemble counted(CountingModel counted) {
    return counted;
  }

  @Override
  public boolean takesMissingValues() {
    return true;
  }

  /** Ten trees of two outputs that read the first features of a row. */
  private static Forest forest(long seed, int read, int depth, int features) {
    Forest narrow = TestForests.ofOutputs(seed, read, 10, depth, 2);
    List<Tree> trees = narrow.trees();
    return new Forest(features, trees, List.of(0.5, -0.5), Link.IDENTITY, Forest.Summation.FLOAT64);
  }
}
