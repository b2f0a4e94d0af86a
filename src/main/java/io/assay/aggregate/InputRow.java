package io.assay.aggregate;

import io.assay.tensor.Tensor;

/**
 * A row that a sample of inputs has kept.
 *
 * @param key its place in the order of the sample: {@link RowSample#key}
 * @param rowId its id
 * @param label its label as text; empty if it has none
 * @param output the output that is explained for this row, by its position among the model's; -1
 *     where all rows explain the same
 * @param input [1, values] what goes into the model
 */
public record InputRow(long key, String rowId, String label, int output, Tensor input) {}
