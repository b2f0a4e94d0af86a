package io.assay.attribution.shapley.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.fakes.Requests;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoostedTreesTest {
  private static final LabelledInputs NONE = LabelledInputs.of(1, new float[0], new double[0]);

  @Test
  void oneTreeFindsTheStepsOfItsLabels() {
    // 1 below 2.5, 5 from there, and 3 more where the second feature is above 0.5 there
    float[] inputs = new float[80 * 2];
    double[] labels = new double[80];
    for (int i = 0; i < 80; i++) {
      inputs[2 * i] = i % 4 + 1;
      inputs[2 * i + 1] = i / 4 % 2;
      labels[i] = i % 4 < 2 ? 1 : 5 + 3 * (i / 4 % 2);
    }
    LabelledInputs all = LabelledInputs.of(2, inputs, labels);

    BoostedTrees trees = BoostedTrees.fit(all, none(2), new Growth(200, 2, 0.5, 1));

    for (int i = 0; i < 80; i++) {
      // the ridge and the share taken leave a part of the residual that halves with every tree
      assertThat(trees.score(inputs, 2 * i)).isCloseTo(labels[i], within(1e-6));
    }
    assertThat(trees.score(new float[] {2.4f, 9}, 0)).isCloseTo(1, within(1e-6));
    assertThat(trees.score(new float[] {2.6f, -9}, 0)).isCloseTo(5, within(1e-6));
  }

  @Test
  void theSameInputsInAnyOrderGiveTheSameTrees() {
    LabelledInputs some = wave(500, 3, 1);
    LabelledInputs shuffled = shuffled(500, 3, 1);
    Growth growth = new Growth(30, 4, 0.1, 5);

    BoostedTrees trees = BoostedTrees.fit(some, wave(100, 3, 2), growth);
    BoostedTrees again = BoostedTrees.fit(shuffled, shuffled(100, 3, 2), growth);

    assertThat(again.toNumbers()).isEqualTo(trees.toNumbers());
    assertThat(trees.trees()).isEqualTo(30);
  }

  @Test
  void numbersBringBackTheTrees() {
    BoostedTrees trees = GrownTrees.random(5, 9, 4, 1);

    BoostedTrees back = BoostedTrees.of(trees.toNumbers());

    float[] inputs = Requests.rows(40, 5, 3).values();
    for (int i = 0; i < 40; i++) {
      assertThat(back.score(inputs, 5 * i)).isEqualTo(trees.score(inputs, 5 * i));
    }
    assertThat(back.toNumbers()).isEqualTo(trees.toNumbers());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoostedTrees.of(List.of(3.0, 0.0, 1.0, 0.0, -1.0)))
        .withMessageContaining("5 numbers are no trees");
  }

  @Test
  void growthStopsWhereOtherInputsGetNoBetter() {
    SplittableRandom random = new SplittableRandom(6);
    double[] noise = random.doubles(300).toArray();
    LabelledInputs train = LabelledInputs.of(2, Requests.rows(300, 2, 1).values(), noise);
    LabelledInputs check =
        LabelledInputs.of(2, Requests.rows(300, 2, 2).values(), random.doubles(300).toArray());

    BoostedTrees trees = BoostedTrees.fit(train, check, new Growth(1000, 4, 0.3, 1));

    assertThat(trees.trees()).isLessThan(10);
    assertThat(BoostedTrees.fit(train, none(2), new Growth(50, 4, 0.3, 1)).trees()).isEqualTo(50);
  }

  @Test
  void equalLabelsNeedNoTree() {
    double[] labels = new double[40];
    Arrays.fill(labels, 0.1);

    BoostedTrees trees =
        BoostedTrees.fit(
            LabelledInputs.of(2, Requests.rows(40, 2, 1).values(), labels),
            none(2),
            Growth.standard());

    assertThat(trees.trees()).isZero();
    assertThat(trees.score(new float[2], 0)).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void inputsWithoutALabelAreLeftOut() {
    float[] inputs = {1, 2, 3, 4};
    double[] labels = {5, Double.NaN, 7, Double.POSITIVE_INFINITY};

    BoostedTrees trees =
        BoostedTrees.fit(LabelledInputs.of(1, inputs, labels), none(1), new Growth(400, 1, 0.5, 1));

    assertThat(trees.score(inputs, 0)).isCloseTo(5, within(1e-9));
    assertThat(trees.score(inputs, 2)).isCloseTo(7, within(1e-9));
    assertThat(BoostedTrees.fit(NONE, NONE, Growth.standard()).trees()).isZero();
  }

  @Test
  void manyValuesAreParted() {
    int size = 5000;
    float[] inputs = new float[size];
    double[] labels = new double[size];
    for (int i = 0; i < size; i++) {
      inputs[i] = i;
      labels[i] = i < 1234 ? -1 : 1;
    }

    BoostedTrees trees =
        BoostedTrees.fit(LabelledInputs.of(1, inputs, labels), none(1), new Growth(50, 2, 0.5, 1));

    // a bin holds 5000 / 256 values: the step is found to within one
    assertThat(trees.score(new float[] {1200}, 0)).isCloseTo(-1, within(0.01));
    assertThat(trees.score(new float[] {1260}, 0)).isCloseTo(1, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({
    "0,4,0.1,1,trees is 0",
    "9,7,0.1,1,depth is 7",
    "9,4,0,1,shrinkage is 0",
    "9,4,1,0,inputs is 0"
  })
  void growthOutOfRangeIsRefused(int trees, int depth, double shrinkage, int least, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Growth(trees, depth, shrinkage, least))
        .withMessageContaining(said);
  }

  private static LabelledInputs none(int features) {
    return LabelledInputs.of(features, new float[0], new double[0]);
  }

  private static LabelledInputs wave(int size, int features, long seed) {
    float[] inputs = Requests.rows(size, features, seed).values();
    return LabelledInputs.of(features, inputs, waves(inputs, features));
  }

  private static double[] waves(float[] inputs, int features) {
    double[] labels = new double[inputs.length / features];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Math.sin(3 * inputs[i * features]) * inputs[i * features + 1];
    }
    return labels;
  }

  private static LabelledInputs shuffled(int size, int features, long seed) {
    float[] inputs = Requests.rows(size, features, seed).values();
    float[] moved = new float[inputs.length];
    for (int i = 0; i < size; i++) {
      System.arraycopy(inputs, i * features, moved, i * 7 % size * features, features);
    }
    return LabelledInputs.of(features, moved, waves(moved, features));
  }
}
