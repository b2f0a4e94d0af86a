package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BalancedBitsTest {
  @ParameterizedTest
  @CsvSource({"1, 64", "7, 128", "8, 256", "49, 2048", "100, 3000"})
  void halvesAreUncorrelatedWithinEveryBlock(int bits, int most) {
    BalancedBits masks = BalancedBits.drawn(bits, 0.5, most, new SplittableRandom(3));

    int size = masks.blockSize();
    assertThat(size).isGreaterThan(2 * bits);
    for (int from = 0; from < masks.size(); from += size) {
      for (int one = 0; one < bits; one++) {
        assertThat(sum(masks, from, one, one)).isEqualTo(size);
        assertThat(ones(masks, from, one)).isEqualTo(size / 2);
        for (int other = 0; other < one; other++) {
          assertThat(sum(masks, from, one, other)).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"9, 0.25, 512", "9, 0.9, 512", "200, 0.3, 80"})
  void everyBitIsOneInItsShareOfABlock(int bits, double probability, int most) {
    BalancedBits masks = BalancedBits.drawn(bits, probability, most, new SplittableRandom(3));

    for (int from = 0; from < masks.size(); from += masks.blockSize()) {
      for (int bit = 0; bit < bits; bit++) {
        assertThat((double) ones(masks, from, bit))
            .isCloseTo(probability * masks.blockSize(), within(1.0));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 64", "0.5, 16", "0.3, 64", "0.3, 16"})
  void bitsOfAMaskAreIndependentOverDraws(double probability, int most) {
    // three bits of one mask: each of the eight patterns comes with its product of chances
    int draws = 40_000;
    int[] patterns = new int[8];
    SplittableRandom random = new SplittableRandom(11);
    for (int draw = 0; draw < draws; draw++) {
      BalancedBits masks = BalancedBits.drawn(3, probability, most, random);
      int pattern = 0;
      for (int bit = 0; bit < 3; bit++) {
        pattern = 2 * pattern + (masks.isOne(5, bit) ? 1 : 0);
      }
      patterns[pattern]++;
    }

    for (int pattern = 0; pattern < 8; pattern++) {
      int ones = Integer.bitCount(pattern);
      double chance = Math.pow(probability, ones) * Math.pow(1 - probability, 3 - ones);
      // five standard deviations
      double most5 = 5 * Math.sqrt(chance * (1 - chance) / draws);
      assertThat((double) patterns[pattern] / draws).isCloseTo(chance, within(most5));
    }
  }

  @Test
  void thereAreAtLeastEightBlocksAndNoMoreMasksThanAllowed() {
    for (int most : new int[] {16, 17, 100, 1000, 4000}) {
      for (double probability : new double[] {0.1, 0.5}) {
        BalancedBits masks = BalancedBits.drawn(49, probability, most, new SplittableRandom(1));
        assertThat(masks.size()).isLessThanOrEqualTo(most).isGreaterThan(most * 4 / 5);
        assertThat(masks.size() % masks.blockSize()).isZero();
        assertThat(masks.size() / masks.blockSize()).isGreaterThanOrEqualTo(8);
      }
    }
  }

  @Test
  void smoothMasksAverageToTheirProbability() {
    MaskGrid grid = MaskGrid.over(24, 20, 5);
    SmoothMasks masks = SmoothMasks.drawn(grid, 0.5, 2048, new SplittableRandom(2));
    double[] means = new double[grid.pixels()];
    for (int number = 0; number < masks.size(); number++) {
      float[] mask = masks.mask(number);
      for (int pixel = 0; pixel < means.length; pixel++) {
        means[pixel] += mask[pixel] / masks.size();
      }
    }

    assertThat(means).hasSize(480);
    for (double mean : means) { // every cell is 1 in half of each block
      assertThat(mean).isCloseTo(0.5, within(1e-6));
    }
  }

  @Test
  void masksThatCannotBeDrawnAreRefused() {
    SplittableRandom random = new SplittableRandom(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> BalancedBits.drawn(4, 0.5, 15, random))
        .withMessageContaining("15 masks of 4 bits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BalancedBits.drawn(4, 1, 64, random))
        .withMessageContaining("probability 1.0");
  }

  private static int ones(BalancedBits masks, int from, int bit) {
    int ones = 0;
    for (int mask = from; mask < from + masks.blockSize(); mask++) {
      ones += masks.isOne(mask, bit) ? 1 : 0;
    }
    return ones;
  }

  private static int sum(BalancedBits masks, int from, int one, int other) {
    int sum = 0;
    for (int mask = from; mask < from + masks.blockSize(); mask++) {
      sum += masks.isOne(mask, one) == masks.isOne(mask, other) ? 1 : -1;
    }
    return sum;
  }
}
