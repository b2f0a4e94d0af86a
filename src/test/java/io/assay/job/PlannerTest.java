package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.assay.AssayException;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.Tuning;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.fakes.Learner;
import io.assay.model.ModelSignature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a plan says of a job, and what is said of a job that data or model do not bear. */
final class PlannerTest {
  private static final String JOB =
      """
      name: mixed
      input:
        path: data
        features: [age, site, size, income]
        encodings:
          site: {one-hot: [north, south, west]}
          size: {ordinal: {small: 1, large: 3}}
        label: churn
        keep: [note]
      model: {path: m.pt}
      target: {class: output_1}
      groups: {person: [income, age]}
      methods:
        - path: {steps: 10}
        - counted: {budget: 100}
      slices: [site, "age >= 65"]
      execution: {shard-rows: 100}
      output: {path: out}
      """;

  private static final ModelFacts MODEL =
      new ModelFacts(
          List.of(6),
          List.of("output_0", "output_1"),
          ModelSignature.Unit.LOGIT,
          List.of("BlackBox", "Differentiable"));

  private static JobSpec job(String... overrides) {
    return JobReader.read(JOB, List.of(overrides), TestShelf.ENTRIES);
  }

  private static JobFacts facts(ModelFacts model, ColumnFacts... more) {
    Stream<ColumnFacts> columns =
        Stream.of(
            column("age", ColumnFacts.Kind.NUMERIC, "int"),
            column("site", ColumnFacts.Kind.STRING, "string"),
            column("size", ColumnFacts.Kind.STRING, "string"),
            column("income", ColumnFacts.Kind.DECIMAL, "decimal(10,2)"),
            column("churn", ColumnFacts.Kind.BOOLEAN, "boolean"),
            column("note", ColumnFacts.Kind.OTHER, "map<string,int>"));
    return new JobFacts(250, Stream.concat(columns, Stream.of(more)).toList(), 4, model, 3);
  }

  private static ColumnFacts column(String name, ColumnFacts.Kind kind, String type) {
    return new ColumnFacts(name, kind, type);
  }

  private static List<String> problems(JobFacts facts, String... overrides) {
    return JobCheck.problems(job(overrides), facts, TestShelf.ENTRIES).stream()
        .map(problem -> problem.code() + " " + problem)
        .toList();
  }

  @Test
  void columnsTakeTheirPlacesInTheOrderOfTheJob() {
    RunPlan plan = Planner.plan(job(), facts(MODEL), TestShelf.ENTRIES);

    assertThat(plan.inputWidth()).isEqualTo(6);
    assertThat(plan.input().features())
        .extracting(InputFeature::name, InputFeature::position, InputFeature::width)
        .containsExactly(
            tuple("age", 0, 1), tuple("site", 1, 3), tuple("size", 4, 1), tuple("income", 5, 1));
    assertThat(plan.input().features().get(2).categories()).containsExactly("small", "large");
    assertThat(plan.input().features().get(2).codes()).containsExactly(1.0, 3.0);
  }

  @Test
  void oneHotPlacesAndDeclaredGroupsAreOnePlayerEach() {
    RunPlan plan = Planner.plan(job(), facts(MODEL), TestShelf.ENTRIES);

    assertThat(plan.groups().names()).containsExactly("person", "site", "size");
    assertThat(plan.groups().members(0)).containsExactly(0, 5);
    assertThat(plan.groups().members(1)).containsExactly(1, 2, 3);
    assertThat(plan.groups().members(2)).containsExactly(4);
    assertThat(plan.input().fold().members())
        .containsExactly(List.of("age", "income"), List.of("site"), List.of("size"));
  }

  @Test
  void aMethodThatLearntIsPlannedWithWhatItLearntAndAsksNoLessWithoutIt() {
    Learner learner = Learner.of("learner", 5);
    List<MethodEntry<?>> shelf =
        List.of(new MethodEntry<>(learner.info(), TestShelf.None.class, none -> learner));
    JobSpec job = JobReader.read(JOB, List.of("methods=[learner]"), shelf);
    Tuning learnt = new Tuning(Map.of(Learner.SUM, List.of(3.5)));

    JobFacts facts = facts(MODEL).with(Map.of("learner", learnt));

    assertThat(Planner.plan(job, facts.untuned(), shelf).attributionMethods())
        .containsExactly(learner);
    assertThat(Planner.plan(job, facts, shelf).attributionMethods())
        .singleElement()
        .isNotSameAs(learner)
        .hasFieldOrPropertyWithValue("learnt", 3.5f);
  }

