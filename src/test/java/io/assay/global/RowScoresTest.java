package io.assay.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.global.GlobalRecord.Rank;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowScoresTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @Test
  void aScoreIsTheMeanOverRowsWithStudentsInterval() {
    double[] values = {1, 10, 0, 2, 20, 0, 6, 0, 0};

    List<GlobalRecord> records = new RowScores(values, 3, 0.9).records("f", NAMES);

    for (int feature = 0; feature < 3; feature++) {
      Estimate expected =
          Estimate.ofMean(
              new double[] {values[feature], values[3 + feature], values[6 + feature]}, 0.9);
      Estimate found = records.get(feature).value();
      assertThat(found.value()).isEqualTo(expected.value(), within(1e-12));
      assertThat(found.se()).isEqualTo(expected.se(), within(1e-12));
      assertThat(found.low()).isEqualTo(expected.low(), within(1e-9));
      assertThat(records.get(feature).feature()).isEqualTo(NAMES.get(feature));
      assertThat(records.get(feature).rows()).isEqualTo(3);
    }
  }

  /** Column a is b and 0.1 in every row: their noise is common, and does not hide who is first. */
  @Test
  void ranksCompareRowByRow() {
    Random random = new Random(1);
    double[] values = new double[300];
    for (int row = 0; row < 100; row++) {
      double common = random.nextGaussian();
      values[row * 3] = common + 0.1 + 0.01 * random.nextGaussian();
      values[row * 3 + 1] = common;
      values[row * 3 + 2] = common + 0.1 * random.nextGaussian() + 0.1;
    }

    List<GlobalRecord> records = new RowScores(values, 100, 0.95).records("f", NAMES);

    assertThat(rank(records, 1)).isEqualTo(new Rank(3, 3, 3));
    assertThat(rank(records, 0).low()).isEqualTo(1);
    assertThat(rank(records, 0).high()).isEqualTo(2);
    assertThat(rank(records, 2).high()).isEqualTo(2);
  }

  /** The one feature that stands out does so without what is known of pairs as well. */
  @Test
  void ofManyFeaturesPairsAreTakenToBeAtTheirWorst() {
    int features = Ranking.MOST_PAIRED + 1;
    List<String> names = IntStream.range(0, features).mapToObj(i -> "f" + i).toList();
    Random random = new Random(2);
    double[] values = new double[50 * features];
    for (int at = 0; at < values.length; at++) {
      values[at] = random.nextGaussian() + (at % features == 7 ? 9 : 0);
    }
    double[] few = new double[50 * 3];
    for (int at = 0; at < few.length; at++) {
      few[at] = values[at / 3 * features + 6 + at % 3];
    }

    List<GlobalRecord> many = new RowScores(values, 50, 0.95).records("f", names);
    List<GlobalRecord> three = new RowScores(few, 50, 0.95).records("f", NAMES);

    assertThat(rank(many, 7)).isEqualTo(new Rank(1, 1, 1));
    assertThat(rank(many, 6).low()).isEqualTo(2);
    assertThat(many.get(6).value()).isEqualTo(three.get(0).value());
    assertThat(rank(three, 1)).isEqualTo(new Rank(1, 1, 1));
  }

  @Test
  void ofOneRowNoRankIsExcluded() {
    List<GlobalRecord> one = new RowScores(new double[] {1, 3, 2}, 1, 0.95).records("f", NAMES);

    assertThat(rank(one, 0)).isEqualTo(new Rank(3, 1, 3));
    assertThat(one.get(0).value().se()).isNaN();
    assertThat(new RowScores(new double[0], 0, 0.95).records("f", NAMES)).isEmpty();
    assertThat(rank(new RowScores(new double[] {1, 2}, 2, 0.95).records("f", List.of("a")), 0))
        .isEqualTo(new Rank(1, 1, 1));
  }

  /**
   * Five features, of which two are alike: in 1,000 samples each interval of ranks holds the true
   * rank in 95 % or more, and most ranks are told.
   */
  @Test
  void intervalsOfRanksHoldTheTrueRanks() {
    double[] truth = {1, 0.9, 0.9, 0.5, 0.4};
    int held = 0;
    int width = 0;
    Random random = new Random(2);
    for (int trial = 0; trial < 1000; trial++) {
      double[] values = new double[200 * 5];
      for (int at = 0; at < values.length; at++) {
        values[at] = truth[at % 5] + 0.4 * random.nextGaussian();
      }
      List<GlobalRecord> records =
          new RowScores(values, 200, 0.95).records("f", List.of("a", "b", "c", "d", "e"));
      Rank alike = rank(records, 1);
      held += alike.low() <= 2 && alike.high() >= 3 ? 1 : 0; // both ranks are true
      width += alike.high() - alike.low();
      Rank fourth = rank(records, 3);
      held += fourth.low() <= 4 && 4 <= fourth.high() ? 1 : 0;
    }

    assertThat(held / 2000.0).isGreaterThanOrEqualTo(0.95);
    assertThat(width / 1000.0).isBetween(1.0, 2.0);
  }

  private static Rank rank(List<GlobalRecord> records, int feature) {
    return Objects.requireNonNull(records.get(feature).rank());
  }
}
