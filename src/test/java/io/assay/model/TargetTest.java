package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void fixedOutputsAreTheSameForEveryRow() {
    Target target = Target.outputs(2, 0);

    assertThat(target.slots()).isEqualTo(2);
    assertThat(target.column(0, 0)).isEqualTo(2);
    assertThat(target.column(99, 1)).isZero();
    assertThat(target.select(5, 5)).isSameAs(target);
    assertThat(target.slice(3, 4)).isSameAs(target);
  }

  @Test
  void ownOutputsFollowTheirRows() {
    Target target = Target.perRow(new int[] {4, 5, 6});

    assertThat(target.slots()).isEqualTo(1);
    assertThat(target.slice(1, 3).column(0, 0)).isEqualTo(5);
    assertThat(target.select(2, 2, 0).column(1, 0)).isEqualTo(6);
    assertThat(target.select(2, 2, 0).column(2, 0)).isEqualTo(4);
  }

  @Test
  void aTargetKeepsItsOwnCopy() {
    int[] columns = {4, 5};
    Target target = Target.perRow(columns);

    columns[0] = 9;

    assertThat(target.column(0, 0)).isEqualTo(4);
  }

  @Test
  void noOutputIsRefused() {
    assertThatThrownBy(Target::outputs).isInstanceOf(IllegalArgumentException.class);
  }
}
