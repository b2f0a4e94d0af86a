package io.assay.spark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files become shards of about one size, each part of each file in exactly one. */
class PackingTest {
  private static FileParts file(int number, FileParts.Cut cut, long... groups) {
    List<Piece> parts = new ArrayList<>();
    long start = 4;
    for (long rows : groups) {
      parts.add(Piece.of(number, start, 10 * rows, rows));
      start += 10 * rows;
    }
    return new FileParts(parts, cut);
  }

  private static FileParts text(int number, long bytes) {
    return new FileParts(
        List.of(Piece.of(number, 0, bytes, Piece.UNKNOWN)), FileParts.Cut.BY_BYTES);
  }

  private static List<String> packed(double target, FileParts... files) {
    return Packing.shards(List.of(files), target, 10_000).stream().map(Piece::text).toList();
  }

  @Test
  void smallFilesAndRowGroupsShareAShard() {
    FileParts.Cut cut = FileParts.Cut.BY_ROWS;

    assertThat(packed(100, file(0, cut, 30, 20), file(1, cut, 40), file(2, cut, 60)))
        .containsExactly("0:4+500=50 1:4+400=40", "2:4+600=60");
    assertThat(packed(100, file(0, cut, 40, 40, 40, 40, 40)))
        .containsExactly("0:4+1200=120", "0:1204+800=80");
  }

  @Test
  void aLargeFileSharesNoShardWithOthers() {
    FileParts.Cut cut = FileParts.Cut.BY_ROWS;

    assertThat(packed(100, file(0, cut, 5), file(1, cut, 60, 45), file(2, cut, 5)))
        .containsExactly("0:4+50=5", "1:4+1050=105", "2:4+50=5");
  }

  @Test
  void aHugeRowGroupIsSplitAndOneThatMustBeSkippedThroughLessOften() {
    assertThat(packed(100, file(0, FileParts.Cut.BY_ROWS, 30, 502, 30)))
        .containsExactly(
            "0:4+300=30",
            "0:304+5020=100@0",
            "0:304+5020=100@100",
            "0:304+5020=101@200",
            "0:304+5020=100@301",
            "0:304+5020=101@401",
            "0:5324+300=30");
    assertThat(packed(100, file(0, FileParts.Cut.BY_SKIPPED_ROWS, 800))).hasSize(8);
    assertThat(packed(1e6, file(0, FileParts.Cut.BY_SKIPPED_ROWS, 8_000_000))).hasSize(4);
    assertThat(packed(100, file(0, FileParts.Cut.NEVER, 800))).hasSize(1);
  }

  @Test
  void piecesOfAboutAPageBeginWhereAPageDoes() {
    assertThat(packed(15_625, file(0, FileParts.Cut.BY_ROWS, 90_000)))
        .containsExactly(
            "0:4+900000=20000@0",
            "0:4+900000=20000@20000",
            "0:4+900000=20000@40000",
            "0:4+900000=20000@60000",
            "0:4+900000=10000@80000");
    assertThat(packed(32_768, file(0, FileParts.Cut.BY_ROWS, 100_000)))
        .containsExactly(
            "0:4+1000000=40000@0", "0:4+1000000=20000@40000", "0:4+1000000=40000@60000");
    assertThat(packed(8000, file(0, FileParts.Cut.BY_ROWS, 16_000)))
        .containsExactly("0:4+160000=8000@0", "0:4+160000=8000@8000");
  }

  @Test
  void textIsCutByBytes() {
    assertThat(packed(100, text(0, 240), text(1, 10), text(2, 20)))
        .containsExactly("0:0+120", "0:120+120", "1:0+10 2:0+20");
  }

  @Test
  void nothingToReadIsOneEmptyShard() {
    assertThat(packed(100)).containsExactly("");
    assertThat(packed(100, file(0, FileParts.Cut.BY_ROWS), text(1, 0))).containsExactly("");
  }

  @Test
  void thereAreNeverMoreShardsThanAllowed() {
    List<FileParts> large =
        IntStream.range(0, 25_000)
            .mapToObj(i -> file(i, FileParts.Cut.BY_ROWS, i % 2 == 0 ? 3 : 1000))
            .toList();

    List<List<Piece>> shards = Packing.shards(large, 100, 10_000);

    assertThat(shards).hasSizeBetween(5000, 10_000);
    assertThat(rows(shards)).isEqualTo(rows(Packing.shards(large, 1e9, 10_000)));
  }

  @Test
  void everyRowIsInOneShardAndTextSaysWhich() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      List<FileParts> files = new ArrayList<>();
      long rows = 0;
      for (int i = 0; i < 20; i++) {
        long[] groups = random.longs(random.nextInt(4), 0, 500).toArray();
        FileParts.Cut cut = List.of(FileParts.Cut.values()).get(random.nextInt(4));
        files.add(file(i, cut == FileParts.Cut.BY_BYTES ? FileParts.Cut.NEVER : cut, groups));
        rows += files.get(i).weight();
      }

      List<List<Piece>> shards = Packing.shards(files, 1 + random.nextInt(400), 10_000);

      assertThat(rows(shards)).isEqualTo(rows);
      assertThat(shards)
          .allSatisfy(each -> assertThat(Piece.parse(Piece.text(each))).isEqualTo(each));
      assertThat(Packing.shards(files, 50, 10_000)).isEqualTo(Packing.shards(files, 50, 10_000));
    }
  }

  private static long rows(List<List<Piece>> shards) {
    return shards.stream().flatMap(List::stream).mapToLong(Piece::rows).sum();
  }

  @Test
  void whatIsNoPieceIsRefused() {
    assertThatThrownBy(() -> Piece.parse("0:1+2 x"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("\"x\"");
  }
}
