package io.assay.global;

import java.util.List;
import java.util.Map;

/**
 * What a global method found.
 *
 * @param records of the global table, in the order in which they are to stand
 * @param calls how many inputs the model was asked to score
 * @param artifacts texts that are kept beside the run's manifest, by file name: a tree, say
 */
public record GlobalResult(List<GlobalRecord> records, long calls, Map<String, String> artifacts) {
  /** Copies the collections. */
  public GlobalResult {
    records = List.copyOf(records);
    artifacts = Map.copyOf(artifacts);
  }

  /** A result that is all in the table. */
  public GlobalResult(List<GlobalRecord> records, long calls) {
    this(records, calls, Map.of());
  }
}
