package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void statisticsEqualThoseByDefinition() {
    double[] values = {4, -1, 2.5, 1e-30, 7};

    Distribution distribution = of(values, 0, values.length);

    assertThat(distribution.count()).isEqualTo(5);
    assertThat(distribution.mean()).isCloseTo(2.5, within(1e-15));
    // squared distances from 2.5: 2.25 + 12.25 + 0 + 6.25 + 20.25 = 41
    assertThat(distribution.std()).isCloseTo(Math.sqrt(41 / 4.0), within(1e-15));
    assertThat(distribution.min()).isEqualTo(-1);
    assertThat(distribution.max()).isEqualTo(7);
    assertThat(distribution.quantile(0.5)).isEqualTo(2.5);
    assertThat(distribution.quantile(0)).isEqualTo(-1);
    assertThat(distribution.quantile(1)).isEqualTo(7);
  }

  @Test
  void aLargeOffsetCostsNoDigits() {
    double[] values = new double[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e9 + i % 2;
    }

    Distribution distribution = of(values, 0, values.length);

    assertThat(distribution.std()).isCloseTo(0.5 * Math.sqrt(10_000 / 9_999.0), within(1e-12));
  }

  @Test
  void everySplitGivesTheSameMoments() {
    double[] values = new Random(1).doubles(2_000, -3, 9).toArray();
    Distribution whole = of(values, 0, 2_000);

    for (int cut : new int[] {0, 1, 256, 777, 2_000}) {
      Distribution merged = of(values, 0, cut);
      merged.merge(of(values, cut, 2_000));

      assertThat(merged.count()).isEqualTo(2_000);
      assertThat(merged.mean()).isCloseTo(whole.mean(), within(1e-12));
      assertThat(merged.std()).isCloseTo(whole.std(), within(1e-12));
      assertThat(merged.min()).isEqualTo(whole.min());
      assertThat(merged.max()).isEqualTo(whole.max());
      assertThat(merged.quantile(0.5)).isCloseTo(3, within(12 * 0.03));
    }
  }

  @Test
  void storingChangesNothing() {
    double[] values = new Random(2).doubles(3_000).toArray();
    Distribution plain = of(values, 0, 1_100);
    plain.merge(of(values, 1_100, 3_000));

    Distribution stored = Distribution.fromBytes(of(values, 0, 1_100).toBytes());
    stored.merge(Distribution.fromBytes(of(values, 1_100, 3_000).toBytes()));

    assertThat(stored.toBytes()).isEqualTo(plain.toBytes());
  }

  @Test
  void binsHoldEveryValueOnce() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = i + 1;
    }

    Histogram histogram = of(values, 0, 100).histogram(3);

    // edges 1, 34, 67, 100, the upper one included
    assertThat(histogram).isEqualTo(new Histogram(1, 100, List.of(34L, 33L, 33L)));
  }

  @Test
  void noValuesGiveNoNumbers() {
    Distribution empty = Distribution.empty();

    assertThat(empty.count()).isZero();
    assertThat(empty.mean()).isNaN();
    assertThat(empty.std()).isNaN();
    assertThat(empty.min()).isNaN();
    assertThat(empty.max()).isNaN();
    assertThat(empty.quantile(0.5)).isNaN();
    assertThat(empty.histogram(2).counts()).containsExactly(0L, 0L);
    assertThat(Distribution.fromBytes(empty.toBytes()).count()).isZero();
  }

  @Test
  void valuesBeyondFloatKeepTheirExactExtremes() {
    Distribution distribution = of(new double[] {1e300, -1e300, 0}, 0, 3);

    assertThat(distribution.max()).isEqualTo(1e300);
    assertThat(distribution.quantile(0.5)).isZero();
    assertThat(distribution.quantile(0.9)).isEqualTo(Float.MAX_VALUE);
  }

  @Test
  void wrongArgumentsAreRefused() {
    Distribution distribution = Distribution.empty();

    assertThatIllegalArgumentException().isThrownBy(() -> distribution.add(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> distribution.quantile(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> distribution.histogram(0));
  }

  private static Distribution of(double[] values, int from, int to) {
    Distribution distribution = Distribution.empty();
    for (int i = from; i < to; i++) {
      distribution.add(values[i]);
    }
    return distribution;
  }
}
