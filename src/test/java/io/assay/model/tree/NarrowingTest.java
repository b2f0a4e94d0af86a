package io.assay.model.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rounding that a forest cannot tell from the float64 numbers themselves. */
class NarrowingTest {
  private static Forest asking(int features, List<Split> questions) {
    List<Tree> trees = new ArrayList<>();
    for (Split question : questions) {
      trees.add(
          Tree.of(List.of(Node.inner(question, 1, 2, 2), Node.leaf(1, 1.0), Node.leaf(1, 2.0)), 0));
    }
    return new Forest(features, trees, List.of(0.0), Link.IDENTITY, Forest.Summation.FLOAT64);
  }

  @Test
  void everyNumberStaysOnItsSideOfEveryThreshold() {
    SplittableRandom random = new SplittableRandom(7);
    List<Split> questions = new ArrayList<>();
    for (int cut = 0; cut < 500; cut++) { // at least 1e-4 apart, which is many steps of float32
      double threshold = cut * 1e-3 + random.nextDouble() * 9e-4;
      questions.add(
          cut % 2 == 0
              ? NumericSplit.atMost(1, threshold, NumericSplit.Missing.LEFT)
              : NumericSplit.less(1, (float) threshold, NumericSplit.Missing.RIGHT));
    }
    Narrowing narrowing = Narrowing.of(asking(2, questions));

    int wrongSides = 0;
    for (int i = 0; i < 20_000; i++) {
      double cut = ((NumericSplit) questions.get(random.nextInt(questions.size()))).cut();
      double value = cut + (random.nextInt(5) - 2) * Math.ulp((float) cut) * random.nextDouble();
      float rounded = narrowing.round(1, value);
      for (Split question : questions) {
        wrongSides += question.goesLeft(rounded) == question.goesLeft(value) ? 0 : 1;
      }
      assertThat(Math.abs(rounded - value)).isLessThanOrEqualTo(Math.ulp((float) value));
    }
    assertThat(wrongSides).isZero();
  }

  @Test
  void numbersFarFromThresholdsAndOtherFeaturesBecomeTheNearest() {
    Narrowing narrowing =
        Narrowing.of(asking(2, List.of(NumericSplit.less(0, 0.3, NumericSplit.Missing.LEFT))));
    SplittableRandom random = new SplittableRandom(8);

    for (int i = 0; i < 10_000; i++) {
      double value = random.nextDouble(-10, 10);
      assertThat(narrowing.round(0, value)).isEqualTo((float) value);
    }
    assertThat(narrowing.round(1, Math.nextDown(0.3))).isEqualTo((float) 0.3);
  }

  @Test
  void aThresholdSeparatesANumberFromTheNearestFloat32() {
    double below = Math.nextDown(0.5); // the nearest float32 is 0.5 itself, which goes right
    Narrowing narrowing =
        Narrowing.of(asking(1, List.of(NumericSplit.less(0, 0.5, NumericSplit.Missing.LEFT))));

    assertThat(narrowing.round(0, below)).isEqualTo(Math.nextDown(0.5f));
    assertThat(narrowing.round(0, 0.5)).isEqualTo(0.5f);
  }

  @Test
  void betweenTwoThresholdsWithinOneStepNoFloat32IsRight() {
    double low = 1 + 1e-9;
    double high = 1 + 3e-9;
    Narrowing narrowing =
        Narrowing.of(
            asking(
                1,
                List.of(
                    NumericSplit.less(0, low, NumericSplit.Missing.LEFT),
                    NumericSplit.less(0, high, NumericSplit.Missing.LEFT))));

    assertThat(narrowing.round(0, 1 + 2e-9)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(narrowing.round(0, 1 + 4e-9)).isEqualTo(Math.nextUp(1f));
  }

  @Test
  void zerosAndCategoriesStayWhatTheyAre() {
    BitSet left = new BitSet();
    left.set(0);
    left.set(2);
    List<Split> questions =
        List.of(
            NumericSplit.less(0, -5, NumericSplit.Missing.ZERO_RIGHT),
            new CategorySplit(
                1, left, CategorySplit.Missing.RIGHT, CategorySplit.Fractions.TRUNCATED),
            new CategorySplit(
                2, left, CategorySplit.Missing.RIGHT, CategorySplit.Fractions.UNKNOWN));
    Narrowing narrowing = Narrowing.of(asking(3, questions));

    for (double value :
        new double[] {
          1e-35f,
          Math.nextUp((double) 1e-35f),
          -1e-35f,
          Math.nextDown((double) -1e-35f),
          Math.nextDown(2.0),
          2,
          Math.nextUp(2.0),
          Math.nextDown(3.0),
          0,
          -0.0,
          -1e-60
        }) {
      for (Split question : questions) {
        float rounded = narrowing.round(question.feature(), value);
        assertThat(question.goesLeft(rounded))
            .as(question + " of " + value)
            .isEqualTo(question.goesLeft(value));
      }
    }
  }

  @Test
  void whatIsNoNumberOrBeyondFloat32IsLeftToOthers() {
    Narrowing narrowing =
        Narrowing.of(asking(1, List.of(NumericSplit.less(0, 1e300, NumericSplit.Missing.LEFT))));

    assertThat(narrowing.round(0, Double.NaN)).isNaN();
    assertThat(narrowing.round(0, 1e200)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(narrowing.round(0, Double.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
