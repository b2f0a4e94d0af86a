package io.assay.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.table.RowIdRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowIdGuardTest {
  @Test
  void idsThatTheInputGaveMustDiffer() {
    RowIdRule guard = RowIdGuard.unique();

    assertThat(guard.next("a")).isEqualTo("a");
    assertThat(guard.next("b")).isEqualTo("b");
    assertThatThrownBy(() -> guard.next("b"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("row id b");
  }

  @Test
  void equalRowsAreNumbered() {
    RowIdRule guard = RowIdGuard.numbering();

    assertThat(Stream.of("a", "a", "a", "b", "b", "c").map(guard::next))
        .containsExactly("a", "a-2", "a-3", "b", "b-2", "c");
  }
}
