package io.assay.run;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Learner;
import io.assay.fakes.Polynomial;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.tensor.Coded;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PilotTest {
  /** Two outputs: 2a + ab, and -b. */
  private static final Polynomial MODEL =
      Polynomial.ofOutputs(2, List.of(List.of(term(2, 0), term(1, 0, 1)), List.of(term(-1, 1))));

  private static RunPlan plan(String target, AttributionMethod<?>... methods) {
    JobSpec spec =
        JobReader.read(
            """
            name: pilot
            input: {path: data, features: [a, b], label: y}
            model: {path: model.pt}
            target: %s
            methods: [saliency]
            output: {path: out}
            """
                .formatted(target),
            List.of());
    return new RunPlan(
        spec,
        InputPlan.of(spec, 0),
        0,
        1,
        List.of(),
        List.of(),
        List.of(methods).stream()
            .map(
                method ->
                    new PlannedMethod(
                        method.info().key(), method, method.callsPerRow(2, 1), List.of("a", "b")))
            .toList());
  }

  private static RowBatch rows(List<String> labels, List<FeatureGroups> groups, float... values) {
    int rows = values.length / 2;
    RowIds ids = new RowIds(IntStream.range(0, rows).mapToObj(row -> "r" + row).toList());
    return new RowBatch(
        new TensorBatch(ids, Tensor.of(values, rows, 2)),
        Coded.of(labels),
        Coded.same(List.of(), rows),
        List.of(),
        groups);
  }

  private static Pilot.Lesson lesson(Map<String, Pilot.Lesson> lessons, String method) {
    return Objects.requireNonNull(lessons.get(method), method);
  }

  private static Pilot pilot(RunPlan plan) {
    return new Pilot(MODEL, plan, Baseline.single(Tensor.zeros(1, 2)));
  }

  @Test
  void aJobWithoutMethodsThatLearnWantsNoRows() {
    RunPlan plan = plan("predicted", new InputXGradient(InputXGradient.Options.standard()));

    assertThat(Pilot.rows(plan)).isZero();
    assertThat(pilot(plan).learn(rows(List.of(), List.of(), 1, 1))).isEmpty();
  }

  @Test
  void theMostDemandingMethodSetsHowManyRowsAreReadAndEachTakesAsManyAsItWants() {
    Learner few = Learner.of("few", 2);
    RunPlan plan = plan("{column: 0}", few, Learner.of("many", 9), Learner.of("none", 0));

    Map<String, Pilot.Lesson> lessons =
        pilot(plan).learn(rows(List.of(), List.of(), 1, 1, 2, 3, 4, 5));

    assertThat(Pilot.rows(plan)).isEqualTo(9);
    assertThat(lessons).containsOnlyKeys("few", "many");
    assertThat(lessons.get("few")).returns(2, Pilot.Lesson::rows);
    assertThat(lessons.get("many")).returns(3, Pilot.Lesson::rows);
    // 2a + ab at (1, 1) and (2, 3): 3 + 10
    assertThat(lesson(lessons, "few").tuning().list(Learner.SUM)).containsExactly(13.0);
    assertThat(lesson(lessons, "many").tuning().list(Learner.REQUESTS)).containsExactly(1.0);
  }

  @Test
  void callsAreCountedThoseThatFindTheTargetToo() {
    Map<String, Pilot.Lesson> lessons =
        pilot(plan("predicted", Learner.of("learner", 5)))
            .learn(rows(List.of(), List.of(), 1, 1, 2, 3));

    assertThat(lesson(lessons, "learner").calls()).isEqualTo(2 + 2);
  }

  @Test
  void rowsWithGroupsOfTheirOwnAreAskedOneByOne() {
    FeatureGroups apart = FeatureGroups.singletons(List.of("a", "b"));
    FeatureGroups together = FeatureGroups.of(List.of("ab"), new int[] {0, 0});

    Map<String, Pilot.Lesson> lessons =
        pilot(plan("{column: 0}", Learner.of("learner", 5)))
            .learn(rows(List.of(), List.of(apart, together), 1, 1, 2, 3));

    assertThat(lesson(lessons, "learner").tuning().list(Learner.REQUESTS)).containsExactly(2.0);
    assertThat(lesson(lessons, "learner").tuning().list(Learner.PLAYERS)).containsExactly(2.0, 1.0);
  }

  @Test
  void rowsOfUnknownLabelOrOfOutputsThatAreNoNumbersTeachNothing() {
    RowBatch rows =
        rows(List.of("f1", "cat", "0", "f0"), List.of(), 1, 1, 2, 3, 3e38f, 3e38f, 4, 5);

    RowBatch usable = pilot(plan("label", Learner.of("learner", 5))).usable(rows);

    assertThat(usable.batch().rowIds().ids()).containsExactly("r0", "r3");
  }
}
