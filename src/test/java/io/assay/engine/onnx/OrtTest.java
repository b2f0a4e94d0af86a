package io.assay.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrtTest {
  @ParameterizedTest
  @CsvSource({", 1", "1, 1", "8, 8", "0, 1", "-2, 1", "many, 1", "99999, 1"})
  void oneThreadACallUnlessANumberSaysOtherwise(String said, int threads) {
    assertThat(Ort.threads(said)).isEqualTo(threads);
  }

  @Test
  void ofAFailureThePlaceInTheSourceIsLeftOut() {
    OrtException failure =
        new OrtException(
            "Error code - ORT_FAIL - message: Load model from a b.onnx failed:/src/core/x.cc:177"
                + " ns::(anonymous namespace)::f(std::function<void (int)>&, int)\n  There is"
                + " no graph (at all).");

    assertThat(OnnxFailures.reason(failure)).isEqualTo("There is no graph (at all).");
    assertThat(OnnxFailures.reason(new OrtException("plain\nwords"))).isEqualTo("plain words");
  }
}
