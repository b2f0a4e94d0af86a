package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Rng;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniformDesignTest {
  @ParameterizedTest
  @CsvSource({"1,0", "2,1", "5,10", "5,15", "12,24", "12,2047", "31,400", "64,256", "300,600"})
  void exactlyThePairsAskedForAreDrawnEachOnceWithItsComplement(int players, int pairs) {
    for (int seed = 0; seed < 20; seed++) {
      UniformDesign design =
          UniformDesign.drawn(players, pairs, Rng.of(seed, "design", players + "/" + pairs));

      Coalitions coalitions = design.coalitions();
      Set<BitSet> distinct = new HashSet<>();
      for (int i = 0; i < coalitions.size(); i++) {
        BitSet complement = members(coalitions, i);
        distinct.add(members(coalitions, i));
        complement.flip(0, players);
        assertThat(members(coalitions, i ^ 1)).isEqualTo(complement);
      }
      assertThat(design.pairs()).isEqualTo(pairs);
      assertThat(distinct).hasSize(2 * pairs).doesNotContain(new BitSet());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 10})
  void enumerationHoldsEveryProperCoalitionOnce(int players) {
    UniformDesign design = UniformDesign.enumerated(players);

    Set<BitSet> distinct = new HashSet<>();
    for (int i = 0; i < design.coalitions().size(); i++) {
      distinct.add(members(design.coalitions(), i));
    }
    assertThat(distinct).hasSize((1 << players) - 2);
    assertThat(design.unseen()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"7,40", "7,10"})
  void everyPairIsEquallyLikely(int players, int pairs) {
    int seeds = 4000;
    int[] counts = new int[1 << players];

    for (int seed = 0; seed < seeds; seed++) {
      UniformDesign design = UniformDesign.drawn(players, pairs, Rng.of(seed, "design", "chance"));
      Coalitions coalitions = design.coalitions();
      assertThat(design.unseen()).isCloseTo(1 - pairs / 63.0, within(1e-12));
      for (int i = 0; i < coalitions.size(); i++) {
        counts[(int) members(coalitions, i).toLongArray()[0]]++;
        assertThat(design.isFirst(i / 2, i % players))
            .isEqualTo(coalitions.contains(i - i % 2, i % players));
      }
    }

    for (int code = 1; code < counts.length - 1; code++) {
      // 4,000 draws of chance 0.16 or more: five standard deviations are 0.18 of it
      assertThat(counts[code] * 63.0 / pairs / seeds).isCloseTo(1, within(0.18));
    }
  }

  @Test
  void morePairsThanThereAreAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UniformDesign.drawn(5, 16, Rng.of(1, "design", "all")))
        .withMessageContaining("16 pairs of coalitions of 5 players; there are 15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UniformDesign.enumerated(25))
        .withMessageContaining("1 to 24");
  }

  private static BitSet members(Coalitions coalitions, int coalition) {
    BitSet members = new BitSet();
    for (int player = 0; player < coalitions.players(); player++) {
      members.set(player, coalitions.contains(coalition, player));
    }
    return members;
  }
}
