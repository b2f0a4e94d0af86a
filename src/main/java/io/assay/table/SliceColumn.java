package io.assay.table;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column that says in which slices a row lies.
 *
 * @param name the column or the condition, as the job names it
 * @param kind what its values say
 */
public record SliceColumn(String name, Kind kind) implements Serializable {
  /** What the values say. */
  public enum Kind {
    /** Every value is a slice of its own, such as {@code site=north}; null is one too. */
    VALUE,
    /** A condition: rows where it is true are a slice of its name, such as {@code age >= 65}. */
    CONDITION
  }

  /** A column that cuts the rows into one slice a value. */
  public static SliceColumn value(String name) {
    return new SliceColumn(name, Kind.VALUE);
  }

  /** A condition whose true rows are one slice; its column holds {@code true} or {@code false}. */
  public static SliceColumn condition(String name) {
    return new SliceColumn(name, Kind.CONDITION);
  }

  /** Returns the slice of a row that has this value, if there is one. */
  public Optional<String> sliceOf(@Nullable String value) {
    if (kind == Kind.CONDITION) {
      return "true".equals(value) ? Optional.of(name) : Optional.empty();
    }
    return Optional.of(value == null ? name + " is null" : name + "=" + value);
  }
}
