package io.assay.attribution.tree;

import io.assay.attribution.tree.table.Absence;
import io.assay.attribution.tree.table.SubtreeTables;
import io.assay.attribution.tree.table.TreeQuestion;
import io.assay.baseline.Baseline;
import io.assay.model.tree.Forest;

/**
 * Kernels of Shapley and Banzhaf values: tables, and for trees that are too deep for them the walks
 * that fit.
 *
 * @param perturbation what absent features do
 * @param semivalue how gains are averaged
 */
record TreeKernels(FeaturePerturbation perturbation, Semivalue semivalue)
    implements TreeRun.Kernels {
  @Override
  public TreeSums of(Forest forest, Baseline baseline, ResultColumns columns, long mostBytes) {
    if (perturbation == FeaturePerturbation.INTERVENTIONAL) {
      return SubtreeTables.of(
          forest,
          new TreeQuestion(new Absence.Background(baseline), semivalue, columns),
          mostBytes,
          deep -> new PairwiseSums(deep.trees(), baseline, columns, semivalue));
    }
    return SubtreeTables.of(
        forest,
        new TreeQuestion(new Absence.TrainingShares(), semivalue, columns),
        mostBytes,
        deep -> new QuadratureDescent(deep.trees(), columns, semivalue));
  }
}
