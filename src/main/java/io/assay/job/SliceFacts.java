package io.assay.job;

import java.io.Serializable;
import java.util.List;

/**
 * What was found out about a slice of the job.
 *
 * @param slice the column or condition, as the job says it
 * @param values the distinct values that rows have
 */
public record SliceFacts(String slice, List<String> values) implements Serializable {
  /** Copies the list. */
  public SliceFacts {
    values = List.copyOf(values);
  }
}
