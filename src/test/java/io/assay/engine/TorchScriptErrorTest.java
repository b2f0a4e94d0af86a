package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong file or row is told apart, and none takes the process down. */
final class TorchScriptErrorTest {
  @TempDir private Path folder;

  @Test
  void aMissingFileIsNamed() {
    AssayException failure = refused(folder.resolve("none.pt"));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
    assertThat(failure)
        .hasMessageContaining("none.pt")
        .hasMessageContaining("no such file")
        .hasMessageContaining("torch.jit.save");
  }

  @Test
  void aFolderIsNoModel() {
    assertThat(refused(folder).code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 22, 1000, 100_000})
  void randomBytesAreNoModel(int length) throws IOException {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    Path file = Files.write(folder.resolve("random.pt"), bytes);

    assertThat(refused(file).code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }

  @Test
  void anArchiveCutOffAnywhereIsNoModel() throws IOException {
    byte[] whole = Files.readAllBytes(Models.file("saved_in_training.pt"));
    Path file = folder.resolve("cut.pt");

    for (int length = 0; length < whole.length; length += 97) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(refused(file).code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
    }
  }

  @Test
  void aDamagedByteIsFoundBeforeLibtorchReadsIt() throws IOException {
    byte[] whole = Files.readAllBytes(Models.file("saved_in_training.pt"));
    whole[whole.length / 2] ^= 0x10;
    Path file = Files.write(folder.resolve("damaged.pt"), whole);

    assertThat(refused(file))
        .hasMessageContaining("is damaged")
        .extracting(AssayException::code)
        .isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }

  @Test
  void anotherZipIsNoModel() throws IOException {
    Path file = zip("data.csv", "a,b");

    assertThat(refused(file)).hasMessageContaining("a zip archive of something else");
  }

  @Test
  void weightsWithoutCodeAreToldApart() {
    assertThat(refused(Models.file("weights_only.pt"))).hasMessageContaining("torch.save");
  }

  @Test
  void anArchiveThatOnlyLooksRightIsUnreadable() throws IOException {
    Path file = zip("m/data.pkl", "x", "m/constants.pkl", "x", "m/code/__torch__.py", "x");

    assertThat(refused(file).code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
  }

  private Path zip(String... entries) throws IOException {
    Path file = folder.resolve("made.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(entries[i + 1].getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  @Test
  void rowsOfAnotherWidthAreRefusedWithLibtorchsReason() {
    AssayException failure = refused(Models.file("breast_cancer_mlp.pt"), ModelOptions.ofShape(29));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(failure).hasMessageContaining("[29]").hasMessageContaining("must match the size");
    assertThat(failure.getMessage()).hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tuple.pt", "dict.pt", "cube.pt"})
  void outputsThatAreNoTableAreRefused(String name) {
    AssayException failure = refused(Models.file(name));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(failure).hasMessageContaining(name).hasMessageContaining("return");
  }

  @Test
  void theJobMustNameEveryOutputOrNone() {
    Path file = Models.file("breast_cancer_mlp.pt");

    AssayException failure = refused(file, Models.named(List.of("a", "b", "c"), 30));
    try (BlackBox model =
        ModelFiles.openTorchScript(file, Models.named(List.of("benign", "malignant"), 30))) {
      assertThat(model.signature().outputs()).containsExactly("benign", "malignant");
    }

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_SHAPE);
    assertThat(failure).hasMessageContaining("gives 2 outputs, the job names 3");
  }

  @Test
  void aModelTracedInTrainingIsRefused() {
    AssayException failure = refused(Models.file("traced_in_training.pt"));

    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(failure).hasMessageContaining("model.eval()");
  }

  @Test
  void aFailureWhileRunningLeavesTheModelUsable() {
    try (Differentiable model = Models.open("moody.pt", 4)) {
      Tensor good = Tensor.of(new float[] {1, 2, 3, 4}, 1, 4);
      for (int attempt = 0; attempt < 50; attempt++) {
        assertFails(model, 200, ErrorCode.MODEL_FAILED, "above 100");
        assertFails(model, 50, ErrorCode.MODEL_FAILED, "shape (1, 3)");
        assertFails(model, -200, ErrorCode.RESOURCE_LACKING, "more memory");
      }

      assertThat(model.gradient(good, Target.outputs(2)).gradients().values())
          .containsExactly(0, 0, 1, 0);
    }
  }

  private static void assertFails(
      Differentiable model, float value, ErrorCode code, String message) {
    Tensor row = Tensor.of(new float[] {1, value, 3, 4}, 1, 4);
    Target target = Target.outputs(0);

    AssayException outputs = catchThrowableOfType(AssayException.class, () -> model.outputs(row));
    AssayException gradient =
        catchThrowableOfType(AssayException.class, () -> model.gradient(row, target));

    assertThat(outputs.code()).isEqualTo(code);
    assertThat(outputs).hasMessageContaining(message).hasMessageContaining("moody.pt");
    assertThat(gradient.code()).isEqualTo(code);
    assertThat(gradient).hasMessageContaining(message);
  }

  @Test
  void rowsOfAnotherShapeThanOpenedForAreRefused() {
    try (Differentiable model = Models.open("moody.pt", 4)) {
      assertThatThrownBy(() -> model.outputs(Tensor.zeros(2, 5)))
          .hasMessageContaining("[5]")
          .hasMessageContaining("[4]");
    }
  }

  @Test
  void aTargetBeyondTheOutputsIsRefused() {
    try (Differentiable model = Models.open("moody.pt", 4)) {
      Tensor rows = Tensor.zeros(2, 4);
      Target beyond = Target.perRow(new int[] {0, 4});

      assertThatThrownBy(() -> model.gradient(rows, beyond))
          .hasMessageContaining("output 4 of row 1")
          .hasMessageContaining("0 to 3");
      assertThatThrownBy(() -> model.score(rows, beyond)).isInstanceOf(AssayException.class);
    }
  }

  @Test
  void aGpuThatIsNotThereIsLackingButAutoGoesOn() {
    Path file = Models.file("vector.pt");
    // No machine has a thousandth GPU, so this holds with GPUs too.
    ModelOptions options =
        new ModelOptions(List.of(3), Unit.RAW, List.of(), Device.GPU, 8).withGpu(999);

    AssayException failure = refused(file, options);
    try (Differentiable model = Models.open("vector.pt", 3)) {
      assertThat(model.outputs(Tensor.zeros(1, 3)).values()).containsExactly(0);
    }

    assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCE_LACKING);
    assertThat(failure).hasMessageContaining("GPU 999").hasMessageContaining("model.device");
  }

  @Test
  void optionsOutOfRangeAreRefusedWithTheirValue() {
    assertThatThrownBy(() -> Models.batchesOf(0, 4)).hasMessageContaining("batchRows is 0");
    assertThatThrownBy(() -> Models.batchesOf(65_537, 4)).hasMessageContaining("65537");
    assertThatThrownBy(() -> ModelOptions.ofShape()).hasMessageContaining("inputShape is []");
    assertThatThrownBy(() -> ModelOptions.ofShape(3, 0)).hasMessageContaining("[3, 0]");
  }

  @Test
  void aClosedModelSaysSo() {
    Differentiable model = Models.open("moody.pt", 4);
    model.close();
    model.close();

    assertThatThrownBy(() -> model.outputs(Tensor.zeros(1, 4))).hasMessageContaining("is closed");
  }

  private static AssayException refused(Path file) {
    return refused(file, ModelOptions.ofShape(4));
  }

  private static AssayException refused(Path file, ModelOptions options) {
    return catchThrowableOfType(
        AssayException.class, () -> ModelFiles.openTorchScript(file, options).close());
  }
}
