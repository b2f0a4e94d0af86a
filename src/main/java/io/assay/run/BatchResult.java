package io.assay.run;

import io.assay.attribution.Attributions;
import java.util.List;

/**
 * What became of a batch: every row is either explained by every method, or has a fault.
 *
 * @param rows positions in the batch of the rows explained, ascending
 * @param targets for each explained row the names of its explained outputs, one a slot
 * @param byMethod the result of each method for the rows explained, in the plan's order
 * @param faults the other rows
 */
public record BatchResult(
    List<Integer> rows,
    List<List<String>> targets,
    List<Attributions> byMethod,
    List<RowFault> faults) {}
