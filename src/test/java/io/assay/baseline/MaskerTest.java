package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assay.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaskerTest {
  @Test
  void thePresentComeFromTheRowAndTheAbsentFromTheReference() {
    Tensor input = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Baseline baseline = Baseline.background(Tensor.of(new float[] {-1, -2, -3, -4, -5, -6}, 2, 3));
    FeatureGroups groups = FeatureGroups.of(List.of("outer", "inner"), new int[] {0, 1, 0});
    Coalitions coalitions = Coalitions.proper(2);
    float[] composed = new float[7];

    new ReplacementMasker(input, baseline, groups).write(1, coalitions, 0, 0, composed, 0);
    new ReplacementMasker(input, baseline, groups).write(0, coalitions, 1, 1, composed, 4);

    assertThat(composed).containsExactly(4, -2, 6, 0, -4, 2, -6);
  }

  @Test
  void coalitionsHoldAnyNumberOfPlayers() {
    BitSet some = BitSet.valueOf(new long[] {1L << 63, 1L, 1L << 21});

    Coalitions coalitions = Coalitions.of(150, List.of(new BitSet(), some));

    for (int player = 0; player < 150; player++) {
      assertThat(coalitions.contains(0, player)).isFalse();
      assertThat(coalitions.contains(1, player)).isEqualTo(some.get(player));
    }
  }

  @Test
  void properCoalitionsAreAllButTheEmptyAndTheFullOne() {
    Coalitions three = Coalitions.proper(3);

    assertThat(three.size()).isEqualTo(6);
    assertThat(three.contains(0, 0)).isTrue();
    assertThat(three.contains(5, 0)).isFalse();
    assertThat(three.contains(5, 1)).isTrue();
    assertThat(three.contains(5, 2)).isTrue();
    assertThat(Coalitions.proper(1).size()).isZero();
  }

  @Test
  void widthsAndPlayersThatDoNotFitAreRefused() {
    Baseline three = Baseline.single(Tensor.zeros(1, 3));
    FeatureGroups two = FeatureGroups.singletons(List.of("a", "b"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReplacementMasker(Tensor.zeros(1, 3), three, two))
        .withMessageContaining("the groups 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Coalitions.of(2, List.of(BitSet.valueOf(new long[] {4}))))
        .withMessageContaining("player 2");
    assertThatIllegalArgumentException().isThrownBy(() -> Coalitions.proper(25));
  }
}
