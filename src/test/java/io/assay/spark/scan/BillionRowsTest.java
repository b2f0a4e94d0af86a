package io.assay.spark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.assay.job.ShardSize;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a run over a billion rows asks of the driver, without the rows: the shards are planned from
 * footers that are made up.
 */
class BillionRowsTest {
  private static final long ROWS = 1_000_000_000L;
  private static final int MOST_BYTES = 8_000_000;

  @ParameterizedTest
  @CsvSource({"100000, 1", "8000, 1", "1000, 1", "250, 32"})
  void shardsAreFewAndTheirListIsSmall(int files, int rowGroups) {
    long rowsEach = ROWS / files / rowGroups;
    List<FileParts> parts =
        IntStream.range(0, files).mapToObj(file -> file(file, rowGroups, rowsEach)).toList();

    List<List<Piece>> shards =
        Packing.shards(parts, (double) ROWS / ShardSize.MOST_SHARDS, ShardSize.MOST_SHARDS);
    StoredShards stored = StoredShards.ofFiles(100_000, shards);

    assertThat(shards).hasSizeBetween(ShardSize.MOST_SHARDS / 2, ShardSize.MOST_SHARDS);
    assertThat(shards.stream().flatMap(List::stream).mapToLong(Piece::rows).sum()).isEqualTo(ROWS);
    assertThat(shards.stream().mapToLong(BillionRowsTest::rows).max().orElseThrow())
        .isLessThanOrEqualTo(4 * ROWS / ShardSize.MOST_SHARDS);
    assertThat(new Gson().toJson(stored)).hasSizeLessThan(MOST_BYTES);
  }

  private static long rows(List<Piece> shard) {
    return shard.stream().mapToLong(Piece::rows).sum();
  }

  private static FileParts file(int number, int rowGroups, long rows) {
    long bytes = 120 * rows;
    return new FileParts(
        IntStream.range(0, rowGroups)
            .mapToObj(group -> Piece.of(number, 4 + group * bytes, bytes, rows))
            .toList(),
        FileParts.Cut.BY_ROWS);
  }
}
