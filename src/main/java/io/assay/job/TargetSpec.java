package io.assay.job;

import java.util.Optional;

/**
 * Which output of a row is explained. In a job file: {@code predicted}, {@code label}, {@code all},
 * {@code {class: malignant}} or {@code {column: 1}}.
 *
 * @param kind the rule
 * @param className the output's name, for {@link Kind#CLASS}
 * @param column the output's number from 0, for {@link Kind#COLUMN}
 */
public record TargetSpec(Kind kind, Optional<String> className, Optional<Integer> column) {
  /** The rule. */
  public enum Kind {
    /** The largest output of each row (the only one, of a regression). */
    PREDICTED,
    /** The output that the label column names. */
    LABEL,
    /** Every output. */
    ALL,
    /** An output by name. */
    CLASS,
    /** An output by number. */
    COLUMN
  }

  /** Returns a rule that needs nothing else. */
  public static TargetSpec of(Kind kind) {
    return new TargetSpec(kind, Optional.empty(), Optional.empty());
  }

  /** Returns the output of a name. */
  public static TargetSpec ofClass(String name) {
    return new TargetSpec(Kind.CLASS, Optional.of(name), Optional.empty());
  }

  /** Returns the output of a number, from 0. */
  public static TargetSpec ofColumn(int column) {
    return new TargetSpec(Kind.COLUMN, Optional.empty(), Optional.of(column));
  }
}
