package io.assay.run;

import io.assay.attribution.Attributions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found of a batch, not summed up yet.
 *
 * @param rows the rows that are explained
 * @param result what became of the batch
 * @param again what was found of some rows without each part of the background
 * @param totals what each method did, in the plan's order, gaps aside
 * @param targetCalls forward calls made to find each row's target
 */
public record Explained(
    RowBatch rows,
    BatchResult result,
    Optional<Again> again,
    List<MethodTotals> totals,
    long targetCalls) {
  /**
   * Rows without each part of the background.
   *
   * @param rows the rows
   * @param targets what each of them explains
   * @param byMethod by the keys of the methods that use the background: a result a part
   */
  record Again(RowBatch rows, RowTargets targets, Map<String, List<Attributions>> byMethod) {}

  /** Returns a batch of which no row could be asked about; {@code none} are its rows. */
  static Explained nothing(RowBatch none, BatchResult result) {
    return new Explained(none, result, Optional.empty(), List.of(), 0);
  }
}
