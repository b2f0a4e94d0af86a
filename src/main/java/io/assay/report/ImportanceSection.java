package io.assay.report;

import io.assay.aggregate.Importance;
import java.util.List;

/**
 * The importance of all feature groups by one method, for one target, in one slice.
 *
 * @param method the method's key
 * @param title what people call the method, such as {@code Integrated Gradients}
 * @param unit the unit of its values, such as {@code logit}; empty if there is none
 * @param target the explained output, such as {@code malignant} or {@code predicted}
 * @param slice the segment of rows, {@link #ALL_ROWS} for no segment
 * @param features the feature groups, in any order
 */
public record ImportanceSection(
    String method,
    String title,
    String unit,
    String target,
    String slice,
    List<FeatureImportance> features) {
  /** The name of the slice that holds every row. */
  public static final String ALL_ROWS = "all rows";

  /** Copies the list. */
  public ImportanceSection {
    features = List.copyOf(features);
  }

  /**
   * One feature group's row of the importance table.
   *
   * @param name the feature group
   * @param members the model inputs behind it
   * @param importance its numbers
   */
  public record FeatureImportance(String name, List<String> members, Importance importance) {
    /** Copies the list. */
    public FeatureImportance {
      members = List.copyOf(members);
    }
  }
}
