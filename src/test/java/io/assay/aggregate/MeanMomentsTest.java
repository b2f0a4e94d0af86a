package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanMomentsTest {
  @Test
  void aWholeIsItsParts() {
    double[] values = new Random(1).doubles(1000, 5, 9).toArray();
    MeanMoments part = of(Arrays.copyOfRange(values, 0, 37));
    MeanMoments rest = of(Arrays.copyOfRange(values, 37, 1000));
    MeanMoments whole = of(values);

    MeanMoments united = part.with(rest);

    assertThat(united.rows()).isEqualTo(1000);
    assertThat(united.mean()).isCloseTo(whole.mean(), within(1e-12));
    assertThat(united.squares()).isCloseTo(whole.squares(), within(1e-9));
    assertThat(united.cubes()).isCloseTo(whole.cubes(), within(1e-9));
  }

  @Test
  void theRestIsTheWholeWithoutItsPart() {
    double[] values = new Random(2).doubles(1000, 5, 9).toArray();
    Arrays.fill(values, 0, 37, 100); // the part lies far off
    MeanMoments part = of(Arrays.copyOfRange(values, 0, 37));
    MeanMoments rest = of(Arrays.copyOfRange(values, 37, 1000));

    MeanMoments found = of(values).without(part);

    assertThat(found.rows()).isEqualTo(963);
    assertThat(found.mean()).isCloseTo(rest.mean(), within(1e-11));
    assertThat(found.squares()).isCloseTo(rest.squares(), within(1e-8));
    assertThat(found.cubes()).isCloseTo(rest.cubes(), within(1e-5)); // of 3e7 in all
  }

  /** The part's values differ by far more than the rest's, which rounding then hides. */
  @Test
  void squaresThatRoundingMayHaveEatenAreNotTakenForSmall() {
    MeanMoments part = of(-1e9, 1e9, 0);
    MeanMoments rest = of(1e-3, -1e-3);

    MeanMoments found = part.with(rest).without(part);

    assertThat(found.squares()).isGreaterThanOrEqualTo(rest.squares());
  }

  @Test
  void nothingIsLeftOfAllAndNothingIsTakenByNothing() {
    MeanMoments whole = of(1, 2, 4);

    assertThat(whole.without(whole).rows()).isZero();
    assertThat(whole.without(of())).isEqualTo(whole);
    assertThat(whole.with(of())).isEqualTo(whole);
    assertThatThrownBy(() -> of(1, 2).without(whole)).hasMessageContaining("3 rows out of 2");
  }

  /** Returns the moments of values, in two passes. */
  static MeanMoments of(double... values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(each -> (each - mean) * (each - mean)).sum();
    double cubes = Arrays.stream(values).map(each -> Math.pow(each - mean, 3)).sum();
    return new MeanMoments(values.length, mean, squares, cubes);
  }
}
