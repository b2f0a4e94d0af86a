package io.assay.run;

import io.assay.attribution.Attributions;
import io.assay.tensor.RowSelection;
import java.util.List;

/**
 * What became of a batch: every row is either explained by every method, or has a fault.
 *
 * @param rows the rows explained, by their positions in the batch
 * @param targets what each of the explained rows explains; the i-th of these is {@code rows.at(i)}
 * @param byMethod the result of each method for the rows explained, in the plan's order; empty
 *     where no row is explained
 * @param faults the other rows
 */
public record BatchResult(
    RowSelection rows, RowTargets targets, List<Attributions> byMethod, List<RowFault> faults) {}
