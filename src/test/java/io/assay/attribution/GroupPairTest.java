package io.assay.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupPairTest {
  @Test
  void pairsStandWithTheFirstGroupSlowest() {
    List<GroupPair> pairs = GroupPair.all(3);

    assertThat(pairs)
        .containsExactly(new GroupPair(0, 1), new GroupPair(0, 2), new GroupPair(1, 2));
    assertThat(pairs.get(1).column(List.of("a", "b", "c"))).isEqualTo("a x c");
  }

  @Test
  void oneGroupHasNoPair() {
    assertThat(GroupPair.all(1)).isEmpty();
  }

  @Test
  void aGroupIsNoPairWithItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupPair(2, 2))
        .withMessageContaining("need 0 <= first < second");
  }
}
