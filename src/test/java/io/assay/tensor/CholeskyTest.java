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
  void severalRightSidesAreSolvedAsEachAlone() {
    int size = 23;
    Cholesky factor = Cholesky.of(randomPositiveDefinite(size), size).orElseThrow();
    double[] block = Rng.of(2, "cholesky", "sides").doubles(3L * size, -1, 1).toArray();
    double[][] alone = new double[3][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < 3; column++) {
        alone[column][row] = block[row * 3 + column];
      }
    }

    factor.forward(block, 3);
    factor.backward(block, 3);

    for (int column = 0; column < 3; column++) {
      factor.solve(alone[column]);
      for (int row = 0; row < size; row++) {
        assertThat(block[row * 3 + column]).isEqualTo(alone[column][row]);
      }
    }
  }

  @Test
  void theDeterminantIsTheProductOfTheFactors() {
    // det = 3 * 4 - 2 * 2 = 8, of the first row and column 3
    Cholesky factor = Cholesky.of(new double[] {3, 2, 2, 4}, 2).orElseThrow();

    assertThat(factor.logDeterminant(0, 2)).isCloseTo(Math.log(8) / 2, within(1e-15));
    assertThat(factor.logDeterminant(0, 1)).isCloseTo(Math.log(3) / 2, within(1e-15));
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
