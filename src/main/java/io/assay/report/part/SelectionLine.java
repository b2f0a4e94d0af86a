package io.assay.report.part;

import java.util.Comparator;

/**
 * A feature among those like it, and whether it is worth keeping.
 *
 * @param method the method's key
 * @param target the explained output
 * @param feature the feature
 * @param cluster the number of its cluster; features whose attributions go together share one
 * @param leafOrder its place among all features, those alike beside each other
 * @param selectedShare the share of the lists that hold it, 0 to 1
 * @param stability of the whole selection, at most 1
 * @param isChosen whether it is on the list
 */
public record SelectionLine(
    String method,
    String target,
    String feature,
    int cluster,
    int leafOrder,
    double selectedShare,
    double stability,
    boolean isChosen) {
  /** Orders what is on most lists first. */
  public static Comparator<SelectionLine> likelyFirst() {
    return Comparator.comparingDouble(SelectionLine::selectedShare).reversed();
  }
}
