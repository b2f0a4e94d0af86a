package io.assay.spark.feature;

import io.assay.aggregate.FoldSums;
import io.assay.aggregate.RowSample;
import io.assay.aggregate.SampledRow;
import io.assay.aggregate.fold.FeatureClusters;
import io.assay.aggregate.fold.StableSelection;
import io.assay.job.ColumnFold;
import io.assay.job.RunPlan;
import io.assay.job.importance.SelectionSpec;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.table.feature.FeatureRecord;
import io.assay.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The lists and clusters of a run's features, by method and target, over all rows. */
public final class RunFeatureLists {
  private static final int LISTS = 200;

  /** With fewer rows kept, correlations are mostly noise. */
  private static final int FEWEST_ROWS = 30;

  private final RunPlan plan;
  private final SelectionSpec spec;
  private final SortedMap<StateKey, RowSample> samples;
  private final List<FeatureRecord> records = new ArrayList<>();

  private RunFeatureLists(RunPlan plan, ShardStates states) {
    this.plan = plan;
    this.spec = plan.spec().importance().selection();
    this.samples = states.samples();
  }

  /** Returns the records of the features table, in the order of the states. */
  public static List<FeatureRecord> of(RunPlan plan, ShardStates states) {
    RunFeatureLists lists = new RunFeatureLists(plan, states);
    states
        .sums()
        .forEach(
            (key, sums) -> {
              if (key.kind() == StateKey.Kind.FOLDS) {
                lists.add(key, sums);
              }
            });
    return List.copyOf(lists.records);
  }

  private void add(StateKey key, FoldSums sums) {
    ColumnFold fold = plan.fold(key.method());
    String place = key.method() + " " + key.target();
    StableSelection selection =
        StableSelection.of(
            sums, spec.share(), LISTS, Rng.of(plan.spec().seed(), "feature lists", place));
    Optional<FeatureClusters> clusters = clusters(key, fold);
    for (int feature = 0; feature < sums.groups(); feature++) {
      int at = feature;
      List<String> members = fold.members().get(feature);
      double selectedShare = selection.selectedShare(feature);
      records.add(
          new FeatureRecord(
              key.method(),
              key.target(),
              fold.names().get(feature),
              members.size() > 1 ? members : List.of(),
              clusters.map(known -> known.cluster(at)).orElse(0),
              clusters.map(known -> known.leafOrder(at)).orElse(0),
              selectedShare,
              selection.stability(),
              selectedShare > 0 && selectedShare >= spec.agreement()));
    }
  }

  private Optional<FeatureClusters> clusters(StateKey key, ColumnFold fold) {
    RowSample sample =
        samples.get(new StateKey(key.method(), key.target(), key.slice(), StateKey.Kind.SAMPLE));
    if (sample == null || fold.features() > FeatureClusters.MOST_FEATURES) {
      return Optional.empty();
    }
    List<float[]> rows = new ArrayList<>();
    for (SampledRow row : sample.rows()) {
      rows.add(fold.sums(row.values().values()));
    }
    return rows.size() < FEWEST_ROWS
        ? Optional.empty()
        : Optional.of(FeatureClusters.of(rows, spec.correlation()));
  }
}
