package io.assay.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.slices.SliceSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job file may say, and what is said of one that is wrong. */
final class JobReaderTest {
  private static final String SMALL =
      """
      name: small
      input:
        path: data/small
        features: [age, income]
      model:
        path: model.pt
      methods:
        - plain
      output:
        path: out
      """;

  private static final String FULL =
      """
      name: full
      seed: -7
      input:
        format: csv
        path: data/*.csv
        options: {delimiter: ";"}
        row-id: id
        features: [age, income, site, size]
        encodings:
          site: {one-hot: ["No", north, "a \\"b\\""]}
          size: {ordinal: {small: 1, large: 2.5e+0}}
        label: churn
        keep: [region]
        filter: "age >= 18 and name <> 'x: y'"
      model:
        path: model.pt
        sha256: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
        outputs: {unit: raw, names: ["No", "Yes"]}
        device: cpu
        batch-rows: 64
      target: {class: "Yes"}
      baseline: {kind: background, path: ref, rows: 20, select: stratified}
      groups: {person: [age, income]}
      methods:
        - path: {steps: 10, rule: gauss-legendre, tolerance: 1.0e-3, signed: false}
        - counted
      slices: [region, "age >= 65"]
      confidence: 0.9
      execution: {shard-rows: 100, max-reject-share: 0.5}
      output: {path: out, layout: array}
      """;

  private static JobSpec read(String yaml, String... overrides) {
    return JobReader.read(yaml, List.of(overrides), TestShelf.ENTRIES);
  }

  private static EncodingSpec encoding(JobSpec spec, String column) {
    return requireNonNull(spec.input().encodings().get(column));
  }

