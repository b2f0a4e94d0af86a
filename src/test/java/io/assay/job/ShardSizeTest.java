package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many rows a shard has hangs on the plan alone. */
final class ShardSizeTest {
  @Test
  void aSmallInputMakesShardsThatAreWorthATask() {
    assertThat(ShardSize.rows(0, 50, 30)).isEqualTo(1024);
    assertThat(ShardSize.rows(569, 50, 30)).isEqualTo(1024);
    assertThat(ShardSize.rows(65_536, 50, 30)).isEqualTo(1024);
    assertThat(ShardSize.rows(569, 1, 30)).isEqualTo(32_768); // a row takes microseconds
    assertThat(ShardSize.rows(65_536, 4, 30)).isEqualTo(8192);
  }

  @Test
  void aMiddlingInputMakesSixtyFourShards() {
    assertThat(ShardSize.rows(1_000_000, 50, 30)).isEqualTo(15_625);
    assertThat(ShardSize.rows(4_000_000, 1, 30)).isEqualTo(62_500);
  }

  @Test
  void aShardHasAboutFourMillionModelCallsAtMost() {
    assertThat(ShardSize.rows(1_000_000, 512, 30)).isEqualTo(8192);
    assertThat(ShardSize.rows(1_000_000, 100_000, 30)).isEqualTo(100); // 10,000 shards
    assertThat(ShardSize.rows(1000, 1_000_000, 30)).isEqualTo(16);
  }

  @Test
  void wideRowsMakeShardsThatFitIntoMemory() {
    int pixels = 3 * 224 * 224;

    assertThat(ShardSize.rows(50_000, 1, pixels)).isEqualTo(111); // 64 MiB
    assertThat(ShardSize.rows(100, 1, pixels)).isEqualTo(16);
  }

  @Test
  void thereAreNeverMoreThanTenThousandShards() {
    for (long rows : new long[] {160_001, 2_000_000_000L, 100_000_000_000L}) {
      for (long calls : new long[] {1, 512, 1_000_000}) {
        long size = ShardSize.rows(rows, calls, 30);

        assertThat((rows + size - 1) / size).isLessThanOrEqualTo(ShardSize.MOST_SHARDS);
      }
    }
  }
}
