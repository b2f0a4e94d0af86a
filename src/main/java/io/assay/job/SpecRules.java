package io.assay.job;

import io.assay.job.ModelSpec.OutputsSpec;
import io.assay.job.global.GlobalSpec;
import io.assay.job.importance.BackgroundErrorSpec;
import io.assay.job.slices.BinsSpec;
import io.assay.job.slices.SliceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a job file must not say although every single value in it is right. A rule is silent where a
 * key that it depends on is spoilt already.
 */
final class SpecRules {
  private final JobSpec spec;
  private final Problems problems;

  private SpecRules(JobSpec spec, Problems problems) {
    this.spec = spec;
    this.problems = problems;
  }

  static void check(JobSpec spec, Problems problems) {
    SpecRules rules = new SpecRules(spec, problems);
    rules.names();
    rules.features();
    rules.since();
    rules.sample();
    ContentRules.check(spec, rules::say);
    rules.encodings();
    rules.groups();
    rules.keptColumns();
    rules.model();
    rules.target();
    rules.baseline();
    rules.methods();
    rules.global();
    rules.importance();
    OutputColumns.clashes(spec).forEach(text -> rules.say(text, "output", "input", "groups"));
  }

  private void names() {
    if (!spec.name().matches("[A-Za-z0-9_-]{1,100}")) {
      say("is \"" + spec.name() + "\"; need 1 to 100 letters, digits, - and _", "name");
    }
    slices();
  }

  private void slices() {
    List<String> names = spec.slices().stream().map(SliceSpec::name).toList();
    twice("slices", spec.slices().stream().map(JobWriter::flow).toList());
    List<String> pairs = spec.differences().pairs();
    twice("differences.pairs", pairs);
    pairs.stream()
        .filter(name -> !names.contains(name))
        .forEach(
            name ->
                say(
                    "names " + name + ", which is not in slices" + Spelling.hint(name, names),
                    "differences.pairs",
                    "slices"));
    if (spec.differences().search().isPresent() && spec.slices().isEmpty()) {
      say("crosses slices, and there are none", "differences.search", "slices");
    }
    if (spec.differences().search().isPresent() && spec.input().text().isPresent()) {
      say("compares features, which texts have none of; leave it out", "differences.search");
    }
    boolean haveOpenBins =
        spec.slices().stream()
            .flatMap(SliceSpec::parts)
            .anyMatch(each -> each.bins().filter(BinsSpec::areOfTheRows).isPresent());
    if (haveOpenBins && spec.input().since() == InputSpec.Since.LAST_RUN) {
      say(
          "is last-run, and bins would change with the input; give bins.edges",
          "input.since",
          "slices");
    }
  }

  private void since() {
    InputSpec input = spec.input();
    if (input.snapshot().isPresent() && input.format() != InputSpec.Format.TABLE) {
      say("is of a table of a catalog; leave it out", "input.snapshot", "input.format");
    }
    if (input.since() != InputSpec.Since.LAST_RUN) {
      return;
    }
    if (input.rowId().isEmpty()) {
      say("is last-run, which needs a column that names rows", "input.since", "input.row-id");
    }
    if (spec.execution().shards() == ExecutionSpec.Shards.ROW_ID) {
      say(
          "is last-run, which needs shards of files; leave it out",
          "execution.shards",
          "input.since");
    }
    if (spec.baseline().kind().needsReferences() && spec.baseline().path().isEmpty()) {
      say(
          "is last-run, and the baseline would change with the input; give baseline.path",
          "input.since",
          "baseline");
    }
  }

  private void sample() {
    InputSpec input = spec.input();
    if (input.rows().sample().isEmpty()) {
      return;
    }
    if (input.rowId().isEmpty()) {
      say(
          "is a sample, which needs a column that names rows: ids derived from content are those of"
              + " all equal rows at once",
          "input.rows",
          "input.row-id");
    }
    if (input.since() == InputSpec.Since.LAST_RUN) {
      say(
          "is a sample, which cannot be gone on from; leave out one of the two",
          "input.rows",
          "input.since");
    }
    boolean isOneOutput =
        spec.target().kind() == TargetSpec.Kind.CLASS
            || spec.target().kind() == TargetSpec.Kind.COLUMN;
    if (input.rows().poweredBy().isPresent() && !(isOneOutput && input.isTable())) {
      say(
          "imitates one output for rows of a table; take target {class: a name} or {column: n}, or"
              + " leave it out",
          "input.rows.sample.powered-by",
          "target",
          "input.rows");
    }
  }

