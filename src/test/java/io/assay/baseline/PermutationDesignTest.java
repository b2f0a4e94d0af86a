package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Rng;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermutationDesignTest {
  @ParameterizedTest
  @CsvSource({"1,3", "2,2", "3,4", "5,9", "12,30", "64,20", "70,100", "300,3"})
  void chainsGrowByThePlayerWhoAppears(int players, int pairs) {
    PermutationDesign design = PermutationDesign.drawn(players, pairs, Rng.of(1, "design", "a"));
    Coalitions coalitions = design.coalitions();

    assertThat(design.pairs()).isEqualTo(pairs);
    for (int pair = 0; pair < pairs; pair++) {
      BitSet expected = new BitSet();
      for (int size = 1; size < players; size++) {
        expected.set(design.player(pair, size - 1));
        int number = design.coalition(pair, size);
        assertThat(members(coalitions, number)).isEqualTo(expected);
      }
      expected.set(design.player(pair, players - 1));
      assertThat(expected.cardinality()).isEqualTo(players);
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,4", "5,9", "12,300", "70,100"})
  void coalitionsAreDistinctAndStandBesideTheirComplements(int players, int pairs) {
    Coalitions coalitions =
        PermutationDesign.drawn(players, pairs, Rng.of(2, "design", "b")).coalitions();

    Set<BitSet> distinct = new HashSet<>();
    for (int i = 0; i < coalitions.size(); i++) {
      distinct.add(members(coalitions, i));
      BitSet complement = members(coalitions, i);
      complement.flip(0, players);
      assertThat(members(coalitions, i ^ 1)).isEqualTo(complement);
    }
    assertThat(distinct).hasSize(coalitions.size()).doesNotContain(new BitSet());
    assertThat(coalitions.size()).isBetween(2, 2 * (players - 1) * pairs);
  }

  @Test
  void everyOrderIsEquallyLikely() {
    // 12 pairs of orders of four players, 20,000 drawn: five standard deviations are 12 %
    int[] counts = new int[256];

    for (int seed = 0; seed < 4000; seed++) {
      PermutationDesign design = PermutationDesign.drawn(4, 5, Rng.of(seed, "design", "c"));
      for (int pair = 0; pair < 5; pair++) {
        int code = 0;
        int reverse = 0;
        for (int place = 0; place < 4; place++) {
          code = 4 * code + design.player(pair, place);
          reverse = 4 * reverse + design.player(pair, 3 - place);
        }
        counts[code]++;
        counts[reverse]++;
      }
    }

    int[] seen = IntStream.of(counts).filter(count -> count > 0).toArray();
    assertThat(seen).hasSize(24);
    for (int count : seen) {
      assertThat(count / (40_000 / 24.0)).isCloseTo(1, within(0.13));
    }
  }

  @Test
  void ordersOfABlockAreFartherApartThanIndependentOnes() {
    // rank correlations of 9 orthogonal directions of 10 players, squared: near 0, not 1/9
    double orthogonal = 0;
    double independent = 0;
    for (int seed = 0; seed < 50; seed++) {
      PermutationDesign block = PermutationDesign.drawn(10, 9, Rng.of(seed, "design", "d"));
      for (int pair = 1; pair < 9; pair++) {
        PermutationDesign other = PermutationDesign.drawn(10, 1, Rng.of(seed, "other", "" + pair));
        orthogonal += square(correlation(block, pair, block, 0));
        independent += square(correlation(other, 0, block, 0));
      }
    }

    assertThat(orthogonal / 400).isLessThan(0.02);
    assertThat(independent / 400).isCloseTo(1 / 9.0, within(0.04));
  }

  @Test
  void aDesignWithoutPlayersOrPairsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PermutationDesign.drawn(0, 1, Rng.of(1, "design", "e")))
        .withMessageContaining("1 pairs of orders of 0 players");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PermutationDesign.drawn(3, 0, Rng.of(1, "design", "e")))
        .withMessageContaining("0 pairs of orders of 3 players");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PermutationDesign.drawn(
                    3, 2, Rng.of(1, "design", "e"), direction -> new int[] {0, 2, 2}))
        .withMessageContaining("an order of 3 players is [0, 2, 2]");
  }

  private static double square(double value) {
    return value * value;
  }

  private static double correlation(
      PermutationDesign one, int ofOne, PermutationDesign other, int ofOther) {
    double players = one.players();
    double[] places = new double[one.players()];
    for (int place = 0; place < places.length; place++) {
      places[one.player(ofOne, place)] = place;
    }
    double distance = 0;
    for (int place = 0; place < places.length; place++) {
      distance += square(places[other.player(ofOther, place)] - place);
    }
    return 1 - 6 * distance / (players * (players * players - 1)); // Spearman
  }

  private static BitSet members(Coalitions coalitions, int coalition) {
    BitSet members = new BitSet();
    for (int player = 0; player < coalitions.players(); player++) {
      members.set(player, coalitions.contains(coalition, player));
    }
    return members;
  }
}
