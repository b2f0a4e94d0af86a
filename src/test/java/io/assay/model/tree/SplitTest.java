package io.assay.model.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  private static final double[] CUTS = {
    Double.NEGATIVE_INFINITY,
    -Double.MAX_VALUE,
    -1.5,
    -1e-50,
    -0.0,
    0,
    1e-50,
    1e-36,
    1e-35,
    0.1,
    0.1f,
    3,
    16_777_217,
    1e30,
    Float.MAX_VALUE,
    Double.MAX_VALUE
  };

  static Stream<Split> everyKind() {
    List<Split> splits = new ArrayList<>();
    for (NumericSplit.Missing missing : NumericSplit.Missing.values()) {
      for (double cut : CUTS) {
        splits.add(new NumericSplit(0, cut, missing));
      }
    }
    for (CategorySplit.Missing missing : CategorySplit.Missing.values()) {
      for (CategorySplit.Fractions fractions : CategorySplit.Fractions.values()) {
        splits.add(new CategorySplit(0, set(), missing, fractions));
        splits.add(new CategorySplit(0, set(0), missing, fractions));
        splits.add(new CategorySplit(0, set(0, 1, 4), missing, fractions));
        splits.add(new CategorySplit(0, set(2, 3, 16_777_215), missing, fractions));
      }
    }
    return splits.stream();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void manyRowsAreAnsweredAsEachAlone(Split split) {
    float[] values = hardValues(split);
    byte[] sides = new byte[values.length + 1];
    sides[values.length] = 7;

    split.sides(values, values.length, sides);

    for (int row = 0; row < values.length; row++) {
      assertThat(sides[row])
          .as("of %s", values[row])
          .isEqualTo((byte) (split.goesLeft(values[row]) ? 1 : 0));
    }
    assertThat(sides[values.length]).isEqualTo((byte) 7);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void float32AnswersChangeAtBoundariesAlone(Split split) {
    float[] values = ascending(hardValues(split));
    float[] boundaries = split.boundaries();

    for (int at = 1; at < values.length; at++) {
      float low = values[at - 1];
      float high = values[at];
      boolean isParted = false;
      for (float boundary : boundaries) {
        isParted |= low < boundary && boundary <= high;
      }
      if (!isParted) {
        assertThat(split.goesLeft(high)).as("%s and %s", low, high).isEqualTo(split.goesLeft(low));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void float64AnswersChangeAtCutsAlone(Split split) {
    double[] values = around(split);
    double[] cuts = split.cuts().toArray();

    for (int at = 1; at < values.length; at++) {
      double low = values[at - 1];
      double high = values[at];
      boolean isParted = false;
      for (double cut : cuts) {
        isParted |= low < cut && cut <= high;
      }
      if (!isParted) {
        assertThat(split.goesLeft(high)).as("%s and %s", low, high).isEqualTo(split.goesLeft(low));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.4999999, true, true",
    "0.5, false, true",
    "0.50000006, false, false",
    "-Infinity, true, true",
    "Infinity, false, false"
  })
  void aThresholdBelongsToTheRightOrToTheLeft(float value, boolean isLess, boolean isAtMost) {
    Split less = NumericSplit.less(0, 0.5, NumericSplit.Missing.LEFT);
    Split atMost = NumericSplit.atMost(0, 0.5, NumericSplit.Missing.RIGHT);

    assertThat(less.goesLeft(value)).isEqualTo(isLess);
    assertThat(atMost.goesLeft(value)).isEqualTo(isAtMost);
  }

  @ParameterizedTest
  @EnumSource(NumericSplit.Missing.class)
  void whatIsMissingGoesWhereTheSplitSays(NumericSplit.Missing missing) {
    boolean isLeft = missing.name().endsWith("LEFT");
    boolean isZeroMissing = missing.name().startsWith("ZERO");

    Split below = new NumericSplit(0, -5, missing); // zeros are not less
    Split above = new NumericSplit(0, 5, missing);

    assertThat(below.goesLeft(Double.NaN)).isEqualTo(isLeft);
    assertThat(above.goesLeft(Double.NaN)).isEqualTo(isLeft);
    for (double zero : new double[] {0.0, -0.0, 1e-35f, -1e-35f}) {
      assertThat(below.goesLeft(zero)).isEqualTo(isZeroMissing && isLeft);
      assertThat(above.goesLeft(zero)).isEqualTo(!isZeroMissing || isLeft);
    }
    assertThat(below.goesLeft(Math.nextUp(1e-35f))).isFalse();
    assertThat(above.goesLeft(Math.nextUp(1e-35f))).isTrue();
  }

  @Test
  void zerosAreOneNumberWhateverTheirSign() {
    for (double cut : new double[] {0.0, -0.0}) {
      Split split = NumericSplit.less(0, cut, NumericSplit.Missing.RIGHT);

      assertThat(split.goesLeft(0.0)).isFalse();
      assertThat(split.goesLeft(-0.0)).isFalse();
      assertThat(split.goesLeft(-Float.MIN_VALUE)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, true, true",
    "-0.0, true, true, true",
    "0.5, true, true, false",
    "-0.5, true, false, false",
    "-1, false, false, false",
    "1, false, false, false",
    "2.99, true, true, false",
    "3, false, false, false",
    "1e20, false, false, false",
    "-1e20, false, false, false",
    "Infinity, false, false, false"
  })
  void fractionsAreOfTheirWholePartOrOfNone(
      double value, boolean truncated, boolean unlessNegative, boolean unknown) {
    BitSet categories = set(0, 2);

    assertThat(categories(categories, CategorySplit.Fractions.TRUNCATED).goesLeft(value))
        .isEqualTo(truncated);
    assertThat(
            categories(categories, CategorySplit.Fractions.TRUNCATED_UNLESS_NEGATIVE)
                .goesLeft(value))
        .isEqualTo(unlessNegative);
    assertThat(categories(categories, CategorySplit.Fractions.UNKNOWN).goesLeft(value))
        .isEqualTo(unknown);
  }

  @Test
  void aMissingCategoryGoesWhereTheSplitSays() {
    for (CategorySplit.Missing missing : CategorySplit.Missing.values()) {
      Split split = new CategorySplit(0, set(0), missing, CategorySplit.Fractions.TRUNCATED);

      assertThat(split.goesLeft(Double.NaN)).isEqualTo(missing == CategorySplit.Missing.LEFT);
    }
  }

  @Test
  void aSetOfCategoriesIsCopiedOnItsWayInAndOut() {
    BitSet given = set(1);
    CategorySplit split = categories(given, CategorySplit.Fractions.UNKNOWN);

    given.set(2);
    split.left().set(3);

    assertThat(split.left()).isEqualTo(set(1));
  }

  @Test
  void aNegativeFeatureIsRefused() {
    assertThatThrownBy(() -> NumericSplit.less(-1, 0, NumericSplit.Missing.LEFT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("feature is -1; need 0 or more");
    assertThatThrownBy(
            () ->
                new CategorySplit(
                    -1, set(), CategorySplit.Missing.LEFT, CategorySplit.Fractions.UNKNOWN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("feature is -1; need 0 or more");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aThresholdThatIsNoNumberIsRefused(double threshold) {
    assertThatThrownBy(() -> NumericSplit.less(0, threshold, NumericSplit.Missing.LEFT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threshold is " + threshold);
  }

  private static CategorySplit categories(BitSet left, CategorySplit.Fractions fractions) {
    return new CategorySplit(0, left, CategorySplit.Missing.LEFT, fractions);
  }

  private static BitSet set(int... categories) {
    BitSet set = new BitSet();
    for (int category : categories) {
      set.set(category);
    }
    return set;
  }

  /** What a split may trip over, and what is next to its boundaries. */
  private static float[] hardValues(Split split) {
    List<Float> values =
        new ArrayList<>(
            List.of(
                Float.NaN,
                0f,
                -0f,
                0.5f,
                -0.5f,
                -1f,
                1f,
                2f,
                2.5f,
                5f,
                1e-35f,
                -1e-35f,
                1e30f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY));
    for (float boundary : split.boundaries()) {
      values.addAll(List.of(boundary, Math.nextUp(boundary), Math.nextDown(boundary)));
    }
    float[] hard = new float[values.size()];
    for (int at = 0; at < hard.length; at++) {
      hard[at] = values.get(at);
    }
    return hard;
  }

  private static float[] ascending(float[] values) {
    TreeSet<Float> sorted = new TreeSet<>();
    for (float value : values) {
      if (!Float.isNaN(value)) {
        sorted.add(value);
      }
    }
    float[] ascending = new float[sorted.size()];
    int at = 0;
    for (float value : sorted) {
      ascending[at++] = value;
    }
    return ascending;
  }

  private static double[] around(Split split) {
    TreeSet<Double> sorted = new TreeSet<>();
    for (float value : ascending(hardValues(split))) {
      sorted.addAll(
          List.of((double) value, Math.nextUp((double) value), Math.nextDown((double) value)));
    }
    split.cuts().forEach(cut -> sorted.addAll(List.of(cut, Math.nextUp(cut), Math.nextDown(cut))));
    return sorted.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
