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
   * One row of the importance table: a feature group's, or that of a pair of them.
   *
   * @param name the feature group, or the pair's name
   * @param members the model inputs behind it; of a pair none
   * @param pair the names of the two feature groups of a pair; empty if it is a feature group
   * @param importance its numbers
   */
  public record FeatureImportance(
      String name, List<String> members, List<String> pair, Importance importance) {
    /** Copies the lists and checks the pair. */
    public FeatureImportance {
      members = List.copyOf(members);
      pair = List.copyOf(pair);
      if (!pair.isEmpty() && pair.size() != 2) {
        throw new IllegalArgumentException(name + " is of " + pair + "; need two groups or none");
      }
    }

    /** A feature group. */
    public FeatureImportance(String name, List<String> members, Importance importance) {
      this(name, members, List.of(), importance);
    }

    /** What two feature groups do together. */
    public static FeatureImportance ofPair(String name, List<String> pair, Importance importance) {
      return new FeatureImportance(name, List.of(), pair, importance);
    }

    /** Returns whether it is a pair of feature groups. */
    public boolean isPair() {
      return !pair.isEmpty();
    }
  }
}
