package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Tensor;
import java.util.Arrays;

/** Compares values with those of a reference library. */
final class GoldenValues {
  /** The same sums in float32 differ by under 1e-6 of the largest value. */
  private static final double ROUNDING = 1e-5;

  private GoldenValues() {}

  /** Asserts that values are those of an entry within float32 rounding. */
  static void assertClose(Tensor values, Npy entry) {
    assertClose(values, entry.values());
  }

  /** Asserts that values are those of a float64 reference within float32 rounding. */
  static void assertClose(Tensor values, double[] reference) {
    double largest = Arrays.stream(reference).map(Math::abs).max().orElseThrow();
    assertThat(values.values()).hasSize(reference.length);
    for (int at = 0; at < reference.length; at++) {
      assertThat((double) values.at(at)).isCloseTo(reference[at], within(ROUNDING * largest));
    }
  }
}
