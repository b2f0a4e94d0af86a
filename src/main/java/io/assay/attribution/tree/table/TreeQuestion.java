package io.assay.attribution.tree.table;

import io.assay.attribution.tree.ResultColumns;
import io.assay.attribution.tree.Semivalue;

/**
 * What is asked of a forest.
 *
 * @param absence what an absent feature does
 * @param index how effects are averaged over coalitions
 * @param columns what there are values for
 */
public record TreeQuestion(Absence absence, Semivalue index, ResultColumns columns) {}