  private void features() {
    InputSpec input = spec.input();
    boolean isArray = input.arrayColumn().isPresent();
    if (!isArray && !input.arrayNames().isEmpty()) {
      say(
          "names elements, but there is no input.array-column",
          "input.array-names",
          "input.array-column");
    }
    twice("input.features", input.features());
    twice("input.array-names", input.arrayNames());
    if (input.format() == InputSpec.Format.TABLE && !input.options().isEmpty()) {
      say("are of no use to format table; leave them out", "input.options", "input.format");
    }
  }

  private void encodings() {
    Map<String, EncodingSpec> encodings = spec.input().encodings();
    encodings.forEach(
        (column, encoding) -> {
          String path = "input.encodings." + column;
          if (!spec.input().features().contains(column)) {
            say(
                "encodes a column that is not a feature"
                    + Spelling.hint(column, spec.input().features()),
                path,
                "input.features",
                "input.array-column");
          }
          if (encoding.oneHot().isEmpty() == encoding.ordinal().isEmpty()) {
            say("needs one-hot: [categories] or ordinal: {category: number}, one of the two", path);
          }
          twice(path + ".one-hot", encoding.oneHot());
        });
  }

  private void groups() {
    Map<String, String> groupOf = new HashMap<>();
    List<String> known = featureNames();
    spec.groups()
        .forEach(
            (group, members) -> {
              String path = "groups." + group;
              if (members.isEmpty()) {
                say("has no member", path);
              }
              if (known.contains(group) && !members.contains(group)) {
                say("has the name of a feature outside the group; choose another name", path);
              }
              for (String member : members) {
                member(path, group, member, known, groupOf);
              }
            });
  }

  private void member(
      String path, String group, String member, List<String> known, Map<String, String> groupOf) {
    if (!known.isEmpty() && !known.contains(member)) {
      say(
          "names " + member + ", which is no feature" + Spelling.hint(member, known),
          path,
          "input.features",
          "input.array-names");
    }
    String other = groupOf.putIfAbsent(member, group);
    if (other != null) {
      String found = other.equals(group) ? "twice" : "also in group " + other;
      say("has " + member + " " + found + "; a feature is in one group, once", path);
    }
  }

  private List<String> featureNames() {
    InputSpec input = spec.input();
    if (!input.isTable()) {
      return List.of();
    }
    return input.arrayColumn().isPresent() ? input.arrayNames() : input.features();
  }

  private void keptColumns() {
    InputSpec input = spec.input();
    twice("input.keep", input.keep());
    input
        .label()
        .filter(input.features()::contains)
        .ifPresent(
            label ->
                say(
                    "is " + label + ", which is also a feature; take it out of one of the two",
                    "input.label",
                    "input.features"));
  }

  private void model() {
    spec.model()
        .sha256()
        .filter(digest -> !digest.matches("[0-9a-fA-F]{64}"))
        .ifPresent(digest -> say("is " + digest + "; need 64 hex digits", "model.sha256"));
    OutputsSpec outputs = spec.model().outputs();
    twice("model.outputs.names", outputs.names());
    if (outputs.namesFile().isPresent() && !outputs.names().isEmpty()) {
      say(
          "is given beside model.outputs.names; name the outputs in one of the two",
          "model.outputs.names-file",
          "model.outputs.names");
    }
  }

  private void target() {
    TargetSpec target = spec.target();
    List<String> names = spec.model().outputs().names();
    if (target.kind() == TargetSpec.Kind.LABEL && spec.input().label().isEmpty()) {
      say("is label, but input.label names no column", "target", "input.label");
    }
    if (names.isEmpty()) {
      return;
    }
    target
        .className()
        .filter(name -> !names.contains(name))
        .ifPresent(
            name ->
                say(
                    "is class "
                        + name
                        + ", which is not in model.outputs.names "
                        + Spelling.some(names)
                        + Spelling.hint(name, names),
                    "target",
                    "model.outputs.names"));
    target
        .column()
        .filter(column -> column >= names.size())
        .ifPresent(
            column ->
                say(
                    "is column " + column + "; model.outputs.names has 0 to " + (names.size() - 1),
                    "target",
                    "model.outputs.names"));
  }

