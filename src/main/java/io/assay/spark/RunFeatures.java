package io.assay.spark;

import io.assay.aggregate.FoldSums;
import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.IntervalRule;
import io.assay.aggregate.IntervalRule.SharedError;
import io.assay.aggregate.KeyedImportance;
import io.assay.aggregate.fold.BackgroundError;
import io.assay.job.ColumnFold;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.table.ImportanceRecord;
import io.assay.table.InputLayout;
import io.assay.table.TextColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The importance of a run's features by method, target and slice, under the features' names. */
final class RunFeatures {
  private final RunPlan plan;
  private final IntFunction<String> words;
  private final IntervalRule rule;
  private final Map<StateKey, FoldSums> backgrounds = new HashMap<>();
  private final List<Section> sections = new ArrayList<>();

  private RunFeatures(RunPlan plan, InputLayout layout) {
    this.plan = plan;
    this.words = words(layout);
    this.rule = rule(plan.spec());
  }

  private static IntervalRule rule(JobSpec spec) {
    return spec.importance()
        .largest()
        .map(largest -> IntervalRule.strict(spec.confidence(), largest))
        .orElse(IntervalRule.asymptotic(spec.confidence()));
  }

  /**
   * A feature.
   *
   * @param name as people know it
   * @param members what stands behind it; of a pair of feature groups the two
   * @param isPair whether it is a pair of feature groups
   * @param importance its numbers
   */
  record Feature(String name, List<String> members, boolean isPair, Importance importance) {}

  /** All features of a method, target and slice. */
  record Section(StateKey key, List<Feature> features) {}

  /** Works out the importance of all features. */
  static List<Section> of(RunPlan plan, InputLayout layout, ShardStates states) {
    RunFeatures features = new RunFeatures(plan, layout);
    features.backgrounds.putAll(states.sums());
    states.importance().forEach(features::add);
    states.tokens().forEach(features::add);
    return features.sections;
  }

  private void add(StateKey key, ImportanceState state) {
    ColumnFold fold = plan.fold(key.method());
    List<Importance> importances = state.importances(rule, background(key));
    int singles = fold.features() - plan.pairs(plan.method(key.method())).size();
    List<Feature> features = new ArrayList<>();
    for (int feature = 0; feature < importances.size(); feature++) {
      features.add(
          new Feature(
              fold.names().get(feature),
              fold.members().get(feature),
              feature >= singles,
              importances.get(feature)));
    }
    sections.add(new Section(key, features));
  }

  /** Returns the error of the background, which a slice shares with all rows. */
  private SharedError background(StateKey key) {
    FoldSums sums =
        backgrounds.get(
            new StateKey(key.method(), key.target(), StateKey.ALL_ROWS, StateKey.Kind.BACKGROUND));
    return sums == null ? SharedError.NONE : BackgroundError.of(sums);
  }

  private void add(StateKey key, KeyedImportance state) {
    List<Feature> features = new ArrayList<>();
    List<Importance> importances =
        state.state().map(each -> each.importances(rule)).orElse(List.of());
    for (int feature = 0; feature < importances.size(); feature++) {
      String word = words.apply(state.keys().get(feature));
      features.add(new Feature(word, List.of(word), false, importances.get(feature)));
    }
    sections.add(new Section(key, features));
  }

  /** Returns what says the words of tokens. */
  static IntFunction<String> words(InputLayout layout) {
    TextColumn text = layout.text();
    return text == null ? String::valueOf : text::word;
  }

  /** Returns the records of the importance table. */
  static List<ImportanceRecord> records(List<Section> sections) {
    List<ImportanceRecord> records = new ArrayList<>();
    for (Section section : sections) {
      StateKey key = section.key();
      for (Feature feature : section.features()) {
        records.add(
            new ImportanceRecord(
                key.method(),
                key.target(),
                key.slice(),
                feature.name(),
                feature.members().size() > 1 ? feature.members() : List.of(),
                feature.importance()));
      }
    }
    return records;
  }
}
