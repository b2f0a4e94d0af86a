package io.assay.attribution.tree;

import io.assay.baseline.Baseline;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import java.util.List;

/**
 * Interventional values of what stands behind a link, over a whole background. The values of a row
 * and a reference in margins are multiplied by the mean slope of the link between the two ({@link
 * MeanSlope}), so that they add up to the change of the prediction, and averaged over the
 * background. As that slope is another one for each pair, every row descends with the references by
 * itself: cost is that of rows times references.
 *
 * <p>Memory: at most 32 MiB of slopes a thread, or 1,024 x size of a slope float64 if that is more.
 */
final class LinkedSums implements TreeSums {
  private static final int MOST_NUMBERS = 1 << 22;

  private final Forest forest;
  private final List<Tree> trees;
  private final ResultColumns columns;
  private final Background background;
  private final Betas betas;
  private final double[][][] margins; // [block of the background][reference][output]

  /** Takes a forest and what features that are absent are replaced by. */
  LinkedSums(Forest forest, Baseline baseline, ResultColumns columns) {
    this.forest = forest;
    this.trees = forest.trees().stream().filter(tree -> !tree.isLeaf(0)).toList();
    this.columns = columns;
    this.background = new Background(baseline);
    this.betas = PairwiseSums.betas(trees, forest.features(), Semivalue.SHAPLEY);
    this.margins = new double[background.blocks()][][];
    for (int number = 0; number < margins.length; number++) {
      margins[number] = margins(background.block(number));
    }
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
    SlopeMass mass = new SlopeMass(forest.link(), forest.outputs());
    int atOnce = Math.max(1, MOST_NUMBERS / RowBlock.MOST_ROWS / mass.size());
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
          for (int row = from; row < to; row++) {
            mass.turnTo(row - from);
            descent.descend(tree, row, row + 1, margins[number].length);
          }
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
