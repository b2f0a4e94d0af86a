package io.assay.attribution.shapley.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Requests;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuadraticTest {
  @Test
  void aPolynomialOfOrderTwoIsFound() {
    Tensor rows = Requests.rows(4000, 4, 1);

    Quadratic quadratic = Quadratic.fit(labelled(rows));

    float[] others = Requests.rows(50, 4, 2).values();
    for (int i = 0; i < 50; i++) {
      // the ridge is a ten-thousandth of the terms' own squares
      assertThat(quadratic.score(others, 4 * i)).isCloseTo(polynomial(others, 4 * i), within(4e-3));
    }
  }

  @Test
  void itsGamesAreThoseOfEnumeration() {
    Quadratic quadratic = Quadratic.fit(labelled(Requests.rows(200, 4, 1)));
    Baseline baseline = Baseline.background(Requests.rows(3, 4, 5), new double[] {1, 2, 4});
    FeatureGroups groups = FeatureGroups.of(List.of("a", "b", "c"), new int[] {0, 1, 0, 2});
    Tensor rows = Requests.rows(5, 4, 6);
    QuadraticGame game = new QuadraticGame(quadratic, baseline, groups);

    for (int row = 0; row < 5; row++) {
      double[] table = table(quadratic, rows, row, baseline, groups);
      double[] shapley = new double[3];
      double[] values = new double[6];
      game.addShapley(rows.values(), 4 * row, shapley);
      game.addValues(rows.values(), 4 * row, List.of(0, 1, 2), Coalitions.proper(3), values);

      assertThat(values)
          .containsExactly(
              IntStream.range(1, 7).mapToDouble(i -> table[i]).toArray(), within(1e-12));
      for (int player = 0; player < 3; player++) {
        int one = 1 << (player + 1) % 3;
        int other = 1 << (player + 2) % 3;
        int self = 1 << player;
        double expected =
            (table[self] - table[0]) / 3
                + (table[self | one] - table[one]) / 6
                + (table[self | other] - table[other]) / 6
                + (table[7] - table[one | other]) / 3;
        assertThat(shapley[player]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  @Test
  void valuesOutsideOfWhatWasFittedAreHeldAtItsEdge() {
    Quadratic quadratic = Quadratic.fit(labelled(Requests.rows(300, 4, 1)));

    double far = quadratic.score(new float[] {50, 0, 0, 0}, 0);
    double farther = quadratic.score(new float[] {5000, 0, 0, 0}, 0);
    double unknown = quadratic.score(new float[] {Float.NaN, 0, 0, 0}, 0);

    assertThat(farther).isEqualTo(far);
    assertThat(Math.abs(far)).isLessThan(10);
    assertThat(unknown).isFinite();
  }

  @Test
  void ofManyFeaturesTheSteepestAreMultiplied() {
    Tensor rows = Requests.rows(3000, 40, 1);
    double[] labels = new double[3000];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 3 * rows.at(i, 38) + 3 * rows.at(i, 39) + 2 * rows.at(i, 38) * rows.at(i, 39);
    }

    Quadratic quadratic = Quadratic.fit(LabelledInputs.of(40, rows.values(), labels));

    assertThat(quadratic.chosen()).hasSize(30).contains(38, 39).isSorted();
    float[] corner = new float[40];
    corner[38] = 0.9f;
    corner[39] = 0.9f;
    // 5.4 without the product
    assertThat(quadratic.score(corner, 0)).isCloseTo(5.4 + 1.62, within(0.05));
  }

  @Test
  void numbersBringBackThePolynomial() {
    Quadratic quadratic = Quadratic.fit(labelled(Requests.rows(200, 4, 1)));

    Quadratic back = Quadratic.of(quadratic.toNumbers());

    float[] others = Requests.rows(20, 4, 2).values();
    for (int i = 0; i < 20; i++) {
      assertThat(back.score(others, 4 * i)).isEqualTo(quadratic.score(others, 4 * i));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quadratic.of(List.of(4.0, 4.0, 1.0)))
        .withMessageContaining("3 numbers are no polynomial");
  }

  private static LabelledInputs labelled(Tensor rows) {
    double[] labels = new double[rows.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = polynomial(rows.values(), 4 * i);
    }
    return LabelledInputs.of(4, rows.values(), labels);
  }

  private static double polynomial(float[] x, int at) {
    return 1 + 2 * x[at] - x[at + 1] + 3 * x[at] * x[at + 2] - x[at + 3] * x[at + 3];
  }

  private static double[] table(
      Quadratic quadratic, Tensor rows, int row, Baseline baseline, FeatureGroups groups) {
    double[] table = new double[8];
    for (int coalition = 0; coalition < 8; coalition++) {
      for (int reference = 0; reference < baseline.size(); reference++) {
        float[] composed = new float[4];
        for (int feature = 0; feature < 4; feature++) {
          composed[feature] =
              (coalition >> groups.groupOf(feature) & 1) != 0
                  ? rows.at(row, feature)
                  : baseline.rows().at(reference, feature);
        }
        table[coalition] += baseline.weight(reference) * quadratic.score(composed, 0);
      }
    }
    return table;
  }
}
