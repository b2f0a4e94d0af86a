package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathDesignTest {
  @Test
  void everyReferenceHasAPlaceInEveryPartAndEveryCellHasOne() {
    PathDesign design = new PathDesign(5, 4);

    double[] places = design.draw(new SplittableRandom(1));

    for (int reference = 0; reference < 5; reference++) {
      for (int round = 0; round < 4; round++) {
        assertThat(places[reference * 4 + round]).isBetween(round / 4.0, (round + 1) / 4.0);
      }
    }
    assertThat(IntStream.range(0, 20).map(at -> (int) (places[at] * 20)).distinct().count())
        .isEqualTo(20);
  }

  @Test
  void everyPlaceIsUniformOverItsPart() {
    PathDesign design = new PathDesign(3, 2);
    SplittableRandom random = new SplittableRandom(2);
    int draws = 20_000;
    double[] means = new double[6];
    for (int draw = 0; draw < draws; draw++) {
      double[] places = design.draw(random);
      for (int at = 0; at < means.length; at++) {
        means[at] += places[at] / draws;
      }
    }

    for (int at = 0; at < means.length; at++) { // the mean's own deviation is 0.001
      assertThat(means[at]).isCloseTo(at % 2 == 0 ? 0.25 : 0.75, within(0.004));
    }
  }

  @Test
  void theVarianceOfAnEvenChangeIsWithoutBias() {
    assertThat(claimedOverActual(8, place -> 3 * place)).isCloseTo(1, within(0.03));
  }

  @Test
  void whereNumbersJumpTheVarianceIsTooLarge() {
    assertThat(claimedOverActual(8, place -> place > 0.45 ? 1.0 : 0.0)).isBetween(1.0, 3.0);
    assertThat(claimedOverActual(2, place -> 3 * place)).isBetween(5.0, 9.0); // 7 by hand
  }

  private static double claimedOverActual(int parts, DoubleUnaryOperator numbers) {
    PathDesign design = new PathDesign(1, parts);
    SplittableRandom random = new SplittableRandom(3);
    int draws = 20_000;
    double claimed = 0;
    double sum = 0;
    double squares = 0;
    for (int draw = 0; draw < draws; draw++) {
      StratifiedMean mean = new StratifiedMean(parts, 1);
      for (double place : design.draw(random)) {
        mean.add(new double[] {numbers.applyAsDouble(place)});
      }
      claimed += mean.variance(0) / draws;
      sum += mean.mean(0);
      squares += mean.mean(0) * mean.mean(0);
    }
    return claimed / (squares / draws - Math.pow(sum / draws, 2));
  }
}
