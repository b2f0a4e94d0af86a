package io.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static final Tensor CUBE =
      Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 2, 2);

  @Test
  void valuesLieRowByRow() {
    assertThat(CUBE.rows()).isEqualTo(3);
    assertThat(CUBE.rowLength()).isEqualTo(4);
    assertThat(CUBE.rowShape()).containsExactly(2, 2);
    assertThat(CUBE.at(1, 2)).isEqualTo(6);
    assertThat(CUBE.at(6)).isEqualTo(6);
  }

  @Test
  void aSliceHoldsItsRowsAlone() {
    Tensor slice = CUBE.slice(1, 3);

    assertThat(slice).isEqualTo(Tensor.of(new float[] {4, 5, 6, 7, 8, 9, 10, 11}, 2, 2, 2));
    assertThat(CUBE.slice(2, 2).rows()).isZero();
  }

  @Test
  void anotherShapeOfTheSameSizeKeepsTheValues() {
    Tensor flat = CUBE.reshape(3, 4);

    assertThat(flat.shape()).containsExactly(3, 4);
    assertThat(flat.values()).isEqualTo(CUBE.values());
    assertThat(flat).isNotEqualTo(CUBE);
  }

  @Test
  void equalityIsBitForBit() {
    assertThat(Tensor.of(new float[] {Float.NaN}, 1))
        .isEqualTo(Tensor.of(new float[] {Float.NaN}, 1));
    assertThat(Tensor.of(new float[] {0f}, 1)).isNotEqualTo(Tensor.of(new float[] {-0f}, 1));
  }

  @Test
  void doublesAreRoundedOnce() {
    assertThat(Tensor.of(new double[] {0.1, 1e-50}, 2).values()).containsExactly(0.1f, 0f);
  }

  @Test
  void shapesThatDoNotHoldTheValuesAreRefused() {
    assertThatThrownBy(() -> Tensor.of(new float[3], 2, 2))
        .hasMessage("shape [2, 2] does not hold 3 values");
    assertThatThrownBy(() -> Tensor.zeros(2, -1)).hasMessage("negative size in shape [2, -1]");
    assertThatThrownBy(() -> Tensor.zeros(1 << 20, 1 << 20))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void theShapeHandedOutIsACopy() {
    CUBE.shape()[0] = 99;

    assertThat(CUBE.rows()).isEqualTo(3);
  }

  @Test
  void aBatchHasOneIdARow() {
    RowIds ids = new RowIds(List.of("a", "b", "c"));

    TensorBatch slice = new TensorBatch(ids, CUBE).slice(1, 2);

    assertThat(slice.rowIds().id(0)).isEqualTo("b");
    assertThat(slice.input()).isEqualTo(CUBE.slice(1, 2));
    assertThatThrownBy(() -> new TensorBatch(ids, CUBE.slice(0, 2))).hasMessage("3 ids for 2 rows");
  }
}
