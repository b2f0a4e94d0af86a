package io.assay.global;

import io.assay.baseline.FeatureGroups;
import java.util.List;

/**
 * How much a global method is given, as far as it is known before a row is read.
 *
 * @param rows of the sample, 0 or more
 * @param slots how many scalars of a row are explained
 * @param columns the input's columns
 * @param groups which positions go together
 * @param references baseline rows
 */
public record GlobalShape(
    int rows, int slots, List<InputColumn> columns, FeatureGroups groups, int references) {
  /** Copies the list. */
  public GlobalShape {
    columns = List.copyOf(columns);
  }
}
