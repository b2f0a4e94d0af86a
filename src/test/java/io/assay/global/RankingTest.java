package io.assay.global;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.global.GlobalRecord.Rank;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final long MANY = 1_000_000;

  private static double independent(int one, int other) {
    return one == other ? 0.5 : 0;
  }

  /**
   * Of two scores with a difference of variance 1, two tails of 2.5 % each: 1.96 tells them apart.
   */
  @Test
  void twoScoresAreToldApartFromTheCriticalDistanceOn() {
    double[] near = {1, 2.95};
    double[] far = {1, 2.97};

    assertThat(Ranking.of(near, RankingTest::independent, MANY, 0.95))
        .containsExactly(new Rank(2, 1, 2), new Rank(1, 1, 2));
    assertThat(Ranking.of(far, RankingTest::independent, MANY, 0.95))
        .containsExactly(new Rank(2, 2, 2), new Rank(1, 1, 1));
  }

  @Test
  void scoresThatVaryTogetherAreToldApartSooner() {
    double[] near = {1, 2.95};

    assertThat(Ranking.of(near, (one, other) -> one == other ? 0.5 : 0.1, MANY, 0.95))
        .containsExactly(new Rank(2, 2, 2), new Rank(1, 1, 1));
  }

  @Test
  void whatIsNoNumberComesLastAndExcludesNothing() {
    double[] scores = {1, Double.NaN, 9};

    assertThat(Ranking.of(scores, RankingTest::independent, MANY, 0.95))
        .extracting(Rank::rank)
        .containsExactly(2, 3, 1);
    assertThat(Ranking.of(scores, RankingTest::independent, MANY, 0.95))
        .allMatch(each -> each.low() == 1 && each.high() == 3);
  }

  @Test
  void withoutDegreesOfFreedomEveryRankIsPossible() {
    assertThat(Ranking.of(new double[] {1, 100, 50}, RankingTest::independent, 0, 0.95))
        .containsExactly(new Rank(3, 1, 3), new Rank(1, 1, 3), new Rank(2, 1, 3));
  }

  /**
   * Ten features, of which three are alike: all true ranks at once, in 95 % of the trials or more.
   */
  @Test
  void eachIntervalHoldsItsTrueRankAsOftenAsItSays() {
    double[] truth = {5, 4, 4, 4, 2, 1, 0.5, 0.4, 0.3, 0};
    Random random = new Random(3);
    int trials = 2000;
    int[] held = new int[truth.length];
    for (int trial = 0; trial < trials; trial++) {
      double[] found = new double[truth.length];
      for (int at = 0; at < found.length; at++) {
        found[at] = truth[at] + 0.3 * random.nextGaussian();
      }
      var ranks = Ranking.of(found, (one, other) -> one == other ? 0.09 : 0, MANY, 0.95);
      for (int at = 0; at < truth.length; at++) {
        boolean isTied = at >= 1 && at <= 3; // any of 2 to 4 is a true rank of theirs
        Rank rank = ranks.get(at);
        boolean holds =
            isTied ? rank.low() <= 2 && rank.high() >= 4 : rank.low() <= at + 1 && at < rank.high();
        held[at] += holds ? 1 : 0;
      }
    }

    for (int each : held) {
      assertThat(each / (double) trials).isGreaterThanOrEqualTo(0.94);
    }
  }
}
