package io.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class CholeskyTest {
  @Test
  void solvesASystemThatWasSolvedByHand() {
    // 4x + 2y = 8 and 2x + 3y = 8: x = 1, y = 2
    double[] values = {8, 8};

    Cholesky.of(new double[] {4, 2, 2, 3}, 2).orElseThrow().solve(values);

    assertThat(values[0]).isCloseTo(1, within(1e-15));
    assertThat(values[1]).isCloseTo(2, within(1e-15));
  }

  @Test
  void theSolutionOfARandomSystemGivesBackItsRightSide() {
    int size = 60;
    double[] matrix = randomPositiveDefinite(size);
    double[] solution = new double[size];
    for (int i = 0; i < size; i++) {
      solution[i] = i + 1;
    }

    Cholesky.of(matrix, size).orElseThrow().solve(solution);

    for (int row = 0; row < size; row++) {
      double product = 0;
      for (int column = 0; column < size; column++) {
        product += matrix[row * size + column] * solution[column];
      }
      assertThat(product).isCloseTo(row + 1, within(1e-10));
    }
  }

  @Test
  void aSingularOrIndefiniteMatrixHasNoFactor() {
    double[] singular = {1, 2, 2, 4};
    double[] indefinite = {1, 2, 2, 1};

    assertThat(Cholesky.of(singular, 2)).isEmpty();
    assertThat(Cholesky.of(indefinite, 2)).isEmpty();
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cholesky.of(new double[3], 2))
        .withMessageContaining("3 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cholesky.of(new double[] {1}, 1).orElseThrow().solve(new double[2]))
        .withMessageContaining("2 values for 1 rows");
  }

  private static double[] randomPositiveDefinite(int size) {
    RandomGenerator random = Rng.of(1, "cholesky", "matrix");
    double[] factor = random.doubles((long) size * size, -1, 1).toArray();
    double[] matrix = new double[size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        for (int k = 0; k < size; k++) {
          matrix[row * size + column] += factor[row * size + k] * factor[column * size + k];
        }
      }
      matrix[row * size + row] += 1;
    }
    return matrix;
  }
}
