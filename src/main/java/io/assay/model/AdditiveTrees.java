package io.assay.model;

/**
 * A tree ensemble whose score is the sum of its trees, with no link in between: margins of boosted
 * trees, probabilities of a random forest that averages those of its trees. What is linear in the
 * score may be worked out tree by tree.
 */
public interface AdditiveTrees extends TreeEnsemble {}
