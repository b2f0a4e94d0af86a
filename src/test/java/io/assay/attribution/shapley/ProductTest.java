package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.shapley.operator.Product;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductTest {
  @ParameterizedTest(name = "{0} x {1} times {1} x {2}")
  @CsvSource({"1, 1, 1", "3, 2, 5", "4, 4, 1", "5, 7, 3", "9, 130, 6", "11, 5, 40", "8, 8, 8"})
  void everyElementIsARowTimesAColumn(int rows, int inner, int columns) {
    double[] left = numbers(rows * inner);
    double[] right = numbers(inner * columns);
    double[] product = new double[rows * columns];
    Arrays.fill(product, 7); // what was there before does not count

    Product.of(left, right, inner, columns, product);

    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum += left[row * inner + k] * right[k * columns + column];
        }
        assertThat(product[row * columns + column]).isCloseTo(sum, within(1e-12 * inner));
      }
    }
  }

  @ParameterizedTest(name = "{0} x {1} times {1} x {2}")
  @CsvSource({"5, 7, 3", "11, 130, 6", "6, 9, 40"})
  void aRowAndAColumnGiveTheSameBitsAloneAsAmongOthers(int rows, int inner, int columns) {
    double[] left = numbers(rows * inner);
    double[] right = numbers(inner * columns);
    double[] product = new double[rows * columns];
    Product.of(left, right, inner, columns, product);

    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double[] ownRow = Arrays.copyOfRange(left, row * inner, (row + 1) * inner);
        double[] ownColumn = new double[inner];
        for (int k = 0; k < inner; k++) {
          ownColumn[k] = right[k * columns + column];
        }
        double[] alone = new double[1];
        Product.of(ownRow, ownColumn, inner, 1, alone);
        assertThat(product[row * columns + column]).isEqualTo(alone[0]);
      }
    }
  }

  private static double[] numbers(int size) {
    return new Random(size).doubles(size, -1, 1).toArray();
  }
}
