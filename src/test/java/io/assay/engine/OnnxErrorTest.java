package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelOptions.Device;
import io.assay.golden.GoldenCase;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong ONNX file or row is told apart, and none takes the process down. */
final class OnnxErrorTest {
  @TempDir private Path folder;

  @Test
  void aMissingFileAndAFolderAreNamed() {
    AssayException missing = refused(folder.resolve("none.onnx"), OnnxTest.options(2));

    assertThat(missing.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
    assertThat(missing).hasMessageContaining("none.onnx").hasMessageContaining("no such file");
    assertThat(refused(folder, OnnxTest.options(2))).hasMessageContaining("a folder");
  }

  @Test
  void aTorchScriptArchiveIsToldApart() {
    AssayException failure = refused(Models.file("vector.pt"), OnnxTest.options(3));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
    assertThat(failure).hasMessageContaining("model.engine to torchscript");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 22, 1000, 100_000})
  void randomBytesAreNoModel(int length) throws IOException {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    Path file = Files.write(folder.resolve("random.onnx"), bytes);

    assertThat(refused(file, OnnxTest.options(2)).code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }

  @Test
  void aModelCutOffAnywhereIsNoModel() throws IOException {
    byte[] whole = Files.readAllBytes(GoldenCase.mlpBc10().onnx());
    Path file = folder.resolve("cut.onnx");

    for (int length = 0; length < whole.length; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(refused(file, OnnxTest.options(10)).code().kind())
          .as("%d bytes", length)
          .isEqualTo(ErrorCode.Kind.MODEL);
    }
  }

  @Test
  void aDamagedByteIsRefusedOrGivesAModelButNeverACrash() throws IOException {
    byte[] whole = Files.readAllBytes(OnnxTest.file("several"));
    Path file = folder.resolve("damaged.onnx");
    int refused = 0;

    for (int place = 0; place < whole.length; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x10;
      Files.write(file, damaged);
      try (BlackBox model = ModelFiles.openOnnx(file, OnnxTest.options(6))) {
        assertThat(model.signature().inputLength()).isEqualTo(6);
      } catch (AssayException failure) {
        assertThat(failure.code().kind()).isEqualTo(ErrorCode.Kind.MODEL);
        refused++;
      }
    }

    assertThat(refused).isBetween(whole.length / 2, whole.length);
  }

  @ParameterizedTest
  @CsvSource({
    "future, MODEL_UNREADABLE, pset",
    "unknown_operator, MODEL_UNREADABLE, Frobnicate",
    "weights_outside, MODEL_UNREADABLE, its weights inside",
    "strings, MODEL_SHAPE, input colour",
    "strings, MODEL_SHAPE, input.encodings",
    "bytes, MODEL_SHAPE, takes uint8",
    "zipmap, MODEL_SHAPE, zipmap=False",
    "labels, MODEL_SHAPE, label (int64 [any])",
    "cube, MODEL_SHAPE, 'y (float [any, 2, 1])'",
    "noisy, MODEL_FAILED, alone",
    "minus_mean, MODEL_FAILED, alone",
  })
  void whatCannotBeExplainedIsRefusedWithItsReason(String name, ErrorCode code, String reason) {
    AssayException failure = refused(OnnxTest.file(name), OnnxTest.options(2));

    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(name + ".onnx").hasMessageContaining(reason);
    assertThat(failure.getMessage()).hasLineCount(1);
  }

  @Test
  void rowsOfAnotherShapeAreRefusedWithBothShapes() {
    assertThat(refused(OnnxTest.file("vector"), OnnxTest.options(3)))
        .hasMessageContaining("[any, 2]")
        .hasMessageContaining("[3]")
        .extracting(AssayException::code)
        .isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(refused(OnnxTest.file("several"), OnnxTest.options(7)))
        .hasMessageContaining("z [any, 2], b [any, 1], c [any, 1], d [any, 1], e [any]")
        .hasMessageContaining("[7]")
        .extracting(AssayException::code)
        .isEqualTo(ErrorCode.MODEL_SHAPE);
  }

  @Test
  void anOutputThatIsNotThereIsRefusedWithThoseThatAre() {
    ModelOptions options = OnnxTest.options(2).withOutputTensor(Optional.of("logits"));

    AssayException failure = refused(OnnxTest.file("classifier"), options);

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(failure)
        .hasMessageContaining("no output logits")
        .hasMessageContaining("probabilities (float [any, 3])")
        .hasMessageContaining("model.outputs.tensor");
  }

  @Test
  void theJobMustNameEveryOutputOrNone() {
    AssayException failure =
        refused(OnnxTest.file("classifier"), Models.named(List.of("a", "b"), 2));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(failure).hasMessageContaining("gives 3 outputs, the job names 2");
  }

  @Test
  void aGpuAndLayersAreRefused() {
    ModelOptions onGpu = new ModelOptions(List.of(2), Unit.RAW, List.of(), Device.GPU, 8);
    ModelOptions layered = OnnxTest.options(2).withLayers(List.of("fc"));

    assertThat(refused(OnnxTest.file("vector"), onGpu))
        .hasMessageContaining("model.device")
        .extracting(AssayException::code)
        .isEqualTo(ErrorCode.SPEC_INVALID);
    assertThat(refused(OnnxTest.file("vector"), layered))
        .hasMessageContaining("[fc]")
        .extracting(AssayException::code)
        .isEqualTo(ErrorCode.MODEL_LAYER);
  }

  @Test
  void aFailureWhileRunningLeavesTheModelUsable() {
    try (BlackBox model = ModelFiles.openOnnx(OnnxTest.file("table"), OnnxTest.options(2))) {
      for (int attempt = 0; attempt < 50; attempt++) {
        assertFails(model, 5, "out of data bounds");
        assertFails(model, 0.5f, "takes whole numbers (int64)");
        assertFails(model, Float.NaN, "NaN");
        assertFails(model, 3e7f, "takes whole numbers (int64)");
      }

      assertThat(model.outputs(Tensor.of(new float[] {3, 4}, 1, 2)).values()).containsExactly(25);
    }
  }

  private static void assertFails(BlackBox model, float value, String message) {
    Tensor row = Tensor.of(new float[] {1, value}, 1, 2);

    AssayException failure = catchThrowableOfType(AssayException.class, () -> model.outputs(row));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(failure).hasMessageContaining(message).hasMessageContaining("table.onnx");
  }

  @Test
  void rowsAndTargetsBeyondTheModelAreRefused() {
    try (BlackBox model = ModelFiles.openOnnx(OnnxTest.file("classifier"), OnnxTest.options(2))) {
      assertThatThrownBy(() -> model.outputs(Tensor.zeros(2, 5)))
          .hasMessageContaining("[5]")
          .hasMessageContaining("[2]");
      assertThatThrownBy(() -> model.score(Tensor.zeros(2, 2), Target.outputs(3)))
          .hasMessageContaining("output 3 of row 0")
          .hasMessageContaining("0 to 2");
    }
  }

  @Test
  void aClosedModelSaysSo() {
    BlackBox model = ModelFiles.openOnnx(OnnxTest.file("vector"), OnnxTest.options(2));
    model.close();
    model.close();

    assertThatThrownBy(() -> model.outputs(Tensor.zeros(1, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private static AssayException refused(Path file, ModelOptions options) {
    return catchThrowableOfType(
        AssayException.class, () -> ModelFiles.openOnnx(file, options).close());
  }
}
