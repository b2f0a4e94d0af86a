package io.assay.spark.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinEdgesTest {
  @Test
  void rangesHoldAsManyValuesEach() {
    double[] sorted = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();

    assertThat(BinEdges.of(sorted, 4)).containsExactly(26.0, 51.0, 76.0);
  }

  @Test
  void edgesAreTheRoundestNumbersThatCutThere() {
    double[] sorted = {14.9531, 14.98, 15.0217, 15.06, 97.4, 1234.5};

    assertThat(BinEdges.of(sorted, 3)).containsExactly(15.0, 90.0);
    assertThat(BinEdges.of(new double[] {-7.3, -2.2, 0.4, 0.9}, 2)).containsExactly(0.0);
    assertThat(BinEdges.of(new double[] {-7.3, -2.2}, 2)).containsExactly(-3.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1, 1e12, 1e300})
  void whateverTheSizeOfValuesEachLiesInItsRange(double scale) {
    Random random = new Random(4);
    double[] sorted =
        IntStream.range(0, 5000).mapToDouble(i -> scale * random.nextGaussian()).sorted().toArray();

    List<Double> edges = BinEdges.of(sorted, 10);

    assertThat(edges).hasSize(9).isSorted();
    for (int edge = 0; edge < 9; edge++) {
      double limit = edges.get(edge);
      long below = Arrays.stream(sorted).filter(value -> value < limit).count();
      assertThat((double) below).isEqualTo(500 * (edge + 1), within(0.0));
    }
  }

  @Test
  void equalValuesStayTogether() {
    double[] zeros = new double[60];
    double[] some = IntStream.rangeClosed(1, 40).asDoubleStream().toArray();
    double[] sorted =
        IntStream.range(0, 100).mapToDouble(i -> i < 60 ? zeros[i] : some[i - 60]).toArray();

    assertThat(BinEdges.of(sorted, 4)).containsExactly(1.0, 16.0); // zeros; 1 to 15; the others
  }

  @Test
  void neighboursInFloatingPointAreToldApart() {
    double[] sorted = {1, Math.nextUp(1.0)};

    assertThat(BinEdges.of(sorted, 2)).containsExactly(Math.nextUp(1.0));
    assertThat(BinEdges.of(new double[] {-Double.MAX_VALUE, Double.MAX_VALUE}, 2))
        .allMatch(edge -> edge > -Double.MAX_VALUE && edge <= Double.MAX_VALUE)
        .hasSize(1);
  }

  @Test
  void oneValueHasNoEdge() {
    assertThat(BinEdges.of(new double[] {3, 3, 3}, 5)).isEmpty();
    assertThat(BinEdges.of(new double[0], 5)).isEmpty();
    assertThat(BinEdges.of(new double[] {Double.MAX_VALUE}, 2)).isEmpty();
  }
}
