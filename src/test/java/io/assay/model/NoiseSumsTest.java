package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NoiseSumsTest {
  // f0 = ab has the gradient (b, a), f1 = a^2 has (2a, 0)
  private static final Polynomial MODEL =
      Polynomial.of(2, Polynomial.term(1, 0, 1)).and(Polynomial.term(1, 0, 0));

  @Test
  void momentsAreThoseOfThePairs() {
    // at (1, 5) the offsets of a 1, 3 and -1, 5 give the gradients 4, 8 and 0, 12:
    // m = 6, 6 and q = (16 + 64) / 2, (0 + 144) / 2 = 40, 72
    Tensor offsets = Tensor.of(new float[] {1, 0, 3, 0, -1, 0, 5, 0}, 1, 4, 2);

    NoiseMoments moments =
        MODEL.noiseMoments(new NoisePoints(Requests.row(1, 5), offsets), Target.outputs(1));

    assertThat(moments.mean()).isEqualTo(Tensor.of(new float[] {12, 0}, 1, 1, 2));
    assertThat(moments.meanSquare().values()).containsExactly(72, 0);
    assertThat(moments.square().values()).containsExactly(112, 0);
    assertThat(moments.squareSquare().values()).containsExactly(40 * 40 + 72 * 72, 0);
    assertThat(moments.product().values()).containsExactly(6 * 112, 0);
  }

  @Test
  void rowsAndSlotsAreKeptApart() {
    Tensor centres = Tensor.of(new float[] {1, 5, 2, 7}, 2, 2);
    Tensor offsets = Tensor.zeros(2, 2, 2);

    NoiseMoments moments =
        MODEL.noiseMoments(new NoisePoints(centres, offsets), Target.outputs(1, 0));

    assertThat(moments.mean()).isEqualTo(Tensor.of(new float[] {2, 0, 5, 1, 4, 0, 7, 2}, 2, 2, 2));
  }

  @Test
  void eachRowFollowsItsOwnTarget() {
    Tensor centres = Tensor.of(new float[] {1, 5, 2, 7}, 2, 2);
    NoisePoints points = new NoisePoints(centres, Tensor.zeros(2, 2, 2));

    NoiseMoments moments = MODEL.noiseMoments(points, Target.perRow(new int[] {1, 0}));

    assertThat(moments.mean().values()).containsExactly(2, 0, 7, 2);
  }

  @Test
  void batchesNeverPartAPair() {
    // 3 rows of 1000 draws cross the border between batches of points twice
    int draws = 1000;
    Tensor offsets = Requests.rows(3 * draws, 2, 5).reshape(3, draws, 2);
    Tensor centres = Requests.rows(3, 2, 6);
    Target target = Target.outputs(0);

    NoiseMoments together = MODEL.noiseMoments(new NoisePoints(centres, offsets), target);

    for (int row = 0; row < 3; row++) {
      NoisePoints own = new NoisePoints(centres.slice(row, row + 1), offsets.slice(row, row + 1));
      NoiseMoments alone = MODEL.noiseMoments(own, target);
      assertThat(together.mean().slice(row, row + 1)).isEqualTo(alone.mean());
      assertThat(together.product().slice(row, row + 1)).isEqualTo(alone.product());
    }
    double sum = 0; // of (b + b') / 2 over the pairs of the first row
    for (int draw = 0; draw < draws; draw++) {
      sum += (centres.at(0, 1) + offsets.at(0, 2 * draw + 1)) / 2;
    }
    assertThat((double) together.mean().at(0)).isCloseTo(sum, within(1e-4));
  }

  @Test
  void anOddNumberOfDrawsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoisePoints(Requests.row(1, 2), Tensor.zeros(1, 3, 2)))
        .withMessageContaining("even number of draws");
  }
}
