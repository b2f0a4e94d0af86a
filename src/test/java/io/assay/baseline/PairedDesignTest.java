package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Rng;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairedDesignTest {
  @ParameterizedTest
  @CsvSource({"5,10", "6,12", "7,62", "8,100", "12,24", "12,2046", "31,400", "64,256", "300,600"})
  void exactlyThePairsAskedForAreDrawnEachOnceWithItsComplement(int players, int pairs) {
    for (int seed = 0; seed < 30; seed++) {
      PairedDesign design =
          PairedDesign.drawn(players, pairs, Rng.of(seed, "design", players + "/" + pairs));

      Coalitions coalitions = design.coalitions();
      Set<BitSet> distinct = new HashSet<>();
      for (int i = 0; i < coalitions.size(); i++) {
        distinct.add(members(coalitions, i));
      }
      assertThat(design.pairs()).isEqualTo(pairs);
      assertThat(distinct).hasSize(2 * pairs);
      for (int pair = 0; pair < pairs; pair++) {
        BitSet complement = members(coalitions, 2 * pair);
        complement.flip(0, players);
        assertThat(members(coalitions, 2 * pair + 1)).isEqualTo(complement);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 10})
  void enumerationHoldsEveryProperCoalitionOnceWithTheKernelsWeight(int players) {
    PairedDesign design = PairedDesign.enumerated(players);

    Coalitions coalitions = design.coalitions();
    Set<BitSet> distinct = new HashSet<>();
    double weight = 0;
    for (int i = 0; i < coalitions.size(); i++) {
      distinct.add(members(coalitions, i));
      weight += design.weight(i / 2);
      assertThat(design.unseen(i / 2)).isZero();
    }
    assertThat(distinct).hasSize((1 << players) - 2);
    double kernel = 0;
    for (int size = 1; size < players; size++) {
      kernel += 1.0 / (size * (players - size));
    }
    assertThat(weight).isCloseTo(kernel, within(1e-12));
  }

  @Test
  void sizesThatTheBudgetHoldsAreEnumerated() {
    // 12 players, 200 pairs: the kernel's share of size 1 exceeds its 12, of size 2 not its 66
    PairedDesign design = PairedDesign.drawn(12, 200, Rng.of(1, "design", "sizes"));

    int ones = 0;
    for (int pair = 0; pair < design.pairs(); pair++) {
      boolean single = members(design.coalitions(), 2 * pair).cardinality() == 1;
      ones += single ? 1 : 0;
      assertThat(design.unseen(pair) == 0).isEqualTo(single);
    }
    assertThat(ones).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({"9,40", "10,60"})
  void everyCoalitionIsDrawnWithTheChanceThatItsWeightUndoes(int players, int pairs) {
    int seeds = 3000;
    double[] weights = new double[1 << players];

    for (int seed = 0; seed < seeds; seed++) {
      PairedDesign design = PairedDesign.drawn(players, pairs, Rng.of(seed, "design", "chance"));
      Coalitions coalitions = design.coalitions();
      for (int i = 0; i < coalitions.size(); i++) {
        int code = (int) members(coalitions, i).toLongArray()[0];
        weights[code] += design.weight(i / 2) / seeds;
      }
    }

    PairedDesign all = PairedDesign.enumerated(players);
    for (int i = 0; i < all.coalitions().size(); i++) {
      int code = (int) members(all.coalitions(), i).toLongArray()[0];
      // a chance of 0.1 or more over 3,000 seeds: five standard deviations are 0.27 of it at most
      assertThat(weights[code]).isCloseTo(all.weight(i / 2), within(0.27 * all.weight(i / 2)));
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
