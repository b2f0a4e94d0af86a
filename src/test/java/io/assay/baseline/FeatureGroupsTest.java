package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureGroupsTest {
  private static final FeatureGroups GROUPS =
      FeatureGroups.of(List.of("size", "age"), new int[] {0, 1, 0});

  @Test
  void areEqualIfTheyHaveTheSameNamesAndMembers() {
    FeatureGroups same = FeatureGroups.of(List.of("size", "age"), new int[] {0, 1, 0});

    assertThat(same).isEqualTo(GROUPS).hasSameHashCodeAs(GROUPS);
  }

  @Test
  void areNotEqualIfANameOrAMemberDiffers() {
    assertThat(FeatureGroups.of(List.of("size", "years"), new int[] {0, 1, 0}))
        .isNotEqualTo(GROUPS);
    assertThat(FeatureGroups.of(List.of("size", "age"), new int[] {0, 1, 1})).isNotEqualTo(GROUPS);
    assertThat(FeatureGroups.singletons(List.of("a", "b", "c"))).isNotEqualTo(GROUPS);
  }
}
