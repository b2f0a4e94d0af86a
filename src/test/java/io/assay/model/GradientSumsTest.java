package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.fakes.Polynomial;
import io.assay.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradientSumsTest {
  // f0 = ab has the gradient (b, a), f1 = a^2 has (2a, 0)
  private static final Polynomial MODEL =
      Polynomial.of(2, Polynomial.term(1, 0, 1)).and(Polynomial.term(1, 0, 0));

  @Test
  void gradientsOfARowsPointsAreSummedByWeight() {
    // row 0: 2 (3, 2) + 0.5 (5, 4); row 1: -1 (1, 7); the points come mixed
    Points points =
        new ListedPoints(
            2, new int[] {0, 1, 0}, new double[] {2, -1, 0.5}, new float[] {2, 3, 7, 1, 4, 5});

    Tensor sums = MODEL.gradientSum(points, Target.outputs(0));

    assertThat(sums).isEqualTo(Tensor.of(new float[] {8.5f, 6, -1, -7}, 2, 1, 2));
  }

  @Test
  void eachSlotHasASumOfItsOwn() {
    Points points = new ListedPoints(1, new int[] {0}, new double[] {3}, new float[] {2, 5});

    Tensor sums = MODEL.gradientSum(points, Target.outputs(1, 0));

    assertThat(sums).isEqualTo(Tensor.of(new float[] {12, 0, 15, 6}, 1, 2, 2));
  }

  @Test
  void eachPointFollowsTheTargetOfItsRow() {
    Points points =
        new ListedPoints(2, new int[] {1, 0}, new double[] {1, 1}, new float[] {2, 5, 2, 5});

    Tensor sums = MODEL.gradientSum(points, Target.perRow(new int[] {0, 1}));

    assertThat(sums).isEqualTo(Tensor.of(new float[] {5, 2, 4, 0}, 2, 1, 2));
  }

  @Test
  void aRowWithoutPointsSumsToZero() {
    Points points = new ListedPoints(2, new int[] {1}, new double[] {1}, new float[] {2, 5});

    Tensor sums = MODEL.gradientSum(points, Target.outputs(0));

    assertThat(sums).isEqualTo(Tensor.of(new float[] {0, 0, 5, 2}, 2, 1, 2));
  }

  @Test
  void sumsAreHeldInFloat64() {
    // 3000 points cross the border between batches; in float32 1e8 + 1 - 1e8 loses the one
    int size = 3000;
    int[] rows = new int[size];
    double[] weights = new double[size];
    float[] coordinates = new float[2 * size];
    for (int point = 0; point < size; point++) {
      weights[point] = point == 0 ? 1e8 : point == size - 1 ? -1e8 : 1;
      coordinates[2 * point] = 1;
      coordinates[2 * point + 1] = 1;
    }

    Tensor sums =
        MODEL.gradientSum(new ListedPoints(1, rows, weights, coordinates), Target.outputs(0));

    assertThat(sums.values()).containsExactly(size - 2, size - 2);
  }

  /** Points of two features, as listed. */
  private static final class ListedPoints implements Points {
    private final int rows;
    private final int[] rowOf;
    private final double[] weights;
    private final float[] coordinates;

    ListedPoints(int rows, int[] rowOf, double[] weights, float[] coordinates) {
      this.rows = rows;
      this.rowOf = rowOf;
      this.weights = weights;
      this.coordinates = coordinates;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int[] rowShape() {
      return new int[] {2};
    }

    @Override
    public int size() {
      return rowOf.length;
    }

    @Override
    public int row(int point) {
      return rowOf[point];
    }

    @Override
    public double weight(int point) {
      return weights[point];
    }

    @Override
    public void write(int point, float[] into, int offset) {
      System.arraycopy(coordinates, 2 * point, into, offset, 2);
    }
  }
}
