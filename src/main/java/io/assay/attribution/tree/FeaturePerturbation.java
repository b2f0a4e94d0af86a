package io.assay.attribution.tree;

/** What a feature that is absent from a coalition does at the questions that look at it. */
public enum FeaturePerturbation {
  /** It goes both ways, in the shares in which the training data went. */
  PATH_DEPENDENT,
  /** It has the value of a background row, averaged over all of them by their weights. */
  INTERVENTIONAL
}
