package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tensor.Rng;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestedDesignTest {
  private static NestedDesign drawn(int players, Integer... sizes) {
    return NestedDesign.drawn(players, List.of(sizes), Rng.of(1, "nested-design", "test"));
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2, 6",
    "5, 3, 14",
    "11, 22, 400",
    "12, 24, 2046",
    "70, 140, 600",
    "200, 400, 800"
  })
  void pairsAreDistinctProperAndComplete(int players, int few, int many) {
    Coalitions coalitions = drawn(players, few, many).coalitions(0, many);

    assertThat(coalitions.size()).isEqualTo(2 * many);
    Set<BitSet> seen = new HashSet<>();
    for (int i = 0; i < coalitions.size(); i += 2) {
      BitSet first = members(coalitions, i);
      BitSet second = members(coalitions, i + 1);
      assertThat(first.cardinality()).isBetween(1, players - 1);
      assertThat(first.cardinality() + second.cardinality()).isEqualTo(players);
      assertThat(first.intersects(second)).isFalse();
      seen.add(first);
      seen.add(second);
    }
    assertThat(seen).hasSize(2 * many);
  }

  @Test
  void strataHaveAboutTheirShares() {
    int[] counts = new int[7];
    Coalitions coalitions = drawn(12, 24, 36, 48, 72, 96).coalitions(0, 96);

    for (int i = 0; i < coalitions.size(); i += 2) {
      int size = members(coalitions, i).cardinality();
      counts[Math.min(size, 12 - size)]++;
    }

    // in proportion to 1 / (s (12 - s)), half of that for 6, and all twelve singles
    double[] shares = PairedDesign.shares(12, 96);
    for (int size = 1; size <= 6; size++) {
      assertThat((double) counts[size]).isBetween(shares[size - 1] - 3, shares[size - 1] + 3);
    }
  }

  @Test
  void theBeginningDoesNotDependOnWhatIsAskedOfItsParts() {
    NestedDesign design = drawn(20, 40, 60, 80);

    Coalitions whole = design.coalitions(0, 80);
    Coalitions part = design.coalitions(40, 60);

    for (int i = 0; i < part.size(); i++) {
      assertThat(members(part, i)).isEqualTo(members(whole, 80 + i));
    }
  }

  private static BitSet members(Coalitions coalitions, int coalition) {
    BitSet members = new BitSet();
    for (int player = 0; player < coalitions.players(); player++) {
      members.set(player, coalitions.contains(coalition, player));
    }
    return members;
  }
}
