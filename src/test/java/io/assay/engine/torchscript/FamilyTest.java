package io.assay.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.engine.torchscript.code.Families;
import io.assay.engine.torchscript.code.Family;
import io.assay.engine.torchscript.code.Parameter;
import io.assay.engine.torchscript.code.Program;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A family that changes nothing computes the same, and leaves plain forward as it was. */
final class FamilyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "golden/cnn_digits/model_script.pt, FLOAT32, 4, 1, 8, 8",
    "golden/cnn_digits/model_trace.pt, FLOAT32, 4, 1, 8, 8",
    "golden/text_attn/model_script.pt, INT64, 4, 9, 1, 1",
    "golden/text_attn/model_trace.pt, INT64, 4, 9, 1, 1",
    "golden/mlp_bc/model_script.pt, FLOAT32, 4, 30, 1, 1",
    "engine/saved_in_training.pt, FLOAT32, 3, 4, 1, 1"
  })
  void theIdentityFamilyComputesTheSame(
      String name, DataType type, long rows, long a, long b, long c) {
    Archive archive = Archive.read(Resources.file(name));
    Program program = new Program(archive.rootType(), archive.code());
    Family family =
        new Family(
            "__same",
            Optional.of(Parameter.of("_tape", "List[Tensor]")),
            (operation, call, site) -> Optional.empty());

    Families.add(program, family);
    program.addMethod(
        program.root().orElseThrow(),
        io.assay.engine.torchscript.code.CodeParser.routine(
            """
            def same(self,
                x: Tensor) -> Tensor:
              tape = annotate(List[Tensor], [])
              return (self).forward__same(tape, x, )
            """));
    Path rewritten = folder.resolve("rewritten.pt");
    archive.writeWith(program.changed(), rewritten);

    Shape shape = b * c == 1 ? new Shape(rows, a) : new Shape(rows, a, b, c);
    try (NativeModule before = NativeModule.load(archive.file(), Device.cpu());
        NativeModule after = NativeModule.load(rewritten, Device.cpu());
        NDManager scope = after.memory()) {
      NDArray input =
          scope.arange((float) shape.size()).toType(DataType.FLOAT32, false).div(7).reshape(shape);
      input = input.toType(type, false);
      float[] plain = before.outputs(input).toFloatArray();
      assertThat(after.outputs(input).toFloatArray()).isEqualTo(plain);
      assertThat(after.call("same", new NDList(input)).head().toFloatArray()).isEqualTo(plain);
    }
  }
}
