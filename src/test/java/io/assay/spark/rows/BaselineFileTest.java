package io.assay.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.baseline.Baseline;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineFileTest {
  private static final float[] VALUES = {1, -0f, Float.NaN, 1e-40f, 3, Float.MAX_VALUE};

  @TempDir private Path folder;

  @Test
  void rowsAndWeightsComeBackBitForBit() {
    Baseline weighted =
        Baseline.background(Tensor.of(VALUES, 3, 1, 2), new double[] {0.5, 0.25, 0.25});

    Baseline again = BaselineFile.read(folder.resolve(BaselineFile.write(weighted, folder)));

    assertThat(again.rows().shape()).containsExactly(3, 1, 2);
    assertThat(bits(again)).isEqualTo(bits(weighted));
    for (int row = 0; row < 3; row++) {
      assertThat(again.weight(row)).isEqualTo(weighted.weight(row));
    }
  }

  @Test
  void rowsOfEqualWeightTakeTheirValuesAlone() throws IOException {
    float[] values = new float[30_000];
    Baseline baseline = Baseline.background(Tensor.of(values, 1000, 30));

    String name = BaselineFile.write(baseline, folder);

    assertThat(Files.size(folder.resolve(name))).isLessThan(values.length * 4 + 100);
    assertThat(BaselineFile.read(folder.resolve(name)).weight(7)).isEqualTo(baseline.weight(7));
  }

  @Test
  void theNameTellsBaselinesApart() {
    String one = BaselineFile.write(Baseline.single(Tensor.zeros(1, 2)), folder);
    String same = BaselineFile.write(Baseline.single(Tensor.zeros(1, 2)), folder);
    String other = BaselineFile.write(Baseline.single(Tensor.of(new float[] {0, 1}, 1, 2)), folder);

    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void aFileCutShortIsSaidToBe() throws IOException {
    Path file = folder.resolve(BaselineFile.write(Baseline.single(Tensor.zeros(1, 9)), folder));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));

    assertThatThrownBy(() -> BaselineFile.read(file))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("Cannot read the baseline");
  }

  private static int[] bits(Baseline baseline) {
    float[] values = baseline.rows().values();
    int[] bits = new int[values.length];
    for (int at = 0; at < bits.length; at++) {
      bits[at] = Float.floatToRawIntBits(values[at]);
    }
    return bits;
  }
}
