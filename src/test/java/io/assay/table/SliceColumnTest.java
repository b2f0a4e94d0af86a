package io.assay.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SliceColumnTest {
  private static final SliceColumn AGE = SliceColumn.bins("age", List.of(-0.5, 40.0, 1e7));

  @Test
  void rangesAreNamedByTheirEdges() {
    assertThat(AGE.ranges())
        .containsExactly(
            "age < -0.5", "-0.5 <= age < 40", "40 <= age < 10000000", "age >= 10000000");
    assertThat(SliceColumn.bins("x", List.of(2.0)).ranges()).containsExactly("x < 2", "x >= 2");
  }

  @Test
  void aSliceBelongsToTheColumnThatNamesIt() {
    SliceColumn site = SliceColumn.value("site");
    SliceColumn both = SliceColumn.cross(site, AGE);

    assertThat(List.of("site=n", "site=", "site is null")).allMatch(site::mayHave);
    assertThat(List.of("sites=n", "site", "age < -0.5")).noneMatch(site::mayHave);
    assertThat(List.of("age < -0.5", "age is null", "age is NaN")).allMatch(AGE::mayHave);
    assertThat(List.of("age < 40", "age=3")).noneMatch(AGE::mayHave);
    assertThat(both.name()).isEqualTo("site & age");
    assertThat(List.of("site=a & b & age < -0.5", "site is null & age is NaN"))
        .allMatch(both::mayHave);
    assertThat(List.of("site=n", "site=n & age < 40", "age < -0.5 & site=n"))
        .noneMatch(both::mayHave);
  }

  @Test
  void theCellOfARangeIsTheSlice() {
    assertThat(AGE.sliceOf("age < -0.5")).contains("age < -0.5");
    assertThat(AGE.sliceOf(null)).isEmpty();
    assertThat(SliceColumn.value("site").sliceOf(null)).contains("site is null");
    assertThat(SliceColumn.condition("a > 1").sliceOf("false")).isEmpty();
  }
}
