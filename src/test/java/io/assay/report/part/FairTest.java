package io.assay.report.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How groups share room. */
class FairTest {
  @Test
  void everyGroupHasItsFirstBeforeAnyHasItsSecond() {
    List<String> all = List.of("a1", "a2", "a3", "b1", "c1", "c2");

    List<String> kept = Fair.first(all, text -> text.charAt(0), text -> 1, 4);

    assertThat(kept).containsExactly("a1", "a2", "b1", "c1");
  }

  @Test
  void whatIsTooLargeEndsIt() {
    List<String> all = List.of("aa", "bbbb", "c");

    assertThat(Fair.first(all, text -> text, String::length, 6)).containsExactly("aa", "bbbb");
    assertThat(Fair.first(all, text -> text, String::length, 5)).containsExactly("aa");
    assertThat(Fair.first(all, text -> text, String::length, 1)).isEmpty();
  }
}
