package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.Cli.Result;
import org.junit.jupiter.api.Test;

/** {@code assay layers} shows what a model has inside. */
final class LayersCommandTest {
  @Test
  void layersComeInTheOrderOfComputationWithTypesAndShapes() {
    Result said =
        Cli.assay(
            "layers", "src/test/resources/golden/cnn_digits/model_script.pt", "--shape", "1,8,8");

    assertThat(said.status()).isZero();
    assertThat(said.out().lines().toList())
        .startsWith("name   type       shape", "conv1  Conv2d     16 x 8 x 8")
        .endsWith("fc2    Linear     10");
  }

  @Test
  void aModelOfTokensTakesIds() {
    Result said =
        Cli.assay(
            "layers",
            "src/test/resources/golden/text_attn/model_trace.pt",
            "--shape=9",
            "--ids",
            "--layer=head:mean");

    assertThat(said.out()).contains("embed").contains("Embedding").contains("9 x 24");
    assertThat(said.out()).contains("head:mean");
  }

  @Test
  void aWrongShapeIsRefused() {
    assertThat(Cli.assay("layers", "none.pt", "--shape", "0").status()).isEqualTo(64);
    assertThat(Cli.assay("layers", "none.pt").status()).isEqualTo(64);
    assertThat(Cli.assay("layers", "none.pt", "--shape", "3").status()).isEqualTo(69);
  }
}
