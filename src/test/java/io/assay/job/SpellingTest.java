package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which slips are seen through. */
final class SpellingTest {
  @Test
  void aSwapOfNeighboursCountsOnce() {
    assertThat(Spelling.distance("seed", "sede")).isEqualTo(1);
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.distance("same", "same")).isZero();
  }

  @Test
  void theNearestWordIsOffered() {
    List<String> known = List.of("row-id", "features", "format");

    assertThat(Spelling.nearest("rowId", known)).contains("row-id");
    assertThat(Spelling.nearest("row_id", known)).contains("row-id");
    assertThat(Spelling.nearest("feature", known)).contains("features");
    assertThat(Spelling.nearest("zebra", known)).isEmpty();
  }

  @Test
  void aMessageListsTheFirstOfManyNames() {
    List<String> many = IntStream.range(0, 1000).mapToObj(i -> "c" + i).toList();

    assertThat(Spelling.some(List.of("a", "b"))).isEqualTo("[a, b]");
    assertThat(Spelling.some(many)).startsWith("[c0, c1,").endsWith("c19] and 980 more");
  }
}
