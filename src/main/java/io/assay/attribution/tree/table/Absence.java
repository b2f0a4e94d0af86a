package io.assay.attribution.tree.table;

import io.assay.baseline.Baseline;

/** What a feature that is absent from a coalition does at the questions that look at it. */
public sealed interface Absence {
  /**
   * It goes both ways, in the shares in which the training data went: the path-dependent game of
   * Lundberg et al. (2020), From local explanations to global understanding with explainable AI for
   * trees, doi:10.1038/s42256-019-0138-9.
   */
  record TrainingShares() implements Absence {}

  /**
   * It has the value of a background row, averaged over all of them by their weights: the
   * interventional game.
   *
   * @param rows any number
   */
  record Background(Baseline rows) implements Absence {}
}
