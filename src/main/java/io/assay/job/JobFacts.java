package io.assay.job;

import io.assay.attribution.Tuning;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What the driver found out about data and model before it plans. It travels to executors, which
 * make the same plan again.
 *
 * @param rows rows to be explained: those of the input after its filter, or of a sample
 * @param columns the input's columns, in order
 * @param arrayWidth elements of the array column in the first row; 0 if there is none
 * @param model the model
 * @param references baseline rows: 1, or the size of the background
 * @param tunings what methods learnt from pilot rows, by the method's key; none before they did
 * @param fileShards shards where they are made of files; 0 where they are made of row ids
 */
public record JobFacts(
    long rows,
    List<ColumnFacts> columns,
    int arrayWidth,
    ModelFacts model,
    int references,
    Map<String, Tuning> tunings,
    int fileShards)
    implements Serializable {

  /** Copies the collections. */
  public JobFacts {
    columns = List.copyOf(columns);
    tunings = tunings == null ? Map.of() : Copies.of(tunings); // null in plans of earlier versions
  }

  /** Facts about data and model, from which no method has learnt yet. */
  public JobFacts(
      long rows, List<ColumnFacts> columns, int arrayWidth, ModelFacts model, int references) {
    this(rows, columns, arrayWidth, model, references, Map.of(), 0);
  }

  /** Returns these facts with what methods learnt, by the method's key. */
  public JobFacts with(Map<String, Tuning> learnt) {
    return new JobFacts(rows, columns, arrayWidth, model, references, learnt, fileShards);
  }

  /** Returns these facts for so many rows of the input, cut into shards of row ids. */
  public JobFacts withRows(long some) {
    return new JobFacts(some, columns, arrayWidth, model, references, tunings, 0);
  }

  /** Returns these facts with the number of shards that the input's files make. */
  public JobFacts withFileShards(int shards) {
    return new JobFacts(rows, columns, arrayWidth, model, references, tunings, shards);
  }

  /** Returns these facts without what methods learnt: what was found of data and model alone. */
  public JobFacts untuned() {
    return with(Map.of());
  }
}
