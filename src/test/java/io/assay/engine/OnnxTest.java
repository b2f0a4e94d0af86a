package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.baseline.Baseline;
import io.assay.fakes.Requests;
import io.assay.golden.GoldenCase;
import io.assay.golden.Npy;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ONNX models give. src/test/resources/engine/onnx/make_onnx.py made the small ones. */
final class OnnxTest {
  private static final double FLOAT32 = 1e-5;

  @ParameterizedTest
  @ValueSource(strings = {"mlp_bc10", "text_attn"})
  void outputsAreThoseOfPythonsTorchUpToRounding(String name) {
    GoldenCase golden = new GoldenCase(name);
    boolean isText = name.equals("text_attn");
    Tensor rows = isText ? golden.npy("ids").tensor() : golden.inputs();
    Npy expected = golden.npy(isText ? "outputs" : "outputs_f64");

    try (BlackBox model = ModelFiles.openOnnx(golden.onnx(), options(rows.rowLength()))) {
      Tensor outputs = model.outputs(rows);

      assertThat(outputs.shape()).containsExactly(rows.rows(), 2);
      assertThat(model.signature().outputs()).containsExactly("output_0", "output_1");
      for (int i = 0; i < expected.values().length; i++) {
        assertThat((double) outputs.at(i))
            .isCloseTo(expected.values()[i], within(FLOAT32 * Math.max(1, expected.maxAbs())));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mlp_bc10, exact_shapley_groups_zero, zero",
    "mlp_bc10, exact_shapley_groups_background, background",
  })
  void exactShapleyValuesAgreeWithTheReference(String name, String entry, String baseline) {
    GoldenCase golden = new GoldenCase(name);
    Npy expected = golden.npy(entry);
    Tensor rows = golden.inputs().slice(0, expected.shape()[0]);
    Baseline reference =
        baseline.equals("zero")
            ? Baseline.single(golden.baselineZero())
            : Baseline.background(golden.background());
    AttributionRequest request = Requests.with(Requests.of(rows, reference), Target.outputs(0, 1));

    Tensor values;
    try (BlackBox model = ModelFiles.openOnnx(golden.onnx(), options(10))) {
      values = new ExactShapley(ExactShapley.Options.standard()).attribute(model, request).values();
    }

    for (int row = 0; row < rows.rows(); row++) {
      for (int i = 0; i < 20; i++) { // [rows, groups, outputs] there, [rows, outputs, groups] here
        assertThat((double) values.at((row * 2 + i % 2) * 10 + i / 2))
            .isCloseTo(expected.values()[row * 20 + i], within(FLOAT32 * expected.maxAbs()));
      }
    }
  }

  @Test
  void outputsAreThoseOfTheSameModelInTorchScript() {
    GoldenCase golden = GoldenCase.mlpBc10();

    try (BlackBox onnx = ModelFiles.openOnnx(golden.onnx(), options(10));
        BlackBox torch = ModelFiles.openTorchScript(golden.scripted(), options(10))) {
      Tensor one = onnx.outputs(golden.inputs());
      Tensor other = torch.outputs(golden.inputs());

      for (int i = 0; i < one.values().length; i++) {
        assertThat(one.at(i)).isCloseTo(other.at(i), within(1e-5f));
      }
    }
  }

  @Test
  void batchesOfAnySizeGiveTheSame() {
    GoldenCase golden = GoldenCase.mlpBc10();
    Tensor whole;
    try (BlackBox model = ModelFiles.openOnnx(golden.onnx(), options(10))) {
      whole = model.outputs(golden.inputs());
    }

    for (int rows : new int[] {1, 3, 31, 32}) {
      try (BlackBox model = ModelFiles.openOnnx(golden.onnx(), Models.batchesOf(rows, 10))) {
        Tensor cut = model.outputs(golden.inputs());
        for (int i = 0; i < cut.values().length; i++) {
          assertThat(cut.at(i)).isCloseTo(whole.at(i), within(1e-5f));
        }
      }
    }
  }

  @Test
  void inputsOfEveryTypeTakeTheirValuesInTheModelsOrder() {
    Tensor rows = Tensor.of(new float[] {1, 2, 3, 4.5f, 1, 6, 7, 8, 9, 10, 0, -12}, 2, 6);

    try (BlackBox model = ModelFiles.openOnnx(file("several"), options(6))) {
      Tensor outputs = model.outputs(rows);

      // a0 + 10 a1 + 100 b + 1000 c + 10000 d + 100000 e
      assertThat(outputs.values()).containsExactly(614_821, -1_189_013);
    }
  }

  @Test
  void ofAClassifierTheProbabilitiesAreExplainedUnlessScoresAreNamed() {
    Tensor row = Tensor.of(new float[] {2, 1}, 1, 2);
    double[] scores = {2, 1, -2.5}; // x0, x1, 0.5 - x0 - x1
    double sum = Math.exp(2) + Math.exp(1) + Math.exp(-2.5);

    try (BlackBox likely = ModelFiles.openOnnx(file("classifier"), options(2));
        BlackBox scored =
            ModelFiles.openOnnx(
                file("classifier"), options(2).withOutputTensor(Optional.of("scores")))) {
      for (int column = 0; column < 3; column++) {
        assertThat((double) likely.outputs(row).at(column))
            .isCloseTo(Math.exp(scores[column]) / sum, within(1e-6));
        assertThat((double) scored.outputs(row).at(column)).isEqualTo(scores[column]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one_row", "four_rows", "doubles", "vector", "halves"})
  void oneRowACallFourRowsDoublesHalvesAndVectorsComeOutAlike(String name) {
    float[] values = new float[14];
    float[] expected = new float[7];
    for (int row = 0; row < 7; row++) {
      values[row * 2] = row;
      values[row * 2 + 1] = row * row;
      expected[row] = row + 2 * row * row;
    }

    try (BlackBox model = ModelFiles.openOnnx(file(name), options(2))) {
      Tensor outputs = model.outputs(Tensor.of(values, 7, 2));

      assertThat(outputs.shape()).containsExactly(7, 1);
      assertThat(outputs.values()).containsExactly(expected);
    }
  }

  @Test
  void itIsABlackBoxAndNothingElse() {
    try (BlackBox model = ModelFiles.openOnnx(file("vector"), options(2))) {
      assertThat(model.as(BlackBox.class)).isPresent();
      assertThat(model.as(Differentiable.class)).isEmpty();
      assertThat(model.score(Tensor.zeros(2, 2), Target.outputs(0)).shape()).containsExactly(2, 1);
    }
  }

  static Path file(String name) {
    return Models.file("onnx/" + name + ".onnx");
  }

  static ModelOptions options(int width) {
    return Models.named(List.of(), width);
  }
}
