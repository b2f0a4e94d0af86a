package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.golden.GoldenCase;
import io.assay.golden.Npy;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs and gradients against reference numbers, closed forms and finite differences. */
final class TorchScriptGradientTest {
  private static final double ROUNDING = 1e-6; // float32 on numbers of order one

  static Stream<Arguments> goldenFiles() {
    return Stream.of(GoldenCase.mlpBc(), GoldenCase.mlpBc10())
        .flatMap(
            golden ->
                Stream.of(
                    Arguments.of(golden, golden.scripted()),
                    Arguments.of(golden, golden.traced())));
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void gradientsAndScoresAreTheReferenceOnes(GoldenCase golden, Path file) {
    Tensor inputs = golden.inputs();
    Npy reference = golden.npy("saliency_signed.f64");
    Npy outputs = golden.npy("outputs_f64");

    try (Differentiable model = Models.open(file, ModelOptions.ofShape(inputs.rowLength()))) {
      ScoredGradient found = model.gradient(inputs, golden.target());
      Tensor foundOutputs = model.outputs(inputs);

      // The reference ran in float64: the tolerance is what golden/README states for float32.
      assertThat(Models.doubles(found.gradients()))
          .containsExactly(reference.values(), within(2e-6 + 1e-5 * reference.maxAbs()));
      assertThat(Models.doubles(foundOutputs))
          .containsExactly(outputs.values(), within(2e-6 + 1e-5 * outputs.maxAbs()));
      assertThat(Models.doubles(found.scores()))
          .containsExactly(
              Models.doubles(model.score(inputs, golden.target())), within(ROUNDING * 10));
    }
  }

  @Test
  void gradientsAreWhatFiniteDifferencesApproach() {
    // Steps across a kink of a ReLU miss, so the mean over rows and features is held.
    GoldenCase golden = GoldenCase.mlpBc10();
    Tensor inputs = golden.inputs();
    float step = 3e-3f;

    try (Differentiable model = Models.open(golden.scripted(), ModelOptions.ofShape(10))) {
      Tensor gradients = model.gradient(inputs, golden.target()).gradients();
      double error = 0;
      double size = 0;
      for (int feature = 0; feature < 10; feature++) {
        Tensor up = model.score(shifted(inputs, feature, step), golden.target());
        Tensor down = model.score(shifted(inputs, feature, -step), golden.target());
        for (int row = 0; row < inputs.rows(); row++) {
          double slope = (up.at(row) - down.at(row)) / (2.0 * step);
          error += Math.abs(slope - gradients.at(row, feature));
          size += Math.abs(gradients.at(row, feature));
        }
      }

      assertThat(error / size).isLessThan(5e-3);
    }
  }

  private static Tensor shifted(Tensor input, int feature, float step) {
    float[] values = input.values().clone();
    for (int row = 0; row < input.rows(); row++) {
      values[row * input.rowLength() + feature] += step;
    }
    return Tensor.of(values, input.shape());
  }

  @Test
  void aLinearModelHasItsWeightsForGradient() {
    try (Differentiable model = Models.open("oracle_linear.pt", 4)) {
      Tensor rows = Models.normal(new SplittableRandom(1), 5, 4);

      ScoredGradient found = model.gradient(rows, Target.outputs(0));

      for (int row = 0; row < 5; row++) { // f = 2a - b + c/2 + 3
        float a = rows.at(row, 0);
        float b = rows.at(row, 1);
        float c = rows.at(row, 2);
        assertThat((double) found.scores().at(row))
            .isCloseTo(2.0 * a - b + 0.5 * c + 3, within(ROUNDING * 10));
        assertThat(found.gradients().slice(row, row + 1).values()).containsExactly(2, -1, 0.5f, 0);
      }
    }
  }

  @Test
  void aProductAndACubeAreDifferentiatedByTheBook() {
    try (Differentiable model = Models.open("oracle_product_cube.pt", 3)) {
      Tensor row = Tensor.of(new float[] {2, -3, 0.5f}, 1, 3);

      Tensor gradient = model.gradient(row, Target.outputs(0)).gradients();

      assertThat(gradient.values()).containsExactly(-3, 2, 0.75f); // f = ab + c^3: b, a, 3c^2
      assertThat(gradient.shape()).containsExactly(1, 1, 3);
    }
  }

  @Test
  void theGreaterOfTwoTakesTheWholeGradient() {
    try (Differentiable model = Models.open("oracle_max.pt", 3)) {
      Tensor rows = Tensor.of(new float[] {2, 1, 9, 1, 2, 9}, 2, 3);

      Tensor gradients = model.gradient(rows, Target.outputs(0)).gradients();

      assertThat(gradients.values()).containsExactly(1, 0, 0, 0, 1, 0); // f = max(a, b) + 0c
    }
  }

  @Test
  void aModelWithoutGradientsIsABlackBoxOnly() {
    try (BlackBox xor =
            ModelFiles.openTorchScript(Models.file("oracle_xor.pt"), ModelOptions.ofShape(2));
        BlackBox number =
            ModelFiles.openTorchScript(Models.file("class_number.pt"), ModelOptions.ofShape(3))) {
      Tensor corners = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);
      Tensor rows = Tensor.of(new float[] {0, 7, 1, 5, 2, 3}, 2, 3);

      assertThat(xor.as(Differentiable.class)).isEmpty();
      assertThat(xor.score(corners, Target.outputs(0)).values()).containsExactly(0, 1, 1, 0);
      assertThat(number.as(Differentiable.class)).isEmpty();
      assertThat(number.outputs(rows).values()).containsExactly(1, 0);
    }
  }

