package io.assay.job;

import java.io.Serializable;
import java.util.List;

/**
 * What the driver found out about data and model before it plans. It travels to executors, which
 * make the same plan again.
 *
 * @param rows rows of the input, after its filter
 * @param columns the input's columns, in order
 * @param arrayWidth elements of the array column in the first row; 0 if there is none
 * @param model the model
 * @param references baseline rows: 1, or the size of the background
 */
public record JobFacts(
    long rows, List<ColumnFacts> columns, int arrayWidth, ModelFacts model, int references)
    implements Serializable {

  /** Copies the lists. */
  public JobFacts {
    columns = List.copyOf(columns);
  }
}
