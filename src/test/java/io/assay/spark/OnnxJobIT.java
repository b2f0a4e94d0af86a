package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped network as ONNX, beside itself as TorchScript. */
@ExtendWith(SharedSpark.class)
class OnnxJobIT {
  private static final Path JOB = Cli.BREAST_CANCER.resolve("onnx.yaml");
  private static final double FLOAT32 = 1e-4; // of logits up to 20, through sums of 512 of them

  @TempDir private Path folder;

  @Test
  void theSameNetworkGivesTheSameAttributionsInEitherEngine(SparkSession spark) {
    Path onnx = folder.resolve("onnx");
    Path torch = folder.resolve("torch");

    Cli.Result ofOnnx = Cli.run(JOB, "--set", "output.path=" + onnx.resolve("out"));
    Cli.Result ofTorch =
        Cli.run(
            JOB,
            "--set",
            "output.path=" + torch.resolve("out"),
            "--set",
            "model={engine: torchscript, path: %s, outputs: {names: [benign, malignant]}}"
                .formatted(Cli.CANCER_MODEL));

    assertThat(ofOnnx.err()).isEmpty();
    assertThat(ofTorch.err()).isEmpty();
    for (String method : List.of("kernel-shap", "feature-ablation")) {
      List<Row> some = rows(new Tables(spark, onnx).attributions(method));
      List<Row> others = rows(new Tables(spark, torch).attributions(method));
      assertThat(some).hasSize(569);
      for (int row = 0; row < some.size(); row++) {
        assertAgree(some.get(row), others.get(row));
      }
    }
    assertThat(Cli.manifest(onnx).versions()).containsKeys("djl", "onnxruntime");
  }

  private static List<Row> rows(Dataset<Row> attributions) {
    return attributions
        .orderBy("row_id")
        .select("row_id", "score", "baseline_score", "mean_radius", "worst_area", "worst_texture")
        .collectAsList();
  }

  private static void assertAgree(Row one, Row other) {
    assertThat(one.getString(0)).isEqualTo(other.getString(0));
    for (int column = 1; column < one.size(); column++) {
      assertThat(((Number) one.get(column)).doubleValue())
          .isCloseTo(((Number) other.get(column)).doubleValue(), within(FLOAT32));
    }
  }

  @Test
  void methodsThatLookInsideAndGpusAreRefusedBeforeAnyRowIsRead() {
    Cli.Result gradients = check("methods=[saliency, kernel-shap]");
    Cli.Result layers = check("methods=[{layer-conductance: {layer: net.0}}]");
    Cli.Result gpu = check("model.device=gpu");

    assertThat(gradients.status()).isEqualTo(69);
    assertThat(gradients.err()).contains("MODEL_ABILITY").contains("saliency");
    assertThat(layers.status()).isEqualTo(69);
    assertThat(gpu.status()).isEqualTo(64);
    assertThat(gpu.err()).contains("model.device to cpu or auto");
  }

  private static Cli.Result check(String setting) {
    return Cli.assay("check", JOB.toString(), "--set", setting);
  }
}
