package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class NpyTest {
  @Test
  void readsFloatsWithTheirShape() {
    Npy inputs = GoldenCase.mlpBc().npy("inputs");

    assertThat(inputs.shape()).containsExactly(48, 30);
    assertThat(inputs.values()).hasSize(48 * 30);
    assertThat(inputs.values()[0]).isEqualTo(Float.intBitsToFloat(0xbf007ee0));
  }

  @Test
  void readsWholeNumbers() {
    int[] targets = GoldenCase.mlpBc10().npy("targets").integers();
    int[] groups = GoldenCase.mlpBc().groups();

    assertThat(targets).hasSize(32).containsOnly(0, 1);
    assertThat(groups).hasSize(30).startsWith(0, 0, 0, 1, 1, 1);
  }

  @Test
  void float64OutputsAgreeWithFloat32Ones() {
    Npy exact = GoldenCase.mlpBc().npy("outputs_f64");
    Npy rounded = GoldenCase.mlpBc().npy("outputs");

    assertThat(exact.values()).containsExactly(rounded.values(), within(1e-5 * exact.maxAbs()));
  }

  @Test
  void aMissingResourceIsNamed() {
    assertThatThrownBy(() -> Npy.read("/golden/none.npy")).hasMessageContaining("/golden/none.npy");
  }
}
