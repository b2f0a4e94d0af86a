package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest.InputFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierRunTest {
  private static final InputFile A = new InputFile("a", 10, "2026-01-01T00:00:00Z");
  private static final InputFile B = new InputFile("b", 20, "2026-01-01T00:00:00Z");
  private static final InputFile C = new InputFile("c", 30, "2026-01-01T00:00:00Z");
  private static final InputFile EMPTY = new InputFile("empty", 4, "2026-01-01T00:00:00Z");
  private static final InputFile NEW = new InputFile("new", 30, "2026-01-02T00:00:00Z");

  private static EarlierRun.Shard shard(int number, long rows, Integer... files) {
    return new EarlierRun.Shard(
        RunFolder.partName(number), List.of(files), rows, Math.max(0, rows - 1));
  }

  /** A and B lie together in shard 0, C alone in shards 1 and 2. */
  private static final EarlierRun RUN =
      new EarlierRun(
          "r", List.of(A, B, C, EMPTY), List.of(shard(0, 5, 0, 1), shard(1, 7, 2), shard(2, 9, 2)));

  @Test
  void filesThatAreAsTheyWereKeepTheirShards() {
    assertThat(RUN.where(List.of(NEW, C, EMPTY, B, A))).isEqualTo(RUN);
    assertThat(RUN.rows()).isEqualTo(21);
    assertThat(RUN.attributed()).isEqualTo(18);
  }

  @Test
  void aChangedFileTakesAlongWhatWasExplainedTogetherWithIt() {
    InputFile changed = new InputFile("a", 10, "2026-01-03T00:00:00Z");

    EarlierRun kept = RUN.where(List.of(changed, B, C, EMPTY));

    assertThat(kept.files()).containsExactly(C, EMPTY);
    assertThat(kept.shards()).containsExactly(shard(1, 7, 0), shard(2, 9, 0));
  }

  @Test
  void aFileIsExplainedAsAWholeOrNotAtAll() {
    EarlierRun kept = RUN.withoutLast();

    assertThat(kept.files()).containsExactly(A, B, EMPTY);
    assertThat(kept.shards()).containsExactly(shard(0, 5, 0, 1));
  }

  @Test
  void aFileIsDroppedWithShardsThatCameBeforeAndAfter() {
    EarlierRun chained =
        new EarlierRun(
            "r", List.of(A, B, C), List.of(shard(0, 1, 0, 1), shard(1, 1, 1, 2), shard(2, 1, 2)));

    assertThat(chained.where(List.of(A, B))).isEqualTo(new EarlierRun("r", List.of(), List.of()));
  }

  @Test
  void whatIsStoredIsReadAgain() {
    assertThat(EarlierRun.fromJson(RUN.toJson())).isEqualTo(RUN);
  }
}