  @Test
  void costIsCountedBeforeAnythingRuns() {
    RunPlan plan = Planner.plan(job(), facts(MODEL), TestShelf.ENTRIES);

    assertThat(plan.shards()).isEqualTo(3);
    assertThat(plan.methods().get(0).calls()).isEqualTo(new CallsPerRow(0, 10));
    assertThat(plan.methods().get(1).calls()).isEqualTo(new CallsPerRow(300, 0));
    assertThat(plan.totalCalls()).isEqualTo(250 * 310);
    assertThat(plan.estimatedBytes()).isEqualTo(250 * 2 * (64 + 3 * 4));
    assertThat(plan.attributionMethods()).hasSize(2);
    assertThat(plan.heldBytes()).isZero(); // the methods of this shelf say nothing
  }

  @Test
  void aTaskNeedsTheMemoryOfTheMostDemandingMethod() {
    JobSpec job = JobReader.read(JOB, List.of("methods=[saliency, shap]"));

    RunPlan plan = Planner.plan(job, facts(MODEL));

    // 8,192 inputs of 6 float32, 2^20 float64 values, 4 pairs of 3 players enumerated
    assertThat(plan.heldBytes()).isEqualTo(8192 * 6 * 4 + (8L << 20) + 8 * 4 * 3);
  }

  @Test
  void targetsBecomeSlots() {
    assertThat(plan("target=all").targets()).containsExactly("output_0", "output_1");
    assertThat(plan("target={column: 0}").targets()).containsExactly("output_0");
    assertThat(plan("target=label").targets()).containsExactly("label");
    assertThat(plan("target=predicted").targets()).containsExactly("predicted");
    assertThat(plan("target=predicted").callsPerRow()).isEqualTo(311);
    assertThat(plan("target={class: b}", "model.outputs.names=[a, b]").targets())
        .containsExactly("b");
  }

  private static RunPlan plan(String... overrides) {
    return Planner.plan(job(overrides), facts(MODEL), TestShelf.ENTRIES);
  }

  @Test
  void anArrayIsAsManyFeaturesAsItHasElements() {
    String[] array = {"input.features=[]", "input.encodings={}", "input.array-column=vector"};
    JobFacts facts =
        facts(
            new ModelFacts(List.of(4), MODEL.outputs(), MODEL.unit(), MODEL.abilities()),
            column("vector", ColumnFacts.Kind.ARRAY_OF_NUMBERS, "array<float>"));
    String[] grouped =
        Stream.concat(Stream.of(array), Stream.of("groups={g: [f1, f3]}")).toArray(String[]::new);

    RunPlan plan = Planner.plan(job(grouped), facts, TestShelf.ENTRIES);

    assertThat(plan.inputWidth()).isEqualTo(4);
    assertThat(plan.groups().names()).containsExactly("f0", "g", "f2");
    assertThat(plan.input().features()).hasSize(1);
  }

  @Test
  void factsTravelAndGiveTheSamePlan() throws Exception {
    JobFacts facts = facts(MODEL);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(facts);
    }

