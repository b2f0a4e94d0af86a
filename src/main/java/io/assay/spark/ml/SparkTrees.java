package io.assay.spark.ml;

import io.assay.model.ModelSignature.Unit;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.TreeEnsembleModel;
import org.apache.spark.mllib.tree.impurity.ImpurityCalculator;
import org.jspecify.annotations.Nullable;

/**
 * The trees of a model of Spark ML that its own reader has loaded. Covers are the weights of the
 * training rows that came to a node, as Spark saves them.
 */
final class SparkTrees {
  private static final double GBT_SCALE = 2; // a probability is 1 / (1 + exp(-2 margin))

  private final int[] slots;
  private final List<Node> nodes = new ArrayList<>();

  private SparkTrees(int[] slots) {
    this.slots = slots;
  }

  /** Returns whether a stage is a model of trees. */
  static boolean areIn(Transformer stage) {
    return stage instanceof DecisionTreeModel || stage instanceof TreeEnsembleModel;
  }

  /**
   * Returns the trees of a model, which add up to its outputs of a unit.
   *
   * @param stage a model of trees
   * @param unit of the outputs; with probability those of boosted trees are behind a link
   * @param slots where each feature of the model lies in a row
   * @param width how many values a row has
   * @throws UnsupportedOperationException with the reason, if outputs are no sum of trees
   */
  static CarriedForest of(Transformer stage, Unit unit, int[] slots, int width) {
    boolean isProbability = unit == Unit.PROBABILITY;
    if (stage instanceof DecisionTreeClassificationModel model) {
      return new CarriedForest(
          width,
          trees(List.of(model), slots, each -> isProbability ? shares(each, 1) : stats(each)),
          model.numClasses(),
          0);
    } else if (stage instanceof RandomForestClassificationModel model) {
      int count = isProbability ? model.getNumTrees() : 1;
      return new CarriedForest(
          width,
          trees(List.of(model.trees()), slots, each -> shares(each, count)),
          model.numClasses(),
          0);
    } else if (stage instanceof GBTClassificationModel model) {
      List<Tree> trees =
          weighted(
              model.trees(), model.treeWeights(), slots, value -> new double[] {-value, value});
      return new CarriedForest(width, trees, 2, GBT_SCALE);
    } else if (stage instanceof DecisionTreeRegressionModel model) {
      return new CarriedForest(
          width, trees(List.of(model), slots, each -> new double[] {each.prediction()}), 1, 0);
    } else if (stage instanceof RandomForestRegressionModel model) {
      double[] weights = new double[model.getNumTrees()];
      Arrays.fill(weights, 1.0 / model.getNumTrees());
      return new CarriedForest(
          width, weighted(model.trees(), weights, slots, value -> new double[] {value}), 1, 0);
    } else if (stage instanceof GBTRegressionModel model) {
      return new CarriedForest(
          width,
          weighted(model.trees(), model.treeWeights(), slots, value -> new double[] {value}),
          1,
          0);
    }
    throw new UnsupportedOperationException(
        stage.getClass().getSimpleName() + " is no model of trees that is known here");
  }

  private static List<Tree> trees(
      List<? extends DecisionTreeModel> models,
      int[] slots,
      Function<org.apache.spark.ml.tree.Node, double[]> values) {
    return models.stream().map(model -> new SparkTrees(slots).tree(model, values)).toList();
  }

  private static List<Tree> weighted(
      DecisionTreeModel[] models,
      double[] weights,
      int[] slots,
      Function<Double, double[]> outputs) {
    List<Tree> trees = new ArrayList<>(models.length);
    for (int i = 0; i < models.length; i++) {
      double weight = weights[i];
      trees.add(
          new SparkTrees(slots).tree(models[i], leaf -> outputs.apply(leaf.prediction() * weight)));
    }
    return trees;
  }

  private Tree tree(
      DecisionTreeModel model, Function<org.apache.spark.ml.tree.Node, double[]> values) {
    add(model.rootNode(), values);
    return Tree.of(nodes, 0);
  }

  /** Adds a node and all below it, which Spark lets be 30 deep, and returns its number. */
  private int add(
      org.apache.spark.ml.tree.Node node,
      Function<org.apache.spark.ml.tree.Node, double[]> values) {
    int number = nodes.size();
    if (node instanceof InternalNode inner) {
      nodes.add(Node.leaf(0, 0.0)); // its place, until the children have theirs
      int left = add(inner.leftChild(), values);
      int right = add(inner.rightChild(), values);
      nodes.set(number, inner(inner, left, right));
    } else {
      Double[] boxed = Arrays.stream(values.apply(node)).boxed().toArray(Double[]::new);
      nodes.add(Node.leaf(cover(node), boxed));
    }
    return number;
  }

  private Node inner(InternalNode node, int left, int right) {
    if (node.split() instanceof ContinuousSplit split) {
      int slot = slots[split.featureIndex()];
      return Node.inner(
          NumericSplit.atMost(slot, split.threshold(), Missing.RIGHT), left, right, cover(node));
    }
    CategoricalSplit split = (CategoricalSplit) node.split();
    int slot = slots[split.featureIndex()];
    boolean isByLeft = split.leftCategories().length <= split.numCategories() / 2;
    if (isByLeft) { // as Spark holds it: what is in neither set goes the other way
      return Node.inner(
          CarriedForest.categories(slot, set(split.leftCategories())), left, right, cover(node));
    }
    return Node.inner(
        CarriedForest.categories(slot, set(split.rightCategories())), right, left, cover(node));
  }

  private static BitSet set(double[] categories) {
    BitSet set = new BitSet();
    for (double category : categories) {
      set.set((int) category);
    }
    return set;
  }

  private static double cover(org.apache.spark.ml.tree.Node node) {
    @Nullable ImpurityCalculator impurity = node.impurityStats();
    return impurity == null ? Double.NaN : impurity.count();
  }

  private static double[] stats(org.apache.spark.ml.tree.Node leaf) {
    return leaf.impurityStats().stats();
  }

  /** Returns the shares of the classes, divided by the number of trees that vote. */
  private static double[] shares(org.apache.spark.ml.tree.Node leaf, int voters) {
    double[] counts = stats(leaf);
    double sum = Arrays.stream(counts).sum();
    if (!(sum > 0)) {
      throw new UnsupportedOperationException("no training row came to one of its leaves");
    }
    return Arrays.stream(counts).map(count -> count / sum / voters).toArray();
  }
}
