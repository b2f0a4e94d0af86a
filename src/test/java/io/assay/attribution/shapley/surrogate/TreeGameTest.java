package io.assay.attribution.shapley.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Requests;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeGameTest {
  // sums of float64 in other orders
  private static final double ROUNDING = 1e-12;

  @Test
  void aTreeOfTwoSplitsHasTheValuesWorkedOutByHand() {
    // f = 8 if x0 > 0 and x1 > 0, 2 if x0 > 0 alone, 0 else, at (1, 1, 5) from (-1, -1, -5):
    // v() = 0, v(0) = 2, v(1) = 0, v(01) = 8: phi0 = (2 + 8) / 2, phi1 = (0 + 6) / 2
    TreeGame game =
        new TreeGame(
            GrownTrees.twoSplits(),
            Baseline.single(Requests.row(-1, -1, -5)),
            Requests.singletons(3));

    double[] shapley = new double[3];
    double[] values = new double[6];
    game.shapley(new float[] {1, 1, 5}, 0, shapley);
    game.values(new float[] {1, 1, 5}, 0, List.of(0, 1, 2), Coalitions.proper(3), values);

    assertThat(shapley).containsExactly(5, 3, 0);
    assertThat(values).containsExactly(2, 0, 8, 0, 2, 0); // 0, 1, 01, 2, 02, 12
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,1,2", "5,3,3", "7,16,4", "8,5,6", "4,150,5"})
  void treesHaveTheValuesOfEnumeration(int features, int references, int depth) {
    BoostedTrees trees = GrownTrees.random(features, 12, depth, 3);
    Baseline baseline = baseline(references, features);
    FeatureGroups players = Requests.singletons(features);
    Tensor rows = Requests.rows(6, features, 1);

    assertThatGamesAreThoseOfEnumeration(trees, rows, baseline, players);
  }

  @Test
  void groupsArePlayers() {
    BoostedTrees trees = GrownTrees.random(9, 20, 6, 5);
    FeatureGroups groups =
        FeatureGroups.of(List.of("a", "b", "c", "d"), new int[] {0, 1, 2, 0, 1, 2, 3, 0, 1});

    assertThatGamesAreThoseOfEnumeration(trees, Requests.rows(8, 9, 1), baseline(7, 9), groups);
  }

  private static void assertThatGamesAreThoseOfEnumeration(
      BoostedTrees trees, Tensor rows, Baseline baseline, FeatureGroups groups) {
    TreeGame game = new TreeGame(trees, baseline, groups);
    int players = groups.size();
    Coalitions all = all(players);
    for (int row = 0; row < rows.rows(); row++) {
      double[] shapley = new double[players];
      double[] values = new double[all.size()];

      game.shapley(rows.values(), row * groups.features(), shapley);
      game.values(
          rows.values(),
          row * groups.features(),
          IntStream.range(0, players).boxed().toList(),
          all,
          values);

      double[] table = table(trees, rows, row, baseline, groups);
      assertThat(values).containsExactly(table, within(ROUNDING));
      assertThat(shapley).containsExactly(marginals(players, table), within(ROUNDING));
    }
  }

  @Test
  void exactShapleyOfTheTreesAsABlackBoxIsTheSame() {
    BoostedTrees trees = GrownTrees.random(8, 30, 4, 11);
    AttributionRequest request = Requests.of(Requests.rows(5, 8, 1), baseline(9, 8));
    TreeGame game = new TreeGame(trees, request.baseline(), request.groups());

    Tensor exact =
        new ExactShapley(ExactShapley.Options.standard())
            .attribute(new TreeModel(trees), request)
            .values();

    for (int row = 0; row < 5; row++) {
      double[] shapley = new double[8];
      game.shapley(request.batch().input().values(), row * 8, shapley);
      for (int player = 0; player < 8; player++) {
        // the black box gives float32 scores
        assertThat((double) exact.at(row, player)).isCloseTo(shapley[player], within(2e-6));
      }
    }
  }

  @Test
  void playersEqualToAllReferencesMayBeLeftOut() {
    BoostedTrees trees = GrownTrees.random(6, 20, 4, 2);
    float[] references = Requests.rows(4, 6, 9).values().clone();
    for (int reference = 0; reference < 4; reference++) {
      references[reference * 6 + 1] = 0.25f;
      references[reference * 6 + 4] = -0.5f;
    }
    float[] row = Requests.rows(1, 6, 1).values().clone();
    row[1] = 0.25f;
    row[4] = -0.5f;
    Baseline baseline = Baseline.background(Tensor.of(references, 4, 6));
    TreeGame game = new TreeGame(trees, baseline, Requests.singletons(6));
    Coalitions few = all(4);

    double[] alone = new double[16];
    double[] among = new double[16];
    double[] shapley = new double[6];
    game.values(row, 0, List.of(0, 2, 3, 5), few, alone);
    List<Integer> everyone = List.of(0, 1, 2, 3, 4, 5);
    game.values(row, 0, everyone, few.among(List.of(0, 2, 3, 5), 6), among);
    game.shapley(row, 0, shapley);

    assertThat(alone).isEqualTo(among);
    assertThat(shapley[1]).isZero();
    assertThat(shapley[4]).isZero();
  }

  @Test
  void thereMayBeMoreThanSixtyFourPlayers() {
    BoostedTrees trees = GrownTrees.random(150, 60, 4, 2);
    Baseline baseline = baseline(3, 150);
    Tensor row = Requests.rows(1, 150, 1);
    TreeGame game = new TreeGame(trees, baseline, Requests.singletons(150));
    List<BitSet> some = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 50; i++) {
      BitSet coalition = new BitSet();
      random.ints(40, 0, 150).forEach(coalition::set);
      some.add(coalition);
    }

    double[] values = new double[50];
    game.values(
        row.values(),
        0,
        IntStream.range(0, 150).boxed().toList(),
        Coalitions.of(150, some),
        values);

    for (int i = 0; i < 50; i++) {
      double mean = 0;
      for (int reference = 0; reference < 3; reference++) {
        float[] composed = new float[150];
        for (int player = 0; player < 150; player++) {
          composed[player] =
              some.get(i).get(player) ? row.at(player) : baseline.rows().at(reference, player);
        }
        mean += baseline.weight(reference) * trees.score(composed, 0);
      }
      assertThat(values[i]).isCloseTo(mean, within(ROUNDING));
    }
  }

  @Test
  void treesAndGroupsMustHaveTheSameFeatures() {
    BoostedTrees trees = GrownTrees.twoSplits();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TreeGame(trees, baseline(1, 4), Requests.singletons(4)))
        .withMessageContaining("trees of 3 features, groups of 4, a baseline of 4");
  }

  private static Baseline baseline(int references, int features) {
    double[] weights = IntStream.range(0, references).mapToDouble(i -> 1 + i % 3).toArray();
    return Baseline.background(Requests.rows(references, features, 9), weights);
  }

  private static Coalitions all(int players) {
    return Coalitions.of(
        players,
        IntStream.range(0, 1 << players).mapToObj(i -> BitSet.valueOf(new long[] {i})).toList());
  }

  private static double[] table(
      BoostedTrees trees, Tensor rows, int row, Baseline baseline, FeatureGroups groups) {
    double[] table = new double[1 << groups.size()];
    float[] composed = new float[groups.features()];
    for (int coalition = 0; coalition < table.length; coalition++) {
      for (int reference = 0; reference < baseline.size(); reference++) {
        for (int feature = 0; feature < composed.length; feature++) {
          composed[feature] =
              (coalition >> groups.groupOf(feature) & 1) != 0
                  ? rows.at(row, feature)
                  : baseline.rows().at(reference, feature);
        }
        table[coalition] += baseline.weight(reference) * trees.score(composed, 0);
      }
    }
    return table;
  }

  /** By definition: the mean of what a player adds, over sizes and the coalitions of a size. */
  private static double[] marginals(int players, double[] table) {
    double[] values = new double[players];
    for (int player = 0; player < players; player++) {
      for (int coalition = 0; coalition < table.length; coalition++) {
        if ((coalition >> player & 1) == 0) {
          double ways = 1; // players - 1 over size
          int size = Integer.bitCount(coalition);
          for (int i = 1; i <= size; i++) {
            ways = ways * (players - i) / i;
          }
          values[player] += (table[coalition | 1 << player] - table[coalition]) / ways / players;
        }
      }
    }
    return values;
  }
}
