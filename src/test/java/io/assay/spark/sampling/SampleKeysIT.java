package io.assay.spark.sampling;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.SharedSpark;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows of the smallest keys are found in a window, wherever it is looked for first. */
@ExtendWith(SharedSpark.class)
class SampleKeysIT {
  private static final int ROWS = 20_000;

  /** Rows with the ids 0 to 19,999, of which every hundredth has none. */
  private static Dataset<Row> rows(SparkSession spark) {
    return spark
        .range(0, ROWS, 1, 7)
        .select(when(col("id").mod(100).notEqual(0), col("id").cast("string")).as("row_id"));
  }

  private static long[] sorted(SampleKeys keys) {
    return LongStream.range(0, ROWS)
        .filter(id -> id % 100 != 0)
        .map(id -> keys.key(Long.toString(id)))
        .sorted()
        .toArray();
  }

  @Test
  void theCutIsTheKeyOfTheLastRowWhateverIsThoughtOfTheInputsSize(SparkSession spark) {
    SampleKeys keys = new SampleKeys(rows(spark), 5);
    long[] all = sorted(keys);

    for (int wanted : new int[] {1, 2, 500, 19_000, 19_800}) {
      for (long thought : new long[] {ROWS, 100 * ROWS, ROWS / 50}) {
        assertThat(keys.smallest(wanted, thought))
            .as("%d of %d", wanted, thought)
            .isEqualTo(new SampleKeys.Cut(all[wanted - 1], wanted));
      }
    }
  }

  @Test
  void allRowsWithAnIdAreTakenWhereMoreAreWanted(SparkSession spark) {
    SampleKeys keys = new SampleKeys(rows(spark), 5);

    SampleKeys.Cut cut = keys.smallest(ROWS, ROWS);

    assertThat(cut).isEqualTo(new SampleKeys.Cut(Long.MAX_VALUE, 19_800));
    assertThat(keys.between(Long.MIN_VALUE, cut.last()).count()).isEqualTo(19_800);
  }

  @Test
  void roundsSideBySideShareNoRowAndLeaveNoneOut(SparkSession spark) {
    SampleKeys keys = new SampleKeys(rows(spark), 5);
    SampleKeys.Cut first = keys.smallest(300, ROWS);
    SampleKeys.Cut second = keys.smallest(1_000, ROWS);

    assertThat(keys.between(Long.MIN_VALUE, first.last()).count()).isEqualTo(300);
    assertThat(keys.between(first.last() + 1, second.last()).count()).isEqualTo(700);
  }

  /** Of 19,800 keys 1,980 fall into each tenth of all longs, within five standard deviations. */
  @Test
  void keysAreSpreadEvenlyAndDependOnTheSeed(SparkSession spark) {
    long[] all = sorted(new SampleKeys(rows(spark), 5));
    int[] tenths = new int[10];
    for (long key : all) {
      tenths[(int) ((key / 0x1p64 + 0.5) * 10)]++;
    }

    assertThat(Arrays.stream(tenths).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(1_769, 2_191));
    assertThat(sorted(new SampleKeys(rows(spark), 6))).isNotEqualTo(all);
  }
}
