package io.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowSelectionTest {
  @Test
  void allRowsAreEachInTheirPlace() {
    RowSelection all = RowSelection.all(3);

    assertThat(all.isAll()).isTrue();
    assertThat(all.positions()).containsExactly(0, 1, 2);
    assertThat(all.at(2)).isEqualTo(2);
    assertThat(all).isEqualTo(RowSelection.of(0, 1, 2)).hasToString("all of 3");
  }

  @Test
  void aSelectionOfASelectionNamesRowsOfTheBatch() {
    RowSelection some = RowSelection.of(1, 4, 6);

    assertThat(some.select(RowSelection.of(0, 2))).isEqualTo(RowSelection.of(1, 6));
    assertThat(some.select(RowSelection.all(3))).isSameAs(some);
    assertThat(RowSelection.all(7).select(some)).isSameAs(some);
  }

  @Test
  void rowsOutOfOrderAreRefused() {
    assertThatThrownBy(() -> RowSelection.of(2, 2)).hasMessageContaining("[2, 2]");
    assertThatThrownBy(() -> RowSelection.of(-1)).hasMessageContaining("ascending");
  }
}
