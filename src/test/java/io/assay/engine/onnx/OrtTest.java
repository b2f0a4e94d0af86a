package io.assay.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrtTest {
  @Test
  void oneThreadACallUnlessANumberSaysOtherwise() {
    assertThat(Ort.threads("8")).isEqualTo(8);
    assertThat(Ort.threads(null)).isEqualTo(1);
    for (String said : List.of("1", "0", "-2", "many", "99999", "")) {
      assertThat(Ort.threads(said)).as(said).isEqualTo(1);
    }
  }

  @Test
  void aLackOfMemoryIsOneThatMayPass() {
    AssayException failure =
        OnnxFailures.memoryLacking(Path.of("m.onnx"), new OutOfMemoryError("direct buffer"), 512);

    assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCE_LACKING);
    assertThat(failure).hasMessageContaining("512 rows: direct buffer; give the executor");
  }

  @Test
  void ofAFailureThePlaceInTheSourceIsLeftOut() {
    OrtException failure =
        new OrtException(
            "Error code - ORT_FAIL - message: Load model from a b.onnx failed:/src/core/x.cc:177"
                + " ns::(anonymous namespace)::f(std::function<void (int)>&, int) There is"
                + " no graph (at all).");

    assertThat(OnnxFailures.reason(failure)).isEqualTo("There is no graph (at all).");
    assertThat(OnnxFailures.reason(new OrtException("plain\nwords"))).isEqualTo("plain words");
  }
}
