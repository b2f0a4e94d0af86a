package io.assay.attribution.tree;

import io.assay.attribution.tree.PairwiseShap.LeafMass;
import io.assay.baseline.Baseline;
import io.assay.model.tree.Tree;
import java.util.Arrays;
import java.util.List;

/**
 * Interventional values over a whole background by descents, for trees of any depth: the plain way.
 * Blocks of up to 2,048 rows descend with blocks of up to 2,048 references ({@link PairwiseShap}),
 * tree by tree. Cost grows with rows times references, though far less than a pair at a time would.
 * Values of a row do not depend on the rows beside it.
 */
final class PairwiseSums implements TreeSums {
  private final List<Tree> trees;
  private final ResultColumns columns;
  private final Background background;
  private final Betas betas;

  /**
   * Takes the trees.
   *
   * @param trees those that are to be summed up
   * @param background what features that are absent are replaced by
   */
  PairwiseSums(List<Tree> trees, Baseline background, ResultColumns columns, Semivalue semivalue) {
    this.trees = trees.stream().filter(tree -> !tree.isLeaf(0)).toList();
    this.columns = columns;
    this.background = new Background(background);
    this.betas = betas(this.trees, this.background.features(), semivalue);
  }

  /** Returns a table for the longest paths of trees. */
  static Betas betas(List<Tree> trees, int features, Semivalue semivalue) {
    int depth = trees.stream().mapToInt(Tree::depth).max().orElse(0);
    return new Betas(semivalue, Math.min(depth, features));
  }

  /** Returns how many nodes the largest tree has. */
  static int mostNodes(List<Tree> trees) {
    return trees.stream().mapToInt(Tree::nodes).max().orElse(0);
  }

  @Override
  public void add(RowBlock block, double[][][] sums) {
    int nodes = mostNodes(trees);
    Sides ofRows = new Sides(nodes);
    Sides ofReferences = new Sides(nodes);
    ReferenceMass mass = new ReferenceMass();
    PathShares shares = new PathShares(columns, betas, background.features());
    PairwiseShap descent =
        new PairwiseShap(ofRows, ofReferences, mass, shares, background.features(), sums);
    for (Tree tree : trees) {
      ofRows.fill(tree, block);
      for (int number = 0; number < background.blocks(); number++) {
        RowBlock references = background.block(number);
        for (int reference = 0; reference < references.rows(); reference++) {
          mass.set(reference, background.weight(number, reference));
        }
        ofReferences.fill(tree, references);
        descent.descend(tree, 0, block.rows(), references.rows());
      }
    }
  }

  @Override
  public long bytes() {
    return background.bytes() + 64L * trees.size();
  }

  /**
   * A leaf's values times the summed weights of those references of a background that come with a
   * descent. Weights are held as whole multiples of 2^-62, so that their sums do not depend on the
   * order.
   */
  private static final class ReferenceMass implements LeafMass {
    private static final int EXPONENT = 62;

    private final long[] weights = new long[RowBlock.MOST_ROWS];
    private int rows;
    private double weight;

    /** Takes the weight of a reference. */
    void set(int reference, double weight) {
      weights[reference] = (long) Math.scalb(weight, EXPONENT);
    }

    @Override
    public int first(Tree tree) {
      return tree.firstOutput();
    }

    @Override
    public int count(Tree tree) {
      return tree.width();
    }

    @Override
    public void meet(Meeting meeting) {
      rows = meeting.rows();
      weight = Math.scalb((double) meeting.sum(weights), -EXPONENT);
    }

    @Override
    public void of(Tree tree, int leaf, int at, double[] mass) {
      Arrays.fill(mass, 0, rows, weight * tree.value(leaf, at));
    }
  }
}
