package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assay.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeletionTest {
  // players: the first token, the next two as one word, the last; then padding of its own
  private static final FeatureGroups GROUPS =
      FeatureGroups.of(List.of("a", "b", "c", "padding"), new int[] {0, 1, 1, 2, 3, 3});
  private static final Tensor ROW = Tensor.of(new float[] {5, 6, 7, 8, 0, 0}, 1, 6);
  private static final Baseline PADDING = Baseline.single(Tensor.zeros(1, 6));

  @Test
  void theRestMoveUpAndPaddingFillsTheEnd() {
    assertThat(without(PADDING, 1)).containsExactly(5, 8, 0, 0, 0, 0);
    assertThat(without(PADDING, 0, 2)).containsExactly(6, 7, 0, 0, 0, 0);
    assertThat(without(PADDING, 3)).containsExactly(ROW.values());
    assertThat(without(PADDING, 0, 1, 2, 3)).containsExactly(0, 0, 0, 0, 0, 0);
    assertThat(without(PADDING)).containsExactly(ROW.values());
  }

  @Test
  void aTokenThatTheBaselineHasTooStays() {
    Baseline baseline = Baseline.single(Tensor.of(new float[] {5, 0, 0, 0, 0, 0}, 1, 6));

    assertThat(without(baseline, 0, 1, 2, 3)).containsExactly(5, 0, 0, 0, 0, 0);
    assertThat(new Deletion(0).masker(ROW, baseline, GROUPS).empty()).isEmpty();
    assertThat(new Deletion(0).masker(ROW, PADDING, GROUPS).empty()).contains(Tensor.zeros(1, 6));
  }

  @Test
  void onlyTokensThatCanBeAbsentAreActive() {
    Baseline baseline = Baseline.single(Tensor.of(new float[] {5, 0, 0, 0, 0, 0}, 1, 6));

    BitSet active = new Deletion(0).masker(ROW, baseline, GROUPS).active(0, 0);

    assertThat(active.stream()).containsExactly(1, 2);
  }

  @Test
  void rowsThatAreNoTokensAreRefused() {
    Baseline two = Baseline.background(Tensor.zeros(2, 6));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Deletion(0).masker(ROW, two, GROUPS))
        .withMessageContaining("background of 2 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Deletion(0).masker(ROW.reshape(1, 2, 3), PADDING, GROUPS))
        .withMessageContaining("need one axis of tokens");
  }

  private static float[] without(Baseline baseline, int... absent) {
    BitSet present = new BitSet();
    present.set(0, 4);
    for (int player : absent) {
      present.clear(player);
    }
    float[] composed = new float[6];
    new Deletion(0)
        .masker(ROW, baseline, GROUPS)
        .write(0, Coalitions.of(4, List.of(present)), 0, 0, composed, 0);
    return composed;
  }
}
