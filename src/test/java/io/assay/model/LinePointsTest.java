package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinePointsTest {
  private static final Tensor ENDS = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);

  @Test
  void pointsLieOnEachRowsOwnLineRowByRow() {
    Tensor starts = Tensor.of(new float[] {0, 0, 1, 2}, 2, 2);

    LinePoints points = new LinePoints(ENDS, starts, List.of(0.5, 1.0), List.of(0.25, 0.75));

    assertThat(points.size()).isEqualTo(4);
    assertThat(points.row(1)).isZero();
    assertThat(points.row(2)).isEqualTo(1);
    assertThat(points.weight(3)).isEqualTo(0.75);
    float[] written = new float[3];
    points.write(2, written, 1);
    assertThat(written).containsExactly(0, 2, 3);
  }

  @Test
  void oneReferenceServesAllRows() {
    LinePoints points = new LinePoints(ENDS, Tensor.zeros(1, 2), List.of(0.5), List.of(1.0));

    float[] written = new float[2];
    points.write(1, written, 0);

    assertThat(written).containsExactly(1.5f, 2);
  }

  @Test
  void referencesThatFitNoRowAreRefused() {
    assertThatThrownBy(() -> new LinePoints(ENDS, Tensor.zeros(3, 2), List.of(0.5), List.of(1.0)))
        .hasMessageContaining("Tensor[3, 2]");
  }
}
