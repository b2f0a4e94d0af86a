package io.assay.attribution;

import io.assay.tensor.RowIds;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The result of a method on a batch.
 *
 * @param rowIds the rows, in the order of the request
 * @param values [rows, slots, groups] attributions, in score units (a gradient method without a
 *     baseline: score units an input unit); of a method that attributes to something inside the
 *     model [rows, slots, columns], in the order of {@link AttributionMethod#columns}
 * @param scores [rows, slots] the explained scalars
 * @param baselineScores [rows, slots] the scalars of the baseline, the weighted mean over a
 *     background, or another score that complete values are counted from; equal to zero where the
 *     method has none
 * @param standardErrors [rows, slots, groups] of sampled methods
 * @param diagnostics further numbers about the method's work
 * @param calls model calls
 */
public record Attributions(
    RowIds rowIds,
    Tensor values,
    Tensor scores,
    Tensor baselineScores,
    Optional<Tensor> standardErrors,
    List<Diagnostic> diagnostics,
    ModelCalls calls) {
  private static final double ROUNDING = 1e-3;

  /** Checks that all parts have the same rows and slots. */
  public Attributions {
    diagnostics = List.copyOf(diagnostics);
    int rows = rowIds.size();
    if (values.rank() != 3 || values.rows() != rows || scores.rows() != rows) {
      throw new IllegalArgumentException(
          "values " + values + " and scores " + scores + " do not fit " + rows + " rows");
    }
  }

  /** Returns how many rows there are. */
  public int rows() {
    return rowIds.size();
  }

  /** Returns how many scalars of each row were explained. */
  public int slots() {
    return values.size(1);
  }

  /** Returns how many groups each scalar is attributed to. */
  public int groups() {
    return values.size(2);
  }

  /** Returns the completeness gap of a row and slot: sum of values - (score - baseline score). */
  public double completenessGap(int row, int slot) {
    int at = row * slots() + slot;
    double sum = 0;
    for (int group = 0; group < groups(); group++) {
      sum += values.at(at * groups() + group);
    }
    return sum - ((double) scores.at(at) - baselineScores.at(at));
  }

  /**
   * Returns the completeness gap of a row and slot as a share of what was attributed: of the larger
   * of |score - baseline score| and the values' Euclidean length. Where both are under a thousandth
   * of the score, they are rounding of the model's float32, and that thousandth takes their place.
   */
  public double completenessGapShare(int row, int slot) {
    int at = row * slots() + slot;
    float[] all = values.values();
    int end = (at + 1) * groups();
    double squares = 0;
    for (int i = at * groups(); i < end; i++) {
      squares += (double) all[i] * all[i];
    }
    double score = scores.at(at);
    double change = Math.abs(score - baselineScores.at(at));
    double scale = Math.max(Math.max(change, Math.sqrt(squares)), ROUNDING * Math.abs(score));
    double gap = completenessGap(row, slot);
    return gap == 0 ? 0 : gap / scale;
  }

  /** Returns the result of the selected rows; itself where they are all. */
  public Attributions select(RowSelection rows) {
    return rows.isAll() ? this : select(rows.positions());
  }

  /** Returns the result of chosen rows, in the order given. */
  public Attributions select(int... rows) {
    return new Attributions(
        rowIds.select(rows),
        values.select(rows),
        scores.select(rows),
        baselineScores.select(rows),
        standardErrors.map(errors -> errors.select(rows)),
        diagnostics.stream().map(each -> each.select(rows)).toList(),
        calls.select(rows));
  }
}
