package io.assay.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.baseline.Baseline;
import io.assay.fakes.Requests;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributionsTest {
  @Test
  void theCompletenessGapIsWhatTheValuesSumToMoreThanTheScoreChanged() {
    // one row, two slots, two groups: 1 + 2 - (5 - 1) and 3 + 4 - (8 - 2)
    Attributions attributions =
        new Attributions(
            new RowIds(List.of("a")),
            Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2),
            Tensor.of(new float[] {5, 8}, 1, 2),
            Tensor.of(new float[] {1, 2}, 1, 2),
            Optional.empty(),
            List.of(),
            ModelCalls.same(1, 1, 0, 0));

    assertThat(attributions.completenessGap(0, 0)).isEqualTo(-1);
    assertThat(attributions.completenessGap(0, 1)).isEqualTo(1);
  }

  @Test
  void partsOfOtherSizesAreRefused() {
    assertThatThrownBy(
            () ->
                new Attributions(
                    new RowIds(List.of("a", "b")),
                    Tensor.zeros(1, 1, 2),
                    Tensor.zeros(1, 1),
                    Tensor.zeros(1, 1),
                    Optional.empty(),
                    List.of(),
                    ModelCalls.same(1, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void callsAreCountedByRowAndSharedOnesOnce() {
    ModelCalls calls = ModelCalls.of(new long[] {1, 2}, new long[] {10, 20}, 3);

    assertThat(calls.of(1)).isEqualTo(22);
    assertThat(calls.shared()).isEqualTo(3);
    assertThat(calls.total()).isEqualTo(36);
  }

  @Test
  void aSliceOfARequestKeepsEachRowWithItsIdAndTarget() {
    AttributionRequest request =
        Requests.with(
            Requests.of(Requests.rows(4, 2, 1), Baseline.single(Tensor.zeros(1, 2))),
            Target.perRow(new int[] {5, 6, 7, 8}));

    AttributionRequest slice = request.slice(1, 3);

    assertThat(slice.batch().rowIds().ids()).containsExactly("row-1", "row-2");
    assertThat(slice.batch().input()).isEqualTo(request.batch().input().slice(1, 3));
    assertThat(slice.target().column(1, 0)).isEqualTo(7);
  }

  @Test
  void aBaselineOfAnotherWidthIsRefused() {
    assertThatThrownBy(
            () -> Requests.of(Requests.rows(4, 2, 1), Baseline.single(Tensor.zeros(1, 3))))
        .hasMessage("rows have 2 values, the baseline 3, the groups 2");
  }
}