  @Test
  void aVectorOfOutputsIsOneColumn() {
    try (Differentiable model = Models.open("vector.pt", 3)) {
      Tensor rows = Tensor.of(new float[] {2, 3, 4, 5, 6, 7}, 2, 3);

      ScoredGradient both = model.gradient(rows, Target.outputs(0));
      ScoredGradient single = model.gradient(rows.slice(1, 2), Target.outputs(0));

      assertThat(model.signature().outputs()).containsExactly("output_0");
      assertThat(model.outputs(rows).shape()).containsExactly(2, 1);
      assertThat(both.scores().values()).containsExactly(10, 37); // f = ab + c
      assertThat(both.gradients().values()).containsExactly(3, 2, 1, 6, 5, 1);
      assertThat(single.scores().values()).containsExactly(37);
      assertThat(single.gradients().values()).containsExactly(6, 5, 1);
    }
  }

  @Test
  void float64OutputsInAnyLayoutAreReadInOrder() {
    try (Differentiable model = Models.open("doubles.pt", 2)) {
      Tensor rows = Tensor.of(new float[] {2, 3, 4, 5}, 2, 2);

      ScoredGradient found = model.gradient(rows, Target.outputs(0, 1));

      assertThat(model.outputs(rows).values()).containsExactly(4, 9, 16, 15); // f = (a^2, 3b)
      assertThat(found.scores().values()).containsExactly(4, 9, 16, 15);
      assertThat(found.gradients().values()).containsExactly(4, 0, 0, 3, 8, 0, 0, 3);
    }
  }

  @Test
  void rowsMayHaveSeveralAxes() {
    try (Differentiable model = Models.open("picture.pt", 3, 4)) {
      Tensor picture = Models.normal(new SplittableRandom(3), 1, 12).reshape(1, 3, 4);

      ScoredGradient found = model.gradient(picture, Target.outputs(0));

      assertThat(found.gradients().shape()).containsExactly(1, 1, 3, 4);
      for (int pixel = 0; pixel < 12; pixel++) { // f = sum of i p_i^2
        assertThat(found.gradients().at(pixel))
            .isCloseTo(2 * pixel * picture.at(pixel), within((float) ROUNDING * 20));
      }
    }
  }

  @Test
  void slotsAreGradientsOfTheirOwn() {
    GoldenCase golden = GoldenCase.mlpBc();
    try (Differentiable model = Models.open(golden.scripted(), ModelOptions.ofShape(30))) {
      ScoredGradient both = model.gradient(golden.inputs(), Target.outputs(1, 0, 1));
      ScoredGradient zero = model.gradient(golden.inputs(), Target.outputs(0));
      ScoredGradient one = model.gradient(golden.inputs(), Target.outputs(1));

      assertThat(both.gradients().shape()).containsExactly(48, 3, 30);
      for (int row = 0; row < 48; row++) {
        assertThat(both.scores().at(row, 1)).isEqualTo(zero.scores().at(row));
        for (int feature = 0; feature < 30; feature++) {
          assertThat(both.gradients().at(row, feature)).isEqualTo(one.gradients().at(row, feature));
          assertThat(both.gradients().at(row, 30 + feature))
              .isEqualTo(zero.gradients().at(row, feature));
          assertThat(both.gradients().at(row, 60 + feature))
              .isEqualTo(one.gradients().at(row, feature));
        }
      }
    }
  }

  @Test
  void aModelSavedInTrainingRunsInEvaluationAndStaysAsItIs() {
    Npy inputs = Npy.read("/engine/saved_in_training.inputs.npy");
    Npy outputs = Npy.read("/engine/saved_in_training.outputs.npy");
    Npy gradients = Npy.read("/engine/saved_in_training.gradients.npy");

    try (Differentiable model = Models.open("saved_in_training.pt", 4)) {
      Tensor before = model.outputs(inputs.tensor());
      for (int call = 0; call < 20; call++) { // one of them in training mode would show below
        model.gradient(Models.normal(new SplittableRandom(call), 50, 4), Target.outputs(0, 1, 2));
      }
      Tensor after = model.outputs(inputs.tensor());
      ScoredGradient found = model.gradient(inputs.tensor(), Target.outputs(0, 1, 2));

      assertThat(Models.doubles(before)).containsExactly(outputs.values(), within(ROUNDING));
      assertThat(after).isEqualTo(before);
      assertThat(Models.doubles(found.scores()))
          .containsExactly(outputs.values(), within(ROUNDING));
      assertThat(Models.doubles(found.gradients()))
          .containsExactly(gradients.values(), within(ROUNDING));
    }
  }
}
