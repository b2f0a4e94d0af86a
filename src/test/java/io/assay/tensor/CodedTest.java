package io.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodedTest {
  @Test
  void equalValuesAreHeldOnce() {
    Coded<String> coded = Coded.of(List.of("b", "a", "b"));

    assertThat(coded.values()).containsExactly("b", "a");
    assertThat(coded.code(2)).isEqualTo(coded.code(0));
    assertThat(coded.each()).containsExactly("b", "a", "b");
    assertThat(coded.at(1)).isEqualTo("a");
  }

  @Test
  void chosenRowsKeepTheirValues() {
    Coded<String> coded = Coded.of(List.of("b", "a", "c"));

    assertThat(coded.select(2, 0).each()).containsExactly("c", "b");
    assertThat(coded.slice(1, 3).each()).containsExactly("a", "c");
  }

  @Test
  void codedValuesAreEqualIfTheirRowsAre() {
    assertThat(Coded.of(List.of("x", "y"), new int[] {1, 1, 1}))
        .isEqualTo(Coded.same("y", 3))
        .hasSameHashCodeAs(Coded.same("y", 3))
        .hasToString("[y, y, y]");
    assertThat(Coded.of(List.of()).isEmpty()).isTrue();
  }
}
