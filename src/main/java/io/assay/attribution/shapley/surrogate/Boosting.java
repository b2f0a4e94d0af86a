package io.assay.attribution.shapley.surrogate;

import java.util.Arrays;

/**
 * Gradient boosting for squared error: each tree is fitted to what the trees before leave over, and
 * a share of it is added. Source: Friedman (2001), Greedy Function Approximation, doi
 * 10.1214/aos/1013203451, algorithm 2; splits are found on histograms.
 */
final class Boosting {
  /** Trees grown in vain before the best is believed to be found. */
  private static final int PATIENCE = 20;

  private Boosting() {}

  static BoostedTrees fit(LabelledInputs train, LabelledInputs check, Growth growth) {
    double[] left = new double[train.size()];
    double mean = 0;
    for (int i = 0; i < left.length; i++) {
      left[i] = train.label(i);
      mean += left[i] / left.length;
    }
    for (int i = 0; i < left.length; i++) {
      left[i] -= mean;
    }
    BoostedTrees.Builder builder = new BoostedTrees.Builder(train.features(), mean);
    TreeGrower grower = new TreeGrower(Bins.of(train), growth, builder);
    Progress progress = new Progress(check, mean);
    int tree = 0;
    while (tree < growth.trees() && progress.isWorthwhile(tree) && grower.grow(left)) {
      tree++;
      if (check.size() > 0) {
        progress.add(builder.trees(), tree);
      }
    }
    return builder.trees().first(check.size() > 0 ? progress.best : tree);
  }

  /** The error on inputs that are not fitted. */
  private static final class Progress {
    private final LabelledInputs check;
    private final double[] left;
    private double least;
    private int best;

    Progress(LabelledInputs check, double start) {
      this.check = check;
      this.left = new double[check.size()];
      for (int i = 0; i < left.length; i++) {
        left[i] = check.label(i) - start;
      }
      this.least = squares();
    }

    private double squares() {
      return Arrays.stream(left).map(each -> each * each).sum();
    }

    boolean isWorthwhile(int trees) {
      return check.size() == 0 || trees - best < PATIENCE;
    }

    void add(BoostedTrees trees, int size) {
      for (int i = 0; i < left.length; i++) {
        left[i] -= trees.score(size - 1, check.inputs(), i * check.features());
      }
      double squares = squares();
      if (squares < least) {
        least = squares;
        best = size;
      }
    }
  }
}
