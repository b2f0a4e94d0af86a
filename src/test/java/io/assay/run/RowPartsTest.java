package io.assay.run;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.attribution.gradient.IntegratedGradients;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.attribution.shapley.KernelShap;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.model.Target;
import io.assay.tensor.Coded;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowPartsTest {
  /** a + 2b + 4c + ab. */
  private static final Polynomial MODEL =
      Polynomial.of(3, term(1, 0), term(2, 1), term(4, 2), term(1, 0, 1));

  private static final org.assertj.core.data.Offset<Float> CLOSE =
      org.assertj.core.api.Assertions.within(1e-5f); // float32 of sums of products

  private static final FeatureGroups POSITIONS = FeatureGroups.singletons(List.of("a", "b", "c"));

  private static AttributionRequest request(TensorBatch batch, float baseline) {
    Tensor reference = Tensor.of(new float[] {baseline, baseline, baseline}, 1, 3);
    return new AttributionRequest(
        batch, Target.outputs(0), Baseline.single(reference), POSITIONS, 0);
  }

  private static TensorBatch batch(float... values) {
    List<String> ids = List.of("r", "s", "t").subList(0, values.length / 3);
    return new TensorBatch(new RowIds(ids), Tensor.of(values, ids.size(), 3));
  }

  @Test
  void aRowsOwnGroupIsSharedEquallyAmongItsColumnsAndSumsStay() {
    TensorBatch batch = batch(1, 1, 1, 2, 0, 1);
    FeatureGroups first = FeatureGroups.of(List.of("ab", "c"), new int[] {0, 0, 1});
    FeatureGroups second = FeatureGroups.of(List.of("a", "bc"), new int[] {0, 1, 1});
    RowBatch rows =
        new RowBatch(
            batch,
            Coded.of(List.of()),
            Coded.same(List.of(), 2),
            List.of(),
            List.of(first, second));
    ExactShapley shapley = new ExactShapley(new ExactShapley.Options());

    Attributions result =
        new RowParts(rows, request(batch, 0), Optional.empty())
            .each(part -> shapley.attribute(MODEL, part));

    // ab: 1 + 2 + 1 = 4, c: 4; then a: 2, bc: 4
    assertThat(result.values().values()).containsExactly(2, 2, 4, 2, 2, 2);
    assertThat(result.completenessGap(0, 0)).isZero();
    assertThat(result.completenessGap(1, 0)).isZero();
    assertThat(result.rowIds()).isEqualTo(batch.rowIds());
    assertThat(result.calls().forward(0)).isEqualTo(1 + 2);
  }

  @Test
  void paddingIsNoPlayer() {
    TensorBatch batch = batch(3, 0, 0, 2, 5, 0);
    FeatureGroups one = FeatureGroups.of(List.of("word_0", "padding"), new int[] {0, 1, 1});
    FeatureGroups two =
        FeatureGroups.of(List.of("word_0", "word_1", "padding"), new int[] {0, 1, 2});
    RowBatch rows =
        new RowBatch(
            batch,
            Coded.of(List.of()),
            Coded.same(List.of(), 2),
            List.of(List.of("x"), List.of("x", "y")),
            List.of(one, two));
    KernelShap shap = new KernelShap(new KernelShap.Options(64, 1));

    Attributions result =
        new RowParts(rows, request(batch, 1), Optional.empty())
            .each(part -> shap.attribute(MODEL, part));

    // f(3, 0, 0) - f(1, 0, 0) = 2; in (2, 5): a from 1 to 2 and b from 1 to 5, ab shared
    assertThat(result.values().values()).containsExactly(new float[] {2, 0, 0, 4, 14, 0}, CLOSE);
    assertThat(result.completenessGap(1, 0)).isZero();
  }

  @Test
  void paddingIsNoBaselineThatReplacesIt() {
    TensorBatch batch = batch(5, 0, 0, 5, 6, 7, 4, 3, 0);
    RowBatch rows =
        new RowBatch(
            batch,
            Coded.of(List.of()),
            Coded.same(List.of(), 3),
            List.of(List.of("x"), List.of("x", "y", "z"), List.of("x", "y")),
            List.of());
    AttributionMethod<io.assay.model.Differentiable> method =
        new IntegratedGradients(
            IntegratedGradients.Options.fixed(IntegratedGradients.Rule.MIDPOINT, 2));

    Attributions result =
        new RowParts(rows, request(batch, 1), Optional.empty())
            .whole(part -> method.attribute(MODEL, part));

    assertThat(result.rowIds()).isEqualTo(batch.rowIds());
    assertThat(result.values().at(1)).isZero();
    assertThat(result.values().at(2)).isZero();
    assertThat(result.values().at(5)).isEqualTo(24);
    assertThat(result.values().at(8)).isZero();
    // f(1, 0, 0) = 1 where padding stays, f(1, 1, 1) = 8, f(1, 1, 0) = 4
    assertThat(result.baselineScores().values()).containsExactly(1, 8, 4);
  }

  @Test
  void aBaselineThatEqualsThePaddingRunsTheBatchAsOne() {
    TensorBatch batch = batch(5, 0, 0, 5, 6, 7);
    RowBatch rows =
        new RowBatch(
            batch,
            Coded.of(List.of()),
            Coded.same(List.of(), 2),
            List.of(List.of("x"), List.of("x", "y", "z")),
            List.of());
    int[] calls = {0};

    Attributions result =
        new RowParts(rows, request(batch, 0), Optional.empty())
            .whole(
                part -> {
                  calls[0]++;
                  return new InputXGradient(new InputXGradient.Options()).attribute(MODEL, part);
                });

    assertThat(calls[0]).isEqualTo(1);
    assertThat(result.rows()).isEqualTo(2);
  }

  @Test
  void aRowIsExplainedAgainstItsOwnBaselineAsIfItWereAlone() {
    // a + 2b + 4c + ab from (1, 1, 1), then from zeros
    TensorBatch batch = batch(2, 1, 1, 1, 1, 1);
    RowBatch rows = new RowBatch(batch, List.of(), List.of(List.of(), List.of()));
    Tensor own = Tensor.of(new float[] {1, 1, 1, 0, 0, 0}, 2, 3);
    ExactShapley shapley = new ExactShapley(new ExactShapley.Options());
    RowParts parts = new RowParts(rows, request(batch, 5), Optional.of(own));

    Attributions whole = parts.whole(part -> shapley.attribute(MODEL, part));

    assertThat(whole.values().values()).containsExactly(2, 0, 0, 1.5f, 2.5f, 4);
    assertThat(whole.baselineScores().values()).containsExactly(8, 0);
    assertThat(whole.rowIds()).isEqualTo(batch.rowIds());
    assertThat(parts.wholeRequests()).hasSize(2);
  }
}
