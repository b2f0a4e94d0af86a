package io.assay.model;

import io.assay.model.tree.Forest;

/**
 * A model that is a sum of decision trees, perhaps behind a link: a score is the link's value at
 * the margin, and the margin the sum of one leaf a tree. NaN is a missing value, which trees know
 * how to take.
 */
public interface TreeEnsemble extends BlackBox {
  /** Returns the trees; always the same object. Its outputs are those of the signature. */
  Forest forest();
}
