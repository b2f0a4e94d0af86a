package io.assay.report;

import java.util.List;

/**
 * A uniform sample of explained rows, for plots of single attributions.
 *
 * @param method the method's key
 * @param target the explained output
 * @param features names of the feature groups: the order of the values of each row
 * @param rows the sampled rows, in an order that does not depend on how the work was cut
 */
public record SampleSection(String method, String target, List<String> features, List<Row> rows) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a row has another number of values than features
   */
  public SampleSection {
    features = List.copyOf(features);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.values().size() != features.size() || !fits(row.featureValues(), features)) {
        throw new IllegalArgumentException(
            "row %s has %d values and %d feature values; need %d of each"
                .formatted(
                    row.rowId(), row.values().size(), row.featureValues().size(), features.size()));
      }
    }
  }

  private static boolean fits(List<Float> featureValues, List<String> features) {
    return featureValues.isEmpty() || featureValues.size() == features.size();
  }

  /**
   * A sampled row.
   *
   * @param rowId the row
   * @param score the target's value
   * @param values one attribution a feature group, score units
   * @param featureValues what the row held, one a feature group; NaN for a group that has no single
   *     value, such as a one-hot column; empty if none is known
   */
  public record Row(String rowId, float score, List<Float> values, List<Float> featureValues) {
    /** Copies the lists. */
    public Row {
      values = List.copyOf(values);
      featureValues = List.copyOf(featureValues);
    }
  }
}
