package io.assay.run;

import io.assay.aggregate.RowSample;
import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.job.importance.BackgroundErrorSpec;
import io.assay.tensor.RowIds;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The background without each of its folds, and the rows that are explained over them: chosen by
 * their ids, so that the choice does not depend on shards or batches. Row {@code i} of the
 * background is in fold {@code i} modulo their number.
 */
final class BackgroundParts {
  private static final double KEYS = 0x1p32;

  private final List<Baseline> without;
  private final long seed;
  private final double keysBelow;

  private BackgroundParts(List<Baseline> without, long seed, double keysBelow) {
    this.without = List.copyOf(without);
    this.seed = seed;
    this.keysBelow = keysBelow;
  }

  static BackgroundParts of(RunPlan plan, Baseline baseline) {
    BackgroundErrorSpec spec = plan.spec().importance().backgroundError();
    int folds = Math.min(spec.folds(), baseline.size());
    List<Baseline> without = new ArrayList<>();
    for (int fold = 0; fold < folds && folds > 1 && spec.rows() > 0; fold++) {
      without.add(without(baseline, fold, folds));
    }
    double share = (double) spec.rows() / Math.max(1, plan.rows());
    return new BackgroundParts(without, plan.spec().seed(), without.isEmpty() ? 0 : share * KEYS);
  }

  private static Baseline without(Baseline baseline, int fold, int folds) {
    Tensor rows = baseline.rows();
    int[] kept = IntStream.range(0, rows.rows()).filter(row -> row % folds != fold).toArray();
    return Baseline.background(
        rows.select(kept), IntStream.of(kept).mapToDouble(baseline::weight).toArray());
  }

  /** Returns the background without each fold; none if they are not asked for. */
  List<Baseline> without() {
    return without;
  }

  /** Returns the rows that are explained over them. */
  RowSelection chosen(RowIds ids) {
    if (keysBelow == 0) {
      return RowSelection.of();
    }
    return RowSelection.of(
        IntStream.range(0, ids.size()).filter(row -> isChosen(ids.id(row))).toArray());
  }

  /** By the lower half of the key: samples of rows are cut by the upper one. */
  private boolean isChosen(String id) {
    return (RowSample.key(seed, id) & 0xffffffffL) < keysBelow;
  }
}
