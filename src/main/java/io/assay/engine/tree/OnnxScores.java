package io.assay.engine.tree;

import io.assay.model.tree.Link;
import java.util.Arrays;
import java.util.List;

/**
 * What becomes of the sums of trees: how many there are, what is added in the end, and what is made
 * of them.
 *
 * @param count how many classes or targets there are
 * @param isClassifier whether they are classes
 * @param isMean whether sums are divided by the number of trees
 * @param transform what is made of the sums in the end
 * @param base what is added to the sums; none, or one value each, or one of two classes
 */
record OnnxScores(
    int count, boolean isClassifier, boolean isMean, String transform, List<Double> base) {
  private static final int MOST_OUTPUTS = 1 << 16;
  private static final List<String> AGGREGATES = List.of("AVERAGE", "SUM", "MIN", "MAX");
  private static final List<String> TRANSFORMS =
      List.of("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT");

  /** Copies the list. */
  OnnxScores {
    base = List.copyOf(base);
  }

  /**
   * Reads them.
   *
   * @throws HiddenTrees if they are no sums, or no link of ours comes behind
   * @throws IllegalArgumentException if they make no sense
   */
  static OnnxScores of(OnnxNode node) throws HiddenTrees {
    OnnxAttributes attributes = node.attributes();
    boolean isClassifier = node.operator().equals("TreeEnsembleClassifier");
    boolean isNew = node.operator().equals("TreeEnsemble");
    long count = isClassifier ? labels(attributes) : attributes.number("n_targets", isNew ? 1 : 0);
    if (count < 1 || count > MOST_OUTPUTS) {
      throw new IllegalArgumentException(
          "its %s has %d outputs; need 1 to %d".formatted(node.operator(), count, MOST_OUTPUTS));
    }
    String aggregate =
        isNew
            ? of(AGGREGATES, attributes.number("aggregate_function", 1), "aggregate_function")
            : attributes.text("aggregate_function", "SUM");
    String transform =
        isNew
            ? of(TRANSFORMS, attributes.number("post_transform", 0), "post_transform")
            : attributes.text("post_transform", "NONE");
    boolean isMean = !isClassifier && aggregate.equals("AVERAGE");
    if (!isClassifier && !isMean && !aggregate.equals("SUM")) {
      throw new HiddenTrees(
          "its aggregate_function is %s; need SUM or AVERAGE".formatted(aggregate));
    }
    List<Double> base = Arrays.stream(attributes.values("base_values")).boxed().toList();
    OnnxScores scores = new OnnxScores((int) count, isClassifier, isMean, transform, base);
    scores.check();
    return scores;
  }

  private static long labels(OnnxAttributes attributes) {
    int texts = attributes.texts("classlabels_strings").size();
    return texts > 0 ? texts : attributes.numbers("classlabels_int64s").length;
  }

  private static String of(List<String> names, long number, String attribute) {
    if (number < 0 || number >= names.size()) {
      throw new IllegalArgumentException("its " + attribute + " is " + number);
    }
    return names.get((int) number);
  }

  private void check() throws HiddenTrees {
    if (!List.of("NONE", "SOFTMAX", "LOGISTIC").contains(transform)) {
      throw new HiddenTrees(
          "its post_transform is %s; need NONE, LOGISTIC or SOFTMAX".formatted(transform));
    }
    boolean isOneOfTwo = isClassifier && count == 2 && base.size() == 1;
    if (!base.isEmpty() && base.size() != count && !isOneOfTwo) {
      throw new IllegalArgumentException(
          "it has %d base_values; need none or %d".formatted(base.size(), count));
    }
  }

  /**
   * Returns whether there is one score for both classes.
   *
   * @throws HiddenTrees if ONNX Runtime leaves some weights or base values out
   */
  boolean isOpposed(List<List<OnnxTreeNode>> trees) throws HiddenTrees {
    if (!isClassifier || count != 2) {
      return false;
    }
    boolean isFirst = trees.stream().anyMatch(tree -> has(tree, 0));
    boolean isSecond = trees.stream().anyMatch(tree -> has(tree, 1));
    if (base.size() == 2 || (!isFirst && !base.isEmpty())) {
      throw new HiddenTrees(
          ("it has %d base_values for two classes, of which ONNX Runtime leaves some or some leaves"
                  + " out; need one, and leaves of the first class")
              .formatted(base.size()));
    }
    if (isFirst && isSecond && trees.stream().noneMatch(OnnxScores::isSecondSure)) {
      throw new HiddenTrees("some rows come to leaves of one class of two alone");
    }
    return !isSecond;
  }

  private static boolean has(List<OnnxTreeNode> tree, int output) {
    return tree.stream()
        .anyMatch(node -> node.weights().stream().anyMatch(each -> each.output() == output));
  }

  private static boolean isSecondSure(List<OnnxTreeNode> tree) {
    return tree.stream()
        .allMatch(
            node ->
                node.question() != null
                    || node.weights().stream().anyMatch(each -> each.output() == 1));
  }

  /** Returns what is added after the last tree, one after the other. */
  List<double[]> last(List<List<OnnxTreeNode>> trees) throws HiddenTrees {
    double[] values = new double[count];
    for (int output = 0; output < base.size(); output++) {
      values[output] = base.get(output);
    }
    if (!isOpposed(trees)) {
      return List.of(values);
    }
    double[] opposed = {-values[0], values[0]};
    boolean isNegative =
        trees.stream()
            .flatMap(List::stream)
            .flatMap(node -> node.weights().stream())
            .anyMatch(each -> each.weight() < 0);
    boolean isComplement = !isNegative && !transform.equals("LOGISTIC");
    return isComplement ? List.of(opposed, new double[] {1, 0}) : List.of(opposed);
  }

  /** Returns what is made of the sums. */
  Link link(List<List<OnnxTreeNode>> trees) throws HiddenTrees {
    boolean isPlain = count == 1 || (isOpposed(trees) && !transform.equals("LOGISTIC"));
    if (isPlain || transform.equals("NONE")) {
      return Link.IDENTITY;
    }
    return transform.equals("LOGISTIC") ? Link.LOGISTIC : Link.SOFTMAX;
  }
}
