package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.GroupPair;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.job.ColumnFacts;
import io.assay.job.JobCheck;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.ModelFacts;
import io.assay.job.Planner;
import io.assay.job.Problem;
import io.assay.job.RunPlan;
import io.assay.model.ModelSignature;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A job file with methods that play games: from its words to rows and global importance. */
class GamesRunTest {
  private static final String JOB =
      """
      name: games
      input: {path: data, features: [a, b, c]}
      model: {path: model.pt}
      target: {column: 0}
      methods:
        - owen:
            hierarchy: (a, c), b
        - shapley-interactions: {index: stii}
        - permutation-shap
        - banzhaf
      output: {path: out}
      """;

  /** 12abc + 4ab. */
  private static final Polynomial MODEL =
      Polynomial.of(3, Polynomial.term(12, 0, 1, 2), Polynomial.term(4, 0, 1));

  private static final JobFacts FACTS =
      new JobFacts(
          2,
          Stream.of("a", "b", "c")
              .map(name -> new ColumnFacts(name, ColumnFacts.Kind.NUMERIC, "double"))
              .toList(),
          1,
          new ModelFacts(List.of(3), List.of("f0"), ModelSignature.Unit.RAW, List.of("BlackBox")),
          1);

  @Test
  void playersAndPairsAreColumnsOfRowsAndFeaturesOfTheImportance() {
    RunPlan plan = Planner.plan(JobReader.read(JOB, List.of()), FACTS);
    ShardRunner runner = new ShardRunner(MODEL, plan, Baseline.single(Tensor.zeros(1, 3)));
    TensorBatch rows =
        new TensorBatch(
            new RowIds(List.of("r0", "r1")), Tensor.of(new float[] {1, 1, 1, 1, 1, 0}, 2, 3));

    BatchResult result =
        runner.explain(new RowBatch(rows, List.of(), List.of(List.of(), List.of())));

    assertThat(plan.method("shapley-interactions").columns())
        .containsExactly("a", "b", "c", "a x b", "a x c", "b x c");
    assertThat(plan.fold("shapley-interactions").names())
        .isEqualTo(plan.method("shapley-interactions").columns());
    assertThat(plan.fold("shapley-interactions").members())
        .containsExactly(
            List.of("a"),
            List.of("b"),
            List.of("c"),
            List.of("a", "b"),
            List.of("a", "c"),
            List.of("b", "c"));
    assertThat(plan.pairs(plan.method("shapley-interactions"))).isEqualTo(GroupPair.all(3));
    assertThat(plan.pairs(plan.method("owen"))).isEmpty();
    // r0: 12abc + 4ab, r1: 4ab alone. Owen: {a, c} and b share each product, then a and c
    assertThat(result.byMethod().get(0).values().values()).containsExactly(5, 8, 3, 2, 2, 0);
    // nobody adds anything alone; abc is shared by its three pairs
    assertThat(result.byMethod().get(1).values().values())
        .containsExactly(0, 0, 0, 8, 4, 4, 0, 0, 0, 4, 0, 0);
    assertThat(result.byMethod().get(2).values().values()).containsExactly(6, 6, 4, 2, 2, 0);
    assertThat(result.byMethod().get(3).values().values()).containsExactly(5, 5, 3, 2, 2, 0);
  }

  @Test
  void aHierarchyOfOtherNamesIsAProblemOfTheJob() {
    JobSpec spec = JobReader.read(JOB.replace("(a, c)", "(a, d)"), List.of());

    assertThat(JobCheck.problems(spec, FACTS))
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .contains("methods.owen")
        .contains("owen.hierarchy names d; players are [a, b, c]");
  }
}
