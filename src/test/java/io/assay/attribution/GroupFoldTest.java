package io.assay.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupFoldTest {
  private static final FeatureGroups GROUPS =
      FeatureGroups.of(List.of("p", "q"), new int[] {1, 0, 1});

  @Test
  void sumsAddUpTheMembersOfEachGroup() {
    double[] values = {1, 2, 3, 10, 20, 30};

    Tensor sums = GroupFold.sums(values, 1, 2, GROUPS);

    assertThat(sums).isEqualTo(Tensor.of(new float[] {2, 4, 20, 40}, 1, 2, 2));
  }

  @Test
  void sumsAreRoundedOnce() {
    // in float32 1e8 + 1 is 1e8, so that the sum would be 0
    Tensor sums = GroupFold.sums(new double[] {1e8, 5, 1 - 1e8}, 1, 1, GROUPS);

    assertThat(sums.values()).containsExactly(5, 1);
  }

  @Test
  void largestKeepsTheSignAndTheFirstOfEquals() {
    Tensor values = Tensor.of(new float[] {-3, 1, 2, 4, 0, -4}, 2, 1, 3);

    assertThat(GroupFold.largest(values, GROUPS))
        .isEqualTo(Tensor.of(new float[] {1, -3, 0, 4}, 2, 1, 2));
  }

  @Test
  void largestDoesNotHideWhatIsNotANumber() {
    Tensor before = Tensor.of(new float[] {Float.NaN, 1, 2}, 1, 1, 3);
    Tensor after = Tensor.of(new float[] {2, 1, Float.NaN}, 1, 1, 3);

    assertThat(GroupFold.largest(before, GROUPS).values()).containsExactly(1, Float.NaN);
    assertThat(GroupFold.largest(after, GROUPS).values()).containsExactly(1, Float.NaN);
  }

  @Test
  void aFeatureAloneInItsGroupIsItsLargest() {
    FeatureGroups turned = FeatureGroups.of(List.of("p", "q", "r"), new int[] {2, 0, 1});
    Tensor values = Tensor.of(new float[] {-3, 1, Float.NaN, -0f, 5, 6}, 1, 2, 3);

    Tensor largest = GroupFold.largest(values, turned);

    assertThat(largest).isEqualTo(Tensor.of(new float[] {1, Float.NaN, -3, 5, 6, 0f}, 1, 2, 3));
    int[] positions = GroupFold.largestPositions(values, turned);
    assertThat(positions).containsExactly(1, 2, 0, 4, 5, 3);
    assertThat(GroupFold.at(values, positions, turned)).isEqualTo(largest);
  }

  @Test
  void meansAreTheHeightOfAGroupsPositions() {
    FeatureGroups groups = FeatureGroups.of(List.of("p", "q"), new int[] {1, 0, 0});

    Tensor means = GroupFold.means(new double[] {5, 1, 3, -1, 0, 2}, 2, 1, groups);

    assertThat(means.values()).containsExactly(2, 5, 1, -1);
  }
}