  private static String refusal(String yaml, String... overrides) {
    AssayException refused =
        catchThrowableOfType(AssayException.class, () -> read(yaml, overrides));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.code()).isEqualTo(ErrorCode.SPEC_INVALID);
    return requireNonNull(refused.getMessage());
  }

  @Test
  void whatIsLeftOutTakesItsDefault() {
    JobSpec spec = read(SMALL);

    assertThat(spec.seed()).isZero();
    assertThat(spec.input().format()).isEqualTo(InputSpec.Format.PARQUET);
    assertThat(spec.input().rowId()).isEmpty();
    assertThat(spec.target()).isEqualTo(TargetSpec.of(TargetSpec.Kind.PREDICTED));
    assertThat(spec.baseline().kind()).isEqualTo(BaselineSpec.Kind.ZEROS);
    assertThat(spec.baseline().rows()).isEqualTo(100);
    assertThat(spec.confidence()).isEqualTo(0.95);
    assertThat(spec.execution().shardRows()).isEmpty();
    assertThat(spec.output().layout()).isEqualTo(OutputSpec.Layout.AUTO);
  }

  @Test
  void everyKeyIsRead() {
    JobSpec spec = read(FULL);

    assertThat(spec.seed()).isEqualTo(-7);
    assertThat(spec.input().options())
        .containsEntry("delimiter", ";")
        .containsEntry("header", "true")
        .containsEntry("inferSchema", "true");
    assertThat(encoding(spec, "site").oneHot()).containsExactly("No", "north", "a \"b\"");
    assertThat(encoding(spec, "size").ordinal())
        .containsEntry("small", 1.0)
        .containsEntry("large", 2.5);
    assertThat(spec.target()).isEqualTo(TargetSpec.ofClass("Yes"));
    assertThat(spec.baseline().select()).isEqualTo(BaselineSpec.Selection.STRATIFIED);
    assertThat(spec.methods().get(0).options())
        .isEqualTo(
            new TestShelf.Path(10, TestShelf.Rule.GAUSS_LEGENDRE, Optional.of(1.0e-3), false, 1));
    assertThat(spec.slices())
        .containsExactly(SliceSpec.plain("region"), SliceSpec.plain("age >= 65"));
  }

  @Test
  void theResolvedJobReadsBackAsTheSameJob() {
    for (String yaml : List.of(SMALL, FULL)) {
      JobSpec spec = read(yaml);

      String resolved = JobWriter.yaml(spec);

      assertThat(read(resolved)).isEqualTo(spec);
      assertThat(JobWriter.yaml(read(resolved))).isEqualTo(resolved);
    }
  }

  @Test
  void shortAndLongFormsMeanTheSame() {
    assertThat(read(SMALL + "baseline: mean\n"))
        .isEqualTo(read(SMALL + "baseline: {kind: mean}\n"));
    assertThat(read(SMALL)).isEqualTo(read(SMALL.replace("- plain", "- plain: {}")));
    assertThat(read(SMALL)).isEqualTo(read(SMALL.replace("- plain", "- plain:")));
    assertThat(read(SMALL + "target: {column: 1}\n").target()).isEqualTo(TargetSpec.ofColumn(1));
  }

  @Test
  void overridesReachEveryValue() {
    JobSpec spec =
        read(
            FULL,
            "seed=3",
            "input.path=other",
            "input.encodings.site.one-hot=[a, b]",
            "methods[0].path.steps=5",
            "methods.1.counted.budget=99",
            "methods.path.salt=8",
            "methods[2]=plain",
            "slices[0]=female",
            "baseline=zeros",
            "model.outputs.names[1]=\"Yes\"");

    assertThat(spec.seed()).isEqualTo(3);
    assertThat(spec.input().path()).isEqualTo("other");
    assertThat(encoding(spec, "site").oneHot()).containsExactly("a", "b");
    assertThat(((TestShelf.Path) spec.methods().get(0).options()).steps()).isEqualTo(5);
    assertThat(((TestShelf.Path) spec.methods().get(0).options()).salt()).isEqualTo(8);
    assertThat(((TestShelf.Counted) spec.methods().get(1).options()).budget()).isEqualTo(99);
    assertThat(spec.methods().get(2).key()).isEqualTo("plain");
    assertThat(spec.slices())
        .containsExactly(SliceSpec.plain("female"), SliceSpec.plain("age >= 65"));
    assertThat(spec.baseline().kind()).isEqualTo(BaselineSpec.Kind.ZEROS);
  }

  @Test
  void aMethodsOtherNameIsItsKeyWhereverItStands() {
    JobSpec plain = read(SMALL, "methods=[tally]");
    JobSpec block = read(SMALL, "methods=[{tally: {budget: 5}}]");
    JobSpec reached = read(SMALL, "methods=[tally]", "methods.tally.budget=6");
    JobSpec numbered = read(SMALL, "methods=[tally]", "methods[0].tally.budget=7");

    assertThat(plain.methods()).extracting(MethodSpec::key).containsExactly("counted");
    assertThat(block.methods().get(0).options()).isEqualTo(new TestShelf.Counted(5));
    assertThat(reached.methods().get(0).options()).isEqualTo(new TestShelf.Counted(6));
    assertThat(numbered.methods().get(0).options()).isEqualTo(new TestShelf.Counted(7));
    assertThat(JobWriter.yaml(plain)).contains("- counted:").doesNotContain("tally");
    assertThat(refusal(SMALL, "methods=[tally, counted]")).contains("more than once: counted");
    assertThat(refusal(SMALL, "methods=[taly]")).contains("did you mean tally?");
  }

  @Test
  void aJobThatNamesNoMethodTakesShap() {
    JobSpec spec =
        read("name: a\ninput: {path: d, features: [x]}\nmodel: {path: m}\noutput: {path: o}\n");

    assertThat(spec.methods()).extracting(MethodSpec::key).containsExactly("plain");
  }

  @Test
  void brokenOverridesAreNamed() {
    assertThat(refusal(SMALL, "seed")).contains("--set seed").contains("need key=value");
    assertThat(refusal(SMALL, "sed=3"))
        .contains("sed (--set sed) is not a key; did you mean seed?");
    assertThat(refusal(SMALL, "methods[4].plain={}")).contains("names item 4; the list has 1");
    assertThat(refusal(SMALL, "name.x=1")).contains("cannot reach into small");
  }

  @Test
  void allProblemsAreReportedAtOnceWithTheirLines() {
    String message =
        refusal(
            """
            name: no spaces please
            input:
              path: [a]
              featurs: [age]
              keep: age
            model:
              batch-rows: 0
              device: tpu
            methods:
              - path: {stps: 4, steps: many, rule: gauss}
              - lime
            confidence: "0.9"
            output: {path: out}
            """);

    assertThat(message.lines())
        .containsExactly(
            "the job file has 12 problems:",
            "  - input.featurs (line 4) is not a key; did you mean features? (keys here: [format,"
                + " path, options, row-id, features, array-column, array-names, encodings, missing,"
                + " image, text, label, keep, filter, rows, snapshot, since])",
            "  - input.path (line 3) is a list; need a text",
            "  - input.keep (line 5) is age; need a list: [a, b]",
            "  - model.path (line 7) is missing: The model file on any Hadoop file system, relative"
                + " to the job file; for engine spark-ml a folder.",
            "  - model.device (line 8) is tpu; need one of auto, cpu, gpu; did you mean cpu?",
            "  - model.batch-rows (line 7) is 0; need 1 to 65536",
            "  - methods[0].path.stps (line 10) is not a key; did you mean steps? (keys here:"
                + " [steps, rule, tolerance, signed, salt])",
            "  - methods[0].path.steps (line 10) is many; need a whole number",
            "  - methods[0].path.rule (line 10) is gauss; need one of midpoint, gauss-legendre",
            "  - methods[1].lime (line 11) is not a method (methods: [path, plain, counted])",
            "  - confidence (line 12) is \"0.9\"; need a number",
            "  - name (line 1) is \"no spaces please\"; need 1 to 100 letters, digits, - and _");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input.array-column=x|input.features|stands beside input.array-column",
        "input.features=[]|input.features|need either features",
        "input.features=[age, age]|input.features|has more than once: age",
        "input.array-names=[a]|input.array-names|there is no input.array-column",
        "input.encodings.agee.one-hot=[a]|input.encodings.agee|did you mean age?",
        "input.encodings.age={}|input.encodings.age|one of the two",
        "groups={g: [age], h: [age]}|groups.h|has age also in group g",
        "groups={g: [agee]}|groups.g|names agee, which is no feature; did you mean age?",
        "groups={g: []}|groups.g|has no member",
        "groups={income: [age]}|groups.income|has the name of a feature outside the group",
        "input.since=last-run|input.since|needs a column that names rows",
        "input.snapshot=3|input.snapshot|is of a table of a catalog",
        "input.snapshot=-1|input.snapshot|need 0 to",
        "target=label|target|input.label names no column",
        "target=other|target|need predicted, label, all",
        "input.label=age|input.label|which is also a feature",
        "input.keep=[age]|output|two columns named age",
        "input.keep=[Score]|output|two columns named Score",
        "baseline=constant|baseline|kind constant needs it",
        "baseline.path=x|baseline.path|kinds mean, median and background",
        "baseline={kind: background, select: stratified}|baseline.stratify-by|no input.label",
        "model.sha256=abc|model.sha256|64 hex digits",
        "model.outputs={names: [a], names-file: n}|model.outputs.names-file|in one of the two",
        "methods=[]|methods|name at least one method",
        "methods=[plain, plain]|methods|has more than once: plain",
        "methods=[{plain: , steps: 3}]|methods[0]|one level deeper",
        "methods=[{path: {rule: gauss-legendre, steps: 65}}]|methods[0].path|at most 64 steps",
        "confidence=0.3|confidence|need 0.5 to 0.9999",
        "importance.intervals=strict|importance.largest|strict intervals rest on the largest",
        "importance.background-error.rows=9|importance.background-error.rows|4 or more background",
        "importance.largest=1|importance.largest|is for strict intervals only",
        "importance={intervals: strict, largest: -1}|importance.largest|need 1e-30 to 1e30",
        "execution.shard-rows=1.5|execution.shard-rows|need a whole number",
        "execution.shard-rows=99999999999|execution.shard-rows|need a whole number",
        "input.options={header: [1]}|input.options.header|is a list; need a text",
        "input.keep=[a, null]|input.keep[1]|is nothing; need a text",
      })
  void contradictionsAreRefused(String override, String key, String text) {
    String message = refusal(SMALL, override);

    assertThat(message).contains("1 problem").contains("- " + key).contains(text);
  }

  @Test
  void whatWasExplainedBeforeIsGoneOnFromOnlyIfItWouldBeTheSameToday() {
    assertThat(read(FULL, "input.since=last-run").input().since())
        .isEqualTo(InputSpec.Since.LAST_RUN);
    assertThat(refusal(FULL, "input.since=last-run", "baseline=mean"))
        .contains("the baseline would change with the input; give baseline.path");
    assertThat(refusal(FULL, "input.since=last-run", "execution.shards=row-id"))
        .contains("needs shards of files");
  }

  @Test
  void aClassMustBeAmongTheOutputs() {
    assertThat(refusal(FULL, "target={class: yess}"))
        .contains(
            "is class yess, which is not in model.outputs.names [No, Yes]; did you mean Yes?");
    assertThat(refusal(FULL, "target={column: 2}"))
        .contains("is column 2; model.outputs.names has 0 to 1");
  }

  @Test
  void yamlIsReadStrictly() {
    assertThat(refusal(SMALL + "name: again\n")).contains("name (line 11) stands twice, first at");
    assertThat(refusal("a: [1\n")).contains("is not YAML");
    assertThat(refusal("- a\n")).contains("is a list; need a block of keys");
    assertThat(refusal("name: a\n---\nname: b\n")).contains("is not YAML");
    assertThat(refusal(SMALL + "slices: !!set {a: null}\n")).contains("tags are not allowed");
    assertThat(refusal("a: &a [x]\nb: [*a, *a]\n")).contains("aliases");
    assertThat(refusal("")).contains("name is missing").contains("output is missing");
  }

  @Test
  void pathsAreResolvedAgainstTheFolderOfTheJob() {
    JobSpec spec = read(FULL).resolvedAgainst("/jobs/full");

    assertThat(spec.input().path()).isEqualTo("/jobs/full/data/*.csv");
    assertThat(spec.model().path()).isEqualTo("/jobs/full/model.pt");
    assertThat(spec.baseline().path()).contains("/jobs/full/ref");
    assertThat(spec.output().path()).isEqualTo("out");
    assertThat(read(FULL, "input.path=s3a://b/x", "model.path=/m.pt").resolvedAgainst("/j"))
        .satisfies(job -> assertThat(job.input().path()).isEqualTo("s3a://b/x"))
        .satisfies(job -> assertThat(job.model().path()).isEqualTo("/m.pt"));
  }

  @Test
  void outputsMayBeNamedInAFileOfTheirOwn() {
    JobSpec spec =
        read(SMALL, "model.outputs.names-file=labels.txt")
            .resolvedAgainst("/j")
            .withOutputNames(List.of("crane", "", " cat "));

    assertThat(spec.model().outputs().names()).containsExactly("crane", "cat");
    assertThat(spec.model().outputs().namesFile()).isEmpty();
  }

  @Test
  void manyRowsAreDrawnAndNotClustered() {
    String many = "baseline={kind: background, rows: 100000, select: %s}";

    assertThat(read(SMALL, many.formatted("random")).baseline().rows()).isEqualTo(100_000);
    assertThatThrownBy(() -> read(SMALL, many.formatted("k-means")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("is 100000; k-means finds 5000 centres at most");
  }

  @Test
  void missingValuesAreKeptForTreesThatKnowThemUnlessTheJobSaysOtherwise() {
    for (String engine : List.of("xgboost", "lightgbm")) {
      assertThat(read(SMALL, "model.engine=" + engine).keepsMissing()).isTrue();
      assertThat(read(SMALL, "model.engine=" + engine, "input.missing=reject").keepsMissing())
          .isFalse();
    }
    for (String engine : List.of("torchscript", "onnx", "spark-ml")) {
      assertThat(read(SMALL, "model.engine=" + engine).keepsMissing()).isFalse();
    }
    assertThat(read(SMALL, "model.engine=onnx", "input.missing=keep").keepsMissing()).isTrue();
  }

  @Test
  void aFileThatNamesAnOutputTwiceIsRefused() {
    JobSpec spec = read(SMALL, "model.outputs.names-file=labels.txt").resolvedAgainst("/j");

    assertThatThrownBy(() -> spec.withOutputNames(List.of("crane", "cat", "crane")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("/j/labels.txt, which names crane twice");
    assertThatThrownBy(() -> spec.withOutputNames(List.of("")))
        .hasMessageContaining("/j/labels.txt, which has no line");
  }
}
