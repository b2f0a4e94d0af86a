package io.assay.aggregate.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {
  /**
   * By hand, m = 5: 0.05 * 5 / 5 = 0.05; 0.041 * 5 / 4 = 0.05125, held down to 0.05; 0.039 * 5 / 3
   * = 0.065, held down to 0.05; 0.008 * 5 / 2 = 0.02; 0.001 * 5 = 0.005.
   */
  @Test
  void eachPGetsTheLeastRateAtWhichItIsFound() {
    double[] q = FalseDiscovery.qValues(0.039, 0.001, 0.05, 0.008, 0.041);

    assertThat(q).containsExactly(new double[] {0.05, 0.005, 0.05, 0.02, 0.05}, within(1e-15));
  }

  @Test
  void whatWasNotTestedDoesNotCount() {
    double[] q = FalseDiscovery.qValues(Double.NaN, 0.01, Double.NaN, 0.5);

    assertThat(q).containsExactly(new double[] {Double.NaN, 0.02, Double.NaN, 0.5}, within(1e-15));
  }

  @Test
  void equalTestsHaveEqualRates() {
    assertThat(FalseDiscovery.qValues(0.02, 0.02, 0.9))
        .containsExactly(new double[] {0.03, 0.03, 0.9}, within(1e-15));
  }

  @Test
  void noTestsHaveNoRates() {
    assertThat(FalseDiscovery.qValues()).isEmpty();
  }
}
