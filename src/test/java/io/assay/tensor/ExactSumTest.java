package io.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  @Test
  void cancellationLosesNothing() {
    ExactSum sum = new ExactSum();

    for (double value : new double[] {1e100, 1, -1e100, 1e-30}) {
      sum.add(value);
    }

    assertThat(sum.value()).isEqualTo(1.0);
  }

  @Test
  void theSumIsTheExactOneRoundedOnce() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 200; round++) {
      ExactSum sum = new ExactSum();
      BigDecimal exact = BigDecimal.ZERO;

      for (int i = 0; i < 50; i++) {
        double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-20, 20));
        sum.add(value);
        exact = exact.add(new BigDecimal(value));
      }

      assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }
  }

  @Test
  void orderAndSplittingChangeNothing() {
    double[] values = new SplittableRandom(5).doubles(1000).map(x -> x - 0.5).toArray();
    ExactSum forward = new ExactSum();
    ExactSum left = new ExactSum();
    ExactSum right = new ExactSum();

    for (int i = 0; i < values.length; i++) {
      forward.add(values[i]);
      (i % 3 == 0 ? left : right).add(values[values.length - 1 - i]);
    }
    right.merge(left);

    assertThat(right.value()).isEqualTo(forward.value());
    assertThat(new ExactSum().value()).isZero();
  }
}
