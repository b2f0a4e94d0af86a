package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockColumnsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "7, 2", "255, 3", "256, 30", "256, 64", "16, 65", "13, 200"})
  void sumsByColumnAreThoseByRow(int rows, int groups) {
    float[] values = SampleRows.skewed(rows + groups, rows, groups);
    PlainMoments plain = new PlainMoments(values, rows, groups);

    AttributionMoments moments = AttributionMoments.of(taken(new BlockColumns(), values, rows));

    double perRow = rows < 2 ? Double.NaN : 1.0 / (rows - 1);
    assertThat(moments.rows()).isEqualTo(rows);
    assertClose(moments.meanTotal(), plain.totalMean);
    assertClose(moments.varianceTotal(), plain.totalSquares * perRow);
    for (int group = 0; group < groups; group++) {
      assertClose(moments.mean(group), plain.means[group]);
      assertClose(moments.variance(group), plain.squares[group] * perRow);
      assertClose(moments.meanAbs(group), plain.absMeans[group]);
      assertClose(moments.varianceAbs(group), plain.pairs[group * groups + group] * perRow);
      assertClose(moments.covarianceWithTotal(group), plain.totals[group] * perRow);
      for (int other = 0; other < group && moments.isPaired(); other++) {
        double expected = plain.pairs[group * groups + other] * perRow;
        assertClose(moments.covarianceAbs(group, other), expected);
      }
    }
  }

  @Test
  void whatLayThereBeforeIsForgotten() {
    float[] values = SampleRows.skewed(5, 40, 6);
    BlockColumns fresh = new BlockColumns();
    BlockColumns used = new BlockColumns();
    AttributionMoments.of(taken(used, SampleRows.skewed(6, 256, 31), 256));

    StateWriter expected = new StateWriter(StateKind.IMPORTANCE);
    StateWriter found = new StateWriter(StateKind.IMPORTANCE);
    AttributionMoments.of(taken(fresh, values, 40)).write(expected);
    AttributionMoments.of(taken(used, values, 40)).write(found);

    assertThat(found.seal()).isEqualTo(expected.seal());
  }

  /** Both in one run, each at its best of many, so that neither machine nor neighbours matter. */
  @Test
  void sumsByColumnTakeLessTimeThanThoseByRow() {
    int rows = 256;
    int groups = 30;
    float[] values = SampleRows.skewed(1, rows, groups);
    BlockColumns columns = new BlockColumns();
    long plain = Long.MAX_VALUE;
    long blocked = Long.MAX_VALUE;
    double sum = 0;

    for (int round = 0; round < 400; round++) {
      long start = System.nanoTime();
      sum += new PlainMoments(values, rows, groups).totalSquares;
      long middle = System.nanoTime();
      sum -= AttributionMoments.of(taken(columns, values, rows)).varianceTotal() * (rows - 1);
      long end = System.nanoTime();
      plain = Math.min(plain, middle - start);
      blocked = Math.min(blocked, end - middle);
    }

    assertThat(sum).isCloseTo(0, within(1e-6));
    assertThat(blocked).isLessThan(plain);
  }

  private static BlockColumns taken(BlockColumns columns, float[] values, int rows) {
    int groups = values.length / rows;
    int[] starts = new int[rows];
    Arrays.setAll(starts, row -> row * groups);
    columns.take(values, starts, 0, rows, groups);
    return columns;
  }

  private static void assertClose(double found, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(found).isNaN();
      return;
    }
    assertThat(found).isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
  }
}
