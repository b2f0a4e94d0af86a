package io.assay.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.rules.RuleFamilies;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rewritten archive computes what it did, under every rule; what no rule covers is refused. */
final class RuleFamiliesTest {
  private static final float ROUNDING = 1e-6f; // some sums run in another order

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "golden/cnn_digits/model_script.pt, 1, 8, 8",
    "golden/cnn_digits/model_trace.pt, 1, 8, 8",
    "engine/rules/resnet_script.pt, 3, 32, 32",
    "engine/rules/resnet_trace.pt, 3, 32, 32",
    "engine/rules/activations_script.pt, 6, 0, 0",
    "engine/rules/activations_trace.pt, 6, 0, 0",
    "engine/rules/products_script.pt, 6, 0, 0",
    "engine/rules/products_trace.pt, 6, 0, 0",
    "engine/rules/transformer_script.pt, 7, 8, 0",
    "engine/rules/transformer_trace.pt, 7, 8, 0",
    "engine/rules/transformer_fused.pt, 7, 8, 0"
  })
  void scoresAreThoseOfThePlainModel(String name, long a, long b, long c) {
    Shape shape = b == 0 ? new Shape(4, a) : c == 0 ? new Shape(4, a, b) : new Shape(4, a, b, c);
    try (NativeModule module = rewritten(name);
        NDManager scope = module.memory()) {
      NDArray both = scope.randomNormal(shape);
      NDArray rows = both.get("0:2");
      NDArray references = both.get("2:4");
      NDArray columns = scope.create(new long[] {0, 1, 2, 0}, new Shape(2, 2));
      NDArray expected = module.outputs(rows).gather(columns, 1);

      NDList cut = module.recordedCall("assay_cut", new NDList(rows, columns, scope.create(1L)));
      NDList rescaled = module.recordedCall("assay_rescale", new NDList(rows, references, columns));

      assertThat(distance(cut.get(0), expected)).isLessThan(ROUNDING);
      assertThat(distance(rescaled.get(0), expected)).isLessThan(ROUNDING);
      assertThat(distance(rescaled.get(1), module.outputs(references).gather(columns, 1)))
          .isLessThan(ROUNDING);
    }
  }

  @Test
  void anOperationWithoutARuleIsRefusedByNameAndPlace() {
    try (NativeModule module = rewritten("engine/rules/unruled.pt");
        NDManager scope = module.memory()) {
      NDArray rows = scope.ones(new Shape(2, 3));
      NDArray columns = scope.zeros(new Shape(1, 1), DataType.INT64);

      assertThatThrownBy(
              () -> module.recordedCall("assay_rescale", new NDList(rows, rows, columns)))
          .hasMessageContaining("no rule for torch.cumprod in code/__torch__.py, line");
    }
  }

  private static float distance(NDArray one, NDArray other) {
    return one.sub(other).abs().max().toFloatArray()[0];
  }

  private NativeModule rewritten(String name) {
    Archive archive = Archive.read(resource(name));
    Program program = new Program(archive.rootType(), archive.code());
    RuleFamilies.addRules(program, program.root().orElseThrow());
    Path file = folder.resolve("rewritten.pt");
    archive.writeWith(program.changed(), file);
    return NativeModule.load(file, Device.cpu());
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(RuleFamiliesTest.class.getResource("/" + name), name).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(broken);
    }
  }
}
