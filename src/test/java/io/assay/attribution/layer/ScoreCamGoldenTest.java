package io.assay.attribution.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.fakes.Requests;
import io.assay.golden.GoldenCase;
import io.assay.model.BlackBox;
import io.assay.model.Layered;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Score-CAM with the real engine. pytorch-grad-cam resizes masks corner to corner and the map
 * between half pixels; the method takes one way for both.
 */
class ScoreCamGoldenTest {
  private static final GoldenCase DIGITS = GoldenCase.cnnDigits();

  static Stream<Path> files() {
    return Stream.of(DIGITS.scripted(), DIGITS.traced());
  }

  @ParameterizedTest
  @MethodSource("files")
  void mapsAreThoseOfPytorchGradCam(Path file) {
    ModelOptions options = ModelOptions.ofShape(1, 8, 8).withLayers(List.of("relu2"));
    AttributionRequest request =
        Requests.with(
            Requests.of(DIGITS.inputs(), Baseline.single(DIGITS.baselineZero())), DIGITS.target());
    ScoreCam method =
        new ScoreCam(
            CamOptions.Tried.of(CamOptions.of("relu2").with(Heights.UNIT), 32),
            Upsampling.BILINEAR_CORNERS);
    try (BlackBox model = ModelFiles.openTorchScript(file, options)) {
      Attributions result = method.attribute(model.as(Layered.class).orElseThrow(), request);

      double[] expected = DIGITS.npy("pgc_ScoreCAM").values();
      for (int at = 0; at < expected.length; at++) {
        assertThat((double) result.values().at(at)).isCloseTo(expected[at], within(1e-4));
      }
      assertThat(result.calls().of(0)).isEqualTo(34);
    }
  }
}
