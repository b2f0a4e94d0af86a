package io.assay.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds columns of the attribution table that would bear the same name. Case does not count. */
final class OutputColumns {
  /** What every attribution table has, its partition columns included. */
  private static final List<String> OURS =
      List.of(
          "run_id",
          "method",
          "row_id",
          "target",
          "score",
          "baseline_score",
          "completeness_gap",
          "model_calls");

  private static final List<String> OURS_IN_ARRAYS = List.of("values", "std_errors");

  private final Map<String, String> owners = new LinkedHashMap<>();
  private final List<String> clashes = new ArrayList<>();

  private OutputColumns() {}

  /** Returns a sentence for each clash. */
  static List<String> clashes(JobSpec spec) {
    OutputColumns columns = new OutputColumns();
    OURS.forEach(name -> columns.add(name, "a column that Assay writes"));
    if (spec.input().text().isPresent()) {
      columns.add("tokens", "a column that Assay writes");
    }
    if (spec.output().layout() == OutputSpec.Layout.ARRAY) {
      OURS_IN_ARRAYS.forEach(name -> columns.add(name, "a column that Assay writes"));
    } else {
      columns.addAttributions(groupNames(spec));
    }
    columns.addKept(spec.input().keep());
    return columns.clashes;
  }

  /** Returns a sentence for each clash of a method that has columns of its own. */
  static List<String> clashes(List<String> own, List<String> keep) {
    OutputColumns columns = new OutputColumns();
    OURS.forEach(name -> columns.add(name, "a column that Assay writes"));
    columns.addAttributions(own);
    columns.addKept(keep);
    return columns.clashes;
  }

  private void addAttributions(List<String> names) {
    for (String name : names) {
      add(name, "the attribution of " + name);
      add(name + "__se", "the standard error of " + name);
    }
  }

  private void addKept(List<String> keep) {
    keep.stream().distinct().forEach(name -> add(name, "input.keep " + name));
  }

  private static List<String> groupNames(JobSpec spec) {
    List<String> names = new ArrayList<>(spec.groups().keySet());
    InputSpec input = spec.input();
    List<String> features = input.arrayColumn().isPresent() ? input.arrayNames() : input.features();
    features.stream()
        .distinct()
        .filter(name -> spec.groups().values().stream().noneMatch(group -> group.contains(name)))
        .filter(name -> !names.contains(name))
        .forEach(names::add);
    return names;
  }

  private void add(String name, String owner) {
    String other = owners.putIfAbsent(name.toLowerCase(Locale.ROOT), owner);
    if (other != null) {
      clashes.add(
          "would have two columns named "
              + name
              + ": "
              + other
              + " and "
              + owner
              + "; rename one, or leave it out of input.keep, or take layout: array");
    }
  }
}
