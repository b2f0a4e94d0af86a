package io.assay.run;

import io.assay.aggregate.InputSample;
import io.assay.aggregate.RowSample;
import io.assay.baseline.FeatureGroups;
import io.assay.job.InputPlan;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.Arrays;

/** How many rows of a method are kept to be shown, and what is kept of each beside its values. */
final class SampleForm {
  /** Rows kept for plots, by method and target. */
  private static final int MOST_ROWS = 400;

  /** Values kept for plots at most, by method and target: of wide rows fewer are kept. */
  private static final int MOST_VALUES = 200_000;

  private static final int FEWEST_ROWS = 8;

  /** Images kept by method, over all outputs. */
  private static final int MOST_IMAGES = 24;

  /** Texts kept by method, over all outputs. */
  private static final int MOST_TEXTS = 40;

  /** Values kept of images at most, by method and output. */
  private static final int MOST_PIXELS = 2_000_000;

  private SampleForm() {}

  /** Returns the sample of no rows of a method, for one target. */
  static RowSample empty(RunPlan plan, String key) {
    PlannedMethod method = plan.method(key);
    int columns = method.columns().size();
    if (!plan.isPictured(method)) {
      int rows = Math.max(FEWEST_ROWS, MOST_VALUES / columns);
      return RowSample.empty(Math.min(MOST_ROWS, rows), columns);
    }
    int most = plan.input().kind() == InputPlan.Kind.IMAGE ? MOST_IMAGES : MOST_TEXTS;
    int each = Math.max(2, most / Math.max(1, plan.outputs().size()));
    int room = Math.max(1, MOST_PIXELS / (columns + plan.inputWidth()));
    return RowSample.empty(Math.min(each, room), columns);
  }

  /** Returns the sample of no rows for the global methods, of which there is one at least. */
  static InputSample emptyInputs(RunPlan plan) {
    return InputSample.empty(plan.keptRows(), plan.inputWidth());
  }

  /**
   * Returns the greatest key that a row can have and be kept for the global methods, all but surely
   * (six standard deviations): shards need not keep as many rows each as are wanted of all.
   */
  static long greatestKey(RunPlan plan) {
    return greatestKey(plan.keptRows(), plan.rows());
  }

  /**
   * Returns the greatest key that a row can have and be shown, where every row counts for every
   * target: of four times the rows that are shown, since rows may be rejected. Beyond three
   * quarters of rejected rows fewer are shown.
   */
  static long greatestShown(RunPlan plan) {
    return greatestKey(4.0 * MOST_ROWS, plan.rows());
  }

  /** Returns the greatest key of so many of some rows, as above. */
  static long greatestKey(double wanted, long rows) {
    double share = (wanted + 6 * Math.sqrt(wanted) + 20) / Math.max(1, rows);
    return share >= 1 ? Long.MAX_VALUE : (long) ((share - 0.5) * 0x1p64);
  }

  /**
   * Returns what is kept of a row beside its values: one value a group, for the colour of a dot; of
   * images and texts the whole input, with the first method that shows it; nothing of a method that
   * attributes to something inside the model, nor for a pair of groups.
   */
  static Tensor features(RunPlan plan, String key, TensorBatch batch, int row) {
    PlannedMethod method = plan.method(key);
    int pairs = plan.pairs(method).size();
    if (pairs > 0 && plan.input().kind() == InputPlan.Kind.TABLE) {
      return groups(plan.groups(), pairs, batch, row);
    }
    if (!plan.attributesInput(method)) {
      return Tensor.zeros(1, 0);
    }
    if (plan.isPictured(method)) {
      PlannedMethod first =
          plan.methods().stream().filter(plan::isPictured).findFirst().orElseThrow();
      boolean isFirst = first.key().equals(key);
      int width = plan.inputWidth();
      float[] inputs = batch.input().values();
      return isFirst
          ? Tensor.of(Arrays.copyOfRange(inputs, row * width, (row + 1) * width), 1, width)
          : Tensor.zeros(1, 0);
    }
    return groups(plan.groups(), 0, batch, row);
  }

  /** The input itself, none for a group of several or a pair of groups. */
  private static Tensor groups(FeatureGroups groups, int pairs, TensorBatch batch, int row) {
    float[] values = new float[groups.size() + pairs];
    Arrays.fill(values, groups.size(), values.length, Float.NaN);
    int[] members = new int[groups.size()];
    for (int feature = 0; feature < groups.features(); feature++) {
      values[groups.groupOf(feature)] = batch.input().at(row, feature);
      members[groups.groupOf(feature)]++;
    }
    for (int group = 0; group < members.length; group++) {
      if (members[group] > 1) {
        values[group] = Float.NaN;
      }
    }
    return Tensor.of(values, 1, values.length);
  }
}
