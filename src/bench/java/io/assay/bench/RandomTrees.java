package io.assay.bench;

import io.assay.model.AdditiveTrees;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Trees of random questions over features about normal, as a model of one output. Up to depth 8
 * they are full; deeper ones go on on one side of every question.
 */
final class RandomTrees implements AdditiveTrees {
  private static final int FULL_DEPTH = 8;
  private static final int SHORT_DEPTH = 4;

  private final Forest forest;
  private final Unit unit;

  private RandomTrees(Forest forest, Unit unit) {
    this.forest = forest;
    this.unit = unit;
  }

  /** Returns a model whose score is the sum of its trees. */
  static TreeEnsemble margins(int trees, int depth, int features) {
    return new RandomTrees(forest(trees, depth, features), Unit.LOGIT);
  }

  /** Returns a model whose score is the logistic function of the sum of its trees. */
  static TreeEnsemble probabilities(int trees, int depth, int features) {
    return new RandomTrees(forest(trees, depth, features), Unit.PROBABILITY);
  }

  private static Forest forest(int trees, int depth, int features) {
    SplittableRandom random = new SplittableRandom(1);
    List<Tree> grown = new ArrayList<>();
    for (int tree = 0; tree < trees; tree++) {
      List<Node> nodes = new ArrayList<>();
      grow(nodes, depth, features, random);
      grown.add(Tree.of(nodes, 0));
    }
    return new Forest(features, grown, List.of(0.0), Link.LOGISTIC, Summation.FLOAT32);
  }

  private static int grow(List<Node> nodes, int depth, int features, SplittableRandom random) {
    int number = nodes.size();
    nodes.add(Node.leaf(1, 0.1 * random.nextGaussian()));
    if (depth > 0) {
      int other = depth > FULL_DEPTH ? SHORT_DEPTH : depth - 1;
      boolean isLeftDeep = random.nextBoolean();
      int left = grow(nodes, isLeftDeep ? depth - 1 : other, features, random);
      int right = grow(nodes, isLeftDeep ? other : depth - 1, features, random);
      float cut = (float) (0.7 * random.nextGaussian());
      NumericSplit split =
          NumericSplit.less(random.nextInt(features), cut, NumericSplit.Missing.LEFT);
      nodes.set(number, Node.inner(split, left, right, 1));
    }
    return number;
  }

  @Override
  public Forest forest() {
    return forest;
  }

  @Override
  public ModelSignature signature() {
    return new ModelSignature(List.of(forest.features()), List.of("f"), unit);
  }

  @Override
  public Tensor outputs(Tensor input) {
    double[] outputs = new double[input.rows()];
    double[] margin = new double[1];
    for (int row = 0; row < outputs.length; row++) {
      forest.margins(input.values(), row * forest.features(), margin);
      if (unit == Unit.PROBABILITY) {
        forest.link().apply(margin);
      }
      outputs[row] = margin[0];
    }
    return Tensor.of(outputs, outputs.length, 1);
  }

  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return ability == AdditiveTrees.class && unit == Unit.PROBABILITY
        ? Optional.empty()
        : AdditiveTrees.super.as(ability);
  }

  @Override
  public void close() {}
}
