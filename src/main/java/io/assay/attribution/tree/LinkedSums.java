package io.assay.attribution.tree;

import io.assay.baseline.Baseline;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import java.util.List;

/**
 * Interventional values of one output behind a link, over a whole background. The values of a row
 * and a reference in margins are multiplied by the mean slope of the link between the two ({@link
 * MeanSlope}), so that they add up to the change of the prediction, and averaged over the
 * background. Rows and references descend together, but each row adds up slopes of its own: cost is
 * that of rows times references. Values of a row do not depend on the rows beside it.
 *
 * <p>Memory: 1 MiB of slopes a thread, or those of one row if they are more.
 */
final class LinkedSums implements TreeSums {
  private static final int MOST_NUMBERS = 1 << 17;

  private final Forest forest; // the output's alone, unless it depends on other margins
  private final int output;
  private final List<Tree> trees;
  private final ResultColumns columns;
  private final Background background;
  private final Betas betas;
  private final double[][][] margins; // [block of the background][reference][output]

  /**
   * Takes a forest and what features that are absent are replaced by.
   *
   * @param prediction the output
   */
  LinkedSums(Forest all, int prediction, Baseline baseline, ResultColumns columns) {
    boolean isMixed = MeanSlope.mixes(all.link());
    this.forest = isMixed ? all : OutputTrees.of(all, prediction);
    this.output = isMixed ? prediction : 0;
    this.trees = forest.trees().stream().filter(tree -> !tree.isLeaf(0)).toList();
    this.columns = columns;
    this.background = new Background(baseline);
    this.betas = PairwiseSums.betas(trees, forest.features(), Semivalue.SHAPLEY);
    this.margins = new double[background.blocks()][][];
    for (int number = 0; number < margins.length; number++) {
      margins[number] = margins(background.block(number));
    }
  }

  /** Returns the weighted mean of the output over the background. */
  double baselineScore() {
    double mean = 0;
    for (int number = 0; number < margins.length; number++) {
      for (int reference = 0; reference < margins[number].length; reference++) {
        double[] predictions = margins[number][reference].clone();
        forest.link().apply(predictions);
        mean += background.weight(number, reference) * predictions[output];
      }
    }
    return mean;
  }

  private double[][] margins(RowBlock block) {
    double[][] margins = new double[block.rows()][forest.outputs()];
    float[] values = new float[forest.features()];
    for (int row = 0; row < block.rows(); row++) {
      for (int feature = 0; feature < values.length; feature++) {
        values[feature] = block.column(feature)[row];
      }
      forest.margins(values, 0, margins[row]);
    }
    return margins;
  }

  @Override
  public void add(RowBlock block, double[][][] sums) {
    int outputs = forest.outputs();
    int most = background.block(0).rows();
    int atOnce = Math.min(block.rows(), Math.max(1, MOST_NUMBERS / most / outputs));
    MeanSlope slope = new MeanSlope(forest.link(), outputs, output);
    SlopeMass mass = new SlopeMass(slope, outputs, atOnce, most);
    int nodes = PairwiseSums.mostNodes(trees);
    Sides ofRows = new Sides(nodes);
    Sides ofReferences = new Sides(nodes);
    PathShares shares = new PathShares(columns, betas, forest.features());
    PairwiseShap descent =
        new PairwiseShap(ofRows, ofReferences, mass, shares, forest.features(), sums);
    double[][] rows = margins(block);
    for (int from = 0; from < block.rows(); from += atOnce) {
      int to = Math.min(block.rows(), from + atOnce);
      for (int number = 0; number < background.blocks(); number++) {
        mass.fill(rows, from, to, margins[number], weights(number));
        for (Tree tree : trees) {
          ofRows.fill(tree, block);
          ofReferences.fill(tree, background.block(number));
          descent.descend(tree, from, to, margins[number].length);
        }
      }
    }
  }

  private double[] weights(int block) {
    double[] weights = new double[margins[block].length];
    for (int reference = 0; reference < weights.length; reference++) {
      weights[reference] = background.weight(block, reference);
    }
    return weights;
  }

  @Override
  public long bytes() {
    long rows = (long) margins.length * RowBlock.MOST_ROWS;
    return background.bytes() + rows * (16 + (long) Double.BYTES * forest.outputs());
  }
}
