package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.AttentiveNet;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.job.ColumnFacts;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.ModelFacts;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.tensor.Coded;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedTokensTest {
  /** Four tokens; ids reach the output through their vectors alone. */
  private static final AttentiveNet MODEL = AttentiveNet.ofIds(4, 3);

  private static final Baseline PADDING = Baseline.single(Tensor.zeros(1, 4));

  private static RunPlan plan(BlackBox model, String... settings) {
    String yaml =
        """
        name: embedded
        input: {path: data, text: {ids: words, max-length: 4}}
        model: {path: m.pt}
        target: {column: 1}
        methods: [exact-shapley, feature-ablation, occlusion]
        output: {path: out}
        """;
    List<ColumnFacts> columns =
        List.of(new ColumnFacts("words", ColumnFacts.Kind.ARRAY_OF_NUMBERS, "array<int>"));
    JobFacts facts = new JobFacts(3, columns, 0, ModelFacts.of(model), 1);
    return Planner.plan(JobReader.read(yaml, List.of(settings)), facts);
  }

  /** Rows of four, two and three tokens. */
  private static RowBatch rows(List<FeatureGroups> groups) {
    Tensor ids = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 0, 0, 7, 1, 2, 0}, 3, 4);
    return new RowBatch(
        new TensorBatch(Requests.ids(3), ids),
        Coded.of(List.of()),
        Coded.same(List.of(), 3),
        List.of(List.of("a", "b", "c", "d"), List.of("e", "f"), List.of("g", "a", "b")),
        groups);
  }

  private static List<Attributions> explain(RunPlan plan, List<FeatureGroups> groups) {
    return new ShardRunner(MODEL, plan, PADDING).explain(rows(groups)).byMethod();
  }

  private static void assertSame(List<Attributions> embedded, List<Attributions> replaced) {
    for (int method = 0; method < embedded.size(); method++) {
      // one and the same function, composed before or behind the vectors
      assertThat(embedded.get(method).values().values())
          .containsExactly(replaced.get(method).values().values(), within(1e-6f));
      assertThat(embedded.get(method).rowIds()).isEqualTo(replaced.get(method).rowIds());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"masking=embedding", "masking={kind: embedding, layer: embedding}"})
  void whereIdsCountByTheirVectorsAloneMaskingVectorsIsReplacingIds(String masking) {
    List<Attributions> embedded = explain(plan(MODEL, masking), List.of());

    List<Attributions> replaced = explain(plan(MODEL), List.of());

    assertSame(embedded, replaced);
    assertThat(embedded.get(0).values().at(4 + 2)).isZero();
  }

  @Test
  void wordsAreTakenAwayWithAllTheirVectors() {
    List<FeatureGroups> words =
        List.of(
            FeatureGroups.of(List.of("ab", "cd"), new int[] {0, 0, 1, 1}),
            FeatureGroups.of(List.of("e", "f", "padding"), new int[] {0, 1, 2, 2}),
            FeatureGroups.of(List.of("g", "ab", "padding"), new int[] {0, 1, 1, 2}));

    assertSame(explain(plan(MODEL, "masking=embedding"), words), explain(plan(MODEL), words));
  }

  @Test
  void callsIncludeTheOneForTheVectorsAndStayWithinThePlan() {
    RunPlan plan = plan(MODEL, "masking=embedding");

    List<Attributions> results = explain(plan, List.of());

    // a row of four tokens: its vectors, itself, 2^4 - 2 coalitions
    assertThat(results.get(0).calls().forward(0)).isEqualTo(1 + 1 + 14);
    for (int method = 0; method < 3; method++) {
      assertThat(plan.methods().get(method).calls().forward())
          .isEqualTo(results.get(method).calls().forward(0));
    }
  }

  @Test
  void aModelWithoutSuchALayerIsRefused() {
    assertThatThrownBy(() -> plan(Polynomial.wide(4), "masking=embedding"))
        .hasMessageContaining("needs a model whose layers can be read");
    assertThatThrownBy(() -> plan(MODEL, "masking={kind: embedding, layer: attn1.softmax}"))
        .hasMessageContaining("a vector for each of 4 tokens")
        .hasMessageContaining("embedding [4, 4]");
  }
}
