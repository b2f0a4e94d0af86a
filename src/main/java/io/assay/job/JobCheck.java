package io.assay.job;

import io.assay.ErrorCode;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.job.slices.SliceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds a job against its data and its model; finds all problems, stops at none. */
public final class JobCheck {
  private final JobSpec spec;
  private final JobFacts facts;
  private final List<Problem> problems = new ArrayList<>();

  private JobCheck(JobSpec spec, JobFacts facts) {
    this.spec = spec;
    this.facts = facts;
  }

  /** Returns everything that is wrong with a job on this data and this model; empty if nothing. */
  public static List<Problem> problems(JobSpec spec, JobFacts facts) {
    return problems(spec, facts, MethodCatalog.entries());
  }

  /** Returns everything that is wrong with a job whose methods come from a catalogue. */
  public static List<Problem> problems(JobSpec spec, JobFacts facts, List<MethodEntry<?>> shelf) {
    JobCheck check = new JobCheck(spec, facts);
    check.rows();
    check.features();
    check.otherColumns();
    check.slices();
    List<Problem> all = new ArrayList<>(check.problems);
    all.addAll(ModelCheck.problems(spec, facts, shelf));
    return List.copyOf(all);
  }

  private void rows() {
    if (facts.rows() == 0) {
      add(ErrorCode.INPUT_UNREADABLE, "input.path", "holds no rows" + filtered());
    }
  }

  private String filtered() {
    return spec.input().filter().map(filter -> " that meet input.filter " + filter).orElse("");
  }

  private void features() {
    InputSpec input = spec.input();
    input.arrayColumn().flatMap(name -> column("input.array-column", name)).ifPresent(this::array);
    input
        .image()
        .ifPresent(
            image -> {
              content("input.image.column", image.column(), ColumnFacts.Kind.BINARY);
              content("input.image.path-column", image.pathColumn(), ColumnFacts.Kind.STRING);
            });
    input
        .text()
        .ifPresent(
            text -> {
              content("input.text.column", text.column(), ColumnFacts.Kind.STRING);
              content("input.text.ids", text.ids(), ColumnFacts.Kind.ARRAY_OF_NUMBERS);
            });
    for (String name : input.features()) {
      column("input.features", name).ifPresent(this::feature);
    }
  }

  private void content(String key, Optional<String> name, ColumnFacts.Kind needed) {
    name.flatMap(each -> column(key, each))
        .filter(column -> column.kind() != needed)
        .ifPresent(
            column ->
                add(
                    ErrorCode.COLUMN_INVALID,
                    key,
                    "is %s of type %s; need %s"
                        .formatted(column.name(), column.type(), needed.inWords())));
  }

  private void array(ColumnFacts column) {
    String name = column.name();
    int named = spec.input().arrayNames().size();
    if (column.kind() != ColumnFacts.Kind.ARRAY_OF_NUMBERS) {
      String text = "is " + name + " of type " + column.type() + "; need an array of numbers";
      add(ErrorCode.COLUMN_INVALID, "input.array-column", text);
    } else if (facts.arrayWidth() == 0) {
      String text = "is " + name + ", which is empty in the first row";
      add(ErrorCode.COLUMN_INVALID, "input.array-column", text);
    } else if (named > 0 && named != facts.arrayWidth()) {
      String text =
          "names %d elements; the first row of %s has %d"
              .formatted(named, name, facts.arrayWidth());
      add(ErrorCode.COLUMN_INVALID, "input.array-names", text);
    }
  }

  private void feature(ColumnFacts column) {
    boolean isEncoded = spec.input().encodings().containsKey(column.name());
    if (isEncoded ? column.isCategory() : column.isNumber()) {
      return;
    }
    String found = "has " + column.name() + " of type " + column.type();
    if (column.isCategory()) {
      add(
          ErrorCode.COLUMN_INVALID,
          "input.features",
          found + ", which needs an encoding: " + howTo(column));
    } else {
      String need =
          isEncoded
              ? "; an encoded feature is text, a number or a boolean"
              : "; a feature is a number, a boolean, a decimal, or text with an encoding";
      add(ErrorCode.COLUMN_INVALID, "input.features", found + need);
    }
  }

  private static String howTo(ColumnFacts column) {
    String name = JobWriter.quoted(column.name());
    return "input.encodings: {%s: {one-hot: [category, ...]}} in the model's order, or {%s: {ordinal: {category: number, ...}}}"
        .formatted(name, name);
  }

  private void otherColumns() {
    InputSpec input = spec.input();
    input.rowId().ifPresent(name -> column("input.row-id", name));
    input
        .label()
        .flatMap(name -> column("input.label", name))
        .filter(column -> !column.isCategory())
        .ifPresent(
            column ->
                add(
                    ErrorCode.COLUMN_INVALID,
                    "input.label",
                    "is "
                        + column.name()
                        + " of type "
                        + column.type()
                        + "; need text or a number"));
    input.keep().forEach(name -> column("input.keep", name));
    if (spec.baseline().path().isEmpty()) {
      spec.baseline().stratifyBy().ifPresent(name -> column("baseline.stratify-by", name));
    }
  }

  /** Names are judged here; conditions are left to Spark. */
  private void slices() {
    spec.slices().stream()
        .flatMap(SliceSpec::parts)
        .forEach(
            slice -> {
              slice.bins().flatMap(bins -> column("slices", bins.column())).ifPresent(this::bins);
              if (slice.text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                column("slices", slice.text());
              }
            });
  }

  private void bins(ColumnFacts column) {
    if (!column.isNumber()) {
      add(
          ErrorCode.COLUMN_INVALID,
          "slices",
          "has bins of " + column.name() + " of type " + column.type() + "; need numbers");
    }
  }

  private Optional<ColumnFacts> column(String key, String name) {
    Optional<ColumnFacts> found =
        facts.columns().stream().filter(column -> column.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      List<String> names = facts.columns().stream().map(ColumnFacts::name).toList();
      String hint = Spelling.hint(name, names);
      String known = hint.isEmpty() ? "; columns: " + names : hint;
      add(
          ErrorCode.COLUMN_INVALID,
          key,
          "names " + name + ", which the input does not have" + known);
    }
    return found;
  }

  private void add(ErrorCode code, String key, String text) {
    problems.add(new Problem(code, key, "", text));
  }
}
