package io.assay.attribution.tree;

/**
 * What is asked of a forest.
 *
 * @param absence what an absent feature does
 * @param index how effects are averaged over coalitions
 * @param columns what there are values for
 */
record TreeQuestion(Absence absence, TreeIndex index, ResultColumns columns) {}