  private void baseline() {
    BaselineSpec baseline = spec.baseline();
    BaselineSpec.Kind kind = baseline.kind();
    boolean isConstant = kind == BaselineSpec.Kind.CONSTANT;
    if (isConstant == baseline.values().isEmpty()) {
      String found =
          isConstant ? "is missing; kind constant needs it" : "is for kind constant only";
      say(found, "baseline.values", "baseline.kind");
    }
    if (baseline.path().isPresent() && !kind.needsReferences()) {
      say("is for the kinds mean, median and background only", "baseline.path", "baseline.kind");
    }
    boolean isStratified = baseline.select() == BaselineSpec.Selection.STRATIFIED;
    if (baseline.select() != BaselineSpec.Selection.RANDOM
        && kind != BaselineSpec.Kind.BACKGROUND) {
      say("is for kind background only", "baseline.select", "baseline.kind");
    }
    if (baseline.select() == BaselineSpec.Selection.K_MEANS
        && baseline.rows() > BaselineSpec.MOST_CLUSTERS) {
      say(
          "is %d; k-means finds %d centres at most, more rows are drawn by random or stratified"
              .formatted(baseline.rows(), BaselineSpec.MOST_CLUSTERS),
          "baseline.rows",
          "baseline.select");
    }
    if (isStratified && baseline.stratifyBy().isEmpty() && spec.input().label().isEmpty()) {
      say(
          "is missing, and there is no input.label to take in its place",
          "baseline.stratify-by",
          "baseline.select",
          "input.label");
    }
    if (!isStratified && baseline.stratifyBy().isPresent()) {
      say("is for select stratified only", "baseline.stratify-by", "baseline.select");
    }
  }

  private void methods() {
    if (spec.methods().isEmpty()) {
      say("is empty; name at least one method, see assay methods", "methods");
    }
    List<String> keys = spec.methods().stream().map(MethodSpec::key).toList();
    twice("methods", keys);
  }

  private void global() {
    twice("global", spec.global().stream().map(GlobalSpec::key).toList());
    if (!spec.global().isEmpty() && !spec.input().isTable()) {
      say("asks about columns of a table; the input has none, so leave it out", "global", "input");
    }
    for (GlobalSpec each : spec.global()) {
      if (each.needsLabels() && spec.input().label().isEmpty()) {
        say(
            "has %s, which needs labels as it is asked; name their column in input.label"
                .formatted(each.key()),
            "global",
            "input.label");
      }
    }
  }

  private void importance() {
    boolean isBounded = spec.importance().largest().isPresent();
    if (spec.importance().isStrict() && !isBounded) {
      say(
          "is missing; strict intervals rest on the largest |attribution| there can be, such as 1"
              + " for Shapley values of probabilities",
          "importance.largest",
          "importance.intervals");
    }
    if (!spec.importance().isStrict() && isBounded) {
      say("is for strict intervals only", "importance.largest", "importance.intervals");
    }
    if (spec.importance().backgroundError().rows() > 0) {
      backgroundError();
    }
  }

  private void backgroundError() {
    String key = "importance.background-error.rows";
    BaselineSpec baseline = spec.baseline();
    boolean isDrawn =
        baseline.kind() == BaselineSpec.Kind.BACKGROUND
            && baseline.select() != BaselineSpec.Selection.K_MEANS;
    if (!isDrawn || baseline.rows() < BackgroundErrorSpec.FEWEST_BACKGROUND_ROWS) {
      say(
          "needs a baseline of 4 or more background rows that are drawn at random",
          key,
          "baseline");
    }
    if (spec.importance().isStrict()) {
      say("is for asymptotic intervals only", key, "importance.intervals");
    }
    if (!spec.input().isTable()) {
      say("needs columns of a table or an array", key, "input");
    }
  }

  private void twice(String path, List<String> values) {
    Set<String> seen = new HashSet<>();
    Set<String> again = new TreeSet<>();
    values.stream().filter(value -> !seen.add(value)).forEach(again::add);
    if (!again.isEmpty()) {
      say("has more than once: " + String.join(", ", again), path);
    }
  }

  /** Notes a problem of the first key unless it or another that the rule depends on is spoilt. */
  private void say(String text, String key, String... dependsOn) {
    List<String> keys = new ArrayList<>(List.of(dependsOn));
    keys.add(key);
    if (keys.stream().noneMatch(problems::isSpoilt)) {
      problems.note(key, text);
    }
  }
}
