package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThirdMomentsTest {
  private static final int GROUPS = 4;
  private static final int ROWS = 1_000;

  @Test
  void skewnessIsThatByDefinitionHoweverRowsAreSplit() {
    float[] values = SampleRows.skewed(5, ROWS, GROUPS);

    for (int cut : new int[] {0, 1, 255, 256, 700, 999, 1_000}) {
      AttributionMoments left = moments(values, 0, cut);
      left.merge(moments(values, cut, ROWS));

      for (int group = 0; group < GROUPS; group++) {
        assertThat(left.skewnessAbs(group)).isCloseTo(skewness(values, group, 0), within(1e-10));
        assertThat(left.skewnessRest(group)).isCloseTo(-skewness(values, group, 1), within(1e-9));
      }
    }
    assertThat(skewness(values, 0, 0)).isGreaterThan(1);
  }

  @Test
  void groupsThatWereZeroSoFarChangeNothingOfTheOthers() {
    float[] values = SampleRows.skewed(6, ROWS, GROUPS);
    AttributionMoments narrow = moments(values, 0, ROWS);

    AttributionMoments wide = narrow.among(GROUPS + 2, new int[] {5, 0, 2, 1});

    assertThat(wide.skewnessAbs(5)).isEqualTo(narrow.skewnessAbs(0));
    assertThat(wide.skewnessRest(2)).isEqualTo(narrow.skewnessRest(2));
    assertThat(wide.skewnessAbs(3)).isZero();
  }

  @Test
  void withoutSpreadThereIsNoSkewness() {
    float[] values = new float[GROUPS * 300];
    Arrays.fill(values, 0.1f);
    AttributionMoments same = moments(values, 0, 300);

    assertThat(same.skewnessAbs(1)).isZero();
    assertThat(same.skewnessRest(1)).isZero();
    assertThat(moments(values, 0, 2).skewnessAbs(0)).isZero();
  }

  private static AttributionMoments moments(float[] values, int from, int to) {
    AttributionMoments moments = new AttributionMoments(GROUPS);
    for (int start = from; start < to; start += 256) {
      int rows = Math.min(256, to - start);
      int[] starts = new int[rows];
      for (int row = 0; row < rows; row++) {
        starts[row] = (start + row) * GROUPS;
      }
      BlockColumns block = new BlockColumns();
      block.take(values, starts, 0, rows, GROUPS);
      moments.merge(AttributionMoments.of(block));
    }
    return moments;
  }

  /** Returns the adjusted skewness of |value| - share * total over all rows, in two passes. */
  private static double skewness(float[] values, int group, double share) {
    double[] distances = new double[ROWS];
    double mean = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int other = 0; other < GROUPS; other++) {
        distances[row] -= share * Math.abs(values[row * GROUPS + other]);
      }
      distances[row] += Math.abs(values[row * GROUPS + group]);
      mean += distances[row] / ROWS;
    }
    double squares = 0;
    double cubes = 0;
    for (double distance : distances) {
      squares += Math.pow(distance - mean, 2) / ROWS;
      cubes += Math.pow(distance - mean, 3) / ROWS;
    }
    return cubes / Math.pow(squares, 1.5) * Math.sqrt(ROWS * (ROWS - 1.0)) / (ROWS - 2);
  }
}