    Object there =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(there).isEqualTo(facts);
    JobSpec resolved = JobReader.read(JobWriter.yaml(job()), List.of(), TestShelf.ENTRIES);
    assertThat(Planner.plan(resolved, (JobFacts) there, TestShelf.ENTRIES).groups().names())
        .isEqualTo(Planner.plan(job(), facts, TestShelf.ENTRIES).groups().names());
  }

  @Test
  void allProblemsOfDataAndModelComeTogether() {
    assertThat(
            problems(
                facts(
                    new ModelFacts(List.of(9), List.of("y"), MODEL.unit(), List.of("BlackBox")),
                    column("blob", ColumnFacts.Kind.OTHER, "binary")),
                "input.features=[aeg, site, note, income]",
                "input.encodings={note: {one-hot: [x]}}",
                "groups={}",
                "input.label=blob",
                "input.keep=[nope]",
                "input.row-id=ids",
                "slices=[sit, 'a > b']",
                "baseline={kind: constant, values: [1, 2]}",
                "methods.counted.budget=3"))
        .containsExactly(
            "COLUMN_INVALID input.features names aeg, which the input does not have; did you mean"
                + " age?",
            "COLUMN_INVALID input.features has site of type string, which needs an encoding:"
                + " input.encodings: {site: {one-hot: [category, ...]}} in the model's order, or"
                + " {site: {ordinal: {category: number, ...}}}",
            "COLUMN_INVALID input.features has note of type map<string,int>; an encoded feature is"
                + " text, a number or a boolean",
            "COLUMN_INVALID input.row-id names ids, which the input does not have; columns: [age,"
                + " site, size, income, churn, note, blob]",
            "COLUMN_INVALID input.label is blob of type binary; need text or a number",
            "COLUMN_INVALID input.keep names nope, which the input does not have; did you mean"
                + " note?",
            "COLUMN_INVALID slices names sit, which the input does not have; did you mean site?",
            "SPEC_INVALID baseline.values has 2 values; need 1, or 4 as the model's input has",
            "MODEL_SHAPE input.features give 4 values a row, one-hot places counted; the model"
                + " takes 9 (shape [9])",
            "MODEL_SHAPE target is class output_1; the model's outputs are [y], unless named in"
                + " model.outputs.names",
            "MODEL_ABILITY methods.path needs a model that is Differentiable; this one is"
                + " [BlackBox]",
            "SPEC_INVALID methods.counted cannot run: budget is under the number of groups");
  }

  @Test
  void globalMethodsThatCannotBeAskedAreFoundBeforeTheRun() {
    ModelFacts numbers =
        new ModelFacts(
            List.of(6), List.of("y"), ModelSignature.Unit.RAW, List.of("BlackBox"), List.of());

    assertThat(problems(facts(numbers), "global=[{sage: {loss: zero-one}}]"))
        .contains(
            "SPEC_INVALID global.sage cannot run: sage.loss is zero-one, a loss of classes, and"
                + " model.outputs.unit is raw; need squared-error");
    assertThat(problems(facts(MODEL), "global=[sage, tree-surrogate, linear-surrogate]"))
        .noneMatch(problem -> problem.contains("global"));
  }

  @Test
  void noRowsAreAProblemOfTheInput() {
    JobFacts facts = facts(MODEL);
    JobFacts empty = new JobFacts(0, facts.columns(), 4, facts.model(), 1);

    assertThat(problems(empty, "input.filter=age > 200"))
        .containsExactly(
            "INPUT_UNREADABLE input.path holds no rows that meet input.filter age > 200");
  }

  @Test
  void outputsAndTargetsMustFitTheModel() {
    assertThat(problems(facts(MODEL), "model.outputs.names=[a, b, c]", "target={column: 2}"))
        .containsExactly(
            "MODEL_SHAPE model.outputs.names names 3 outputs; the model gives 2",
            "MODEL_SHAPE target is column 2; the model's outputs are 0 to 1");
    assertThat(
            problems(
                facts(new ModelFacts(List.of(6), List.of("y"), MODEL.unit(), MODEL.abilities())),
                "target=label"))
        .containsExactly(
            "MODEL_SHAPE target is label, but the model has a single output; take target:"
                + " predicted");
  }

  @Test
  void anUnknownModelIsNotJudged() {
    assertThat(problems(facts(ModelFacts.unknown()))).isEmpty();
  }

  @Test
  void aPlanIsRefusedWithAllProblemsUnderTheFirstCode() {
    assertThatThrownBy(
            () ->
                Planner.plan(
                    job("input.keep=[x]", "input.row-id=y"), facts(MODEL), TestShelf.ENTRIES))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the job mixed has 2 problems")
        .extracting(thrown -> ((AssayException) thrown).code().kind().exitStatus())
        .isEqualTo(65);
  }

  @Test
  void arraysAreHeldAgainstTheirFirstRow() {
    String[] array = {
      "input.features=[]", "input.encodings={}", "input.array-column=v", "groups={}",
    };
    ColumnFacts vector = column("v", ColumnFacts.Kind.ARRAY_OF_NUMBERS, "array<float>");

    assertThat(
            problems(
                facts(ModelFacts.unknown(), vector),
                Stream.concat(Stream.of(array), Stream.of("input.array-names=[a, b]"))
                    .toArray(String[]::new)))
        .containsExactly(
            "COLUMN_INVALID input.array-names names 2 elements; the first row of v has 4");
    assertThat(
            problems(
                facts(ModelFacts.unknown(), column("v", ColumnFacts.Kind.STRING, "string")), array))
        .containsExactly(
            "COLUMN_INVALID input.array-column is v of type string; need an array of numbers");
  }
}
