package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that Spark asks for GPUs, before an nvidia-smi that says what the test has it say. */
class GpuDiscoveryTest {
  private static final String TWO =
      """
      GPU 0: NVIDIA H200 (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
      GPU 1: NVIDIA H200 (UUID: GPU-8932f937-d72c-4106-c12f-20bd9faed9f6)
      """;

  private static final String SLICED =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
        MIG 3g.20gb     Device  0: (UUID: MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
        MIG 1g.5gb      Device  1: (UUID: MIG-GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77/7/0)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-8932f937-d72c-4106-c12f-20bd9faed9f6)
      """;

  @TempDir private Path folder;

  private List<String> addresses(String driver, Map<String, String> settings)
      throws IOException, InterruptedException {
    Shell.program(folder, "nvidia-smi", driver);
    Map<String, String> all = new HashMap<>(settings);
    all.put("PATH", folder + ":" + System.getenv("PATH"));
    Shell said = Shell.run(folder, all, List.of(Path.of("deploy/gpu-discovery.sh").toString()));
    assertThat(said.status()).isZero();
    JsonObject json = JsonParser.parseString(said.out()).getAsJsonObject();
    assertThat(json.keySet()).containsExactly("name", "addresses");
    assertThat(json.get("name").getAsString()).isEqualTo("gpu");
    JsonArray found = json.getAsJsonArray("addresses");
    return found.asList().stream().map(JsonElement::getAsString).toList();
  }

  private static String saying(String text) {
    return "cat <<'END'\n" + text + "END\n";
  }

  @Test
  void gpusAreTheirNumbers() throws Exception {
    assertThat(addresses(saying(TWO), Map.of())).containsExactly("0", "1");
  }

  @Test
  void aGpuThatIsCutIsItsSlices() throws Exception {
    assertThat(addresses(saying(SLICED), Map.of()))
        .containsExactly(
            "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f",
            "MIG-GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77/7/0",
            "1");
  }

  @Test
  void withoutADriverThereAreNone() throws Exception {
    assertThat(addresses("echo 'NVIDIA-SMI has failed'; exit 9\n", Map.of())).isEmpty();
    assertThat(addresses(saying("No devices found.\n"), Map.of())).isEmpty();
    assertThat(addresses("exit 127\n", Map.of("CUDA_VISIBLE_DEVICES", "0,1"))).isEmpty();
  }

  @Test
  void aDriverThatHangsIsNotWaitedFor() throws Exception {
    assertThat(addresses("exec sleep 60\n", Map.of("GPU_DISCOVERY_SECONDS", "1"))).isEmpty();
  }

  @Test
  void whatTheProcessIsLimitedToIsWhatThereIs() throws Exception {
    assertThat(addresses(saying(TWO), Map.of("CUDA_VISIBLE_DEVICES", "1"))).containsExactly("1");
    assertThat(addresses(saying(TWO), Map.of("CUDA_VISIBLE_DEVICES", "GPU-8932f937, 0")))
        .containsExactly("GPU-8932f937", "0");
    assertThat(addresses(saying(TWO), Map.of("CUDA_VISIBLE_DEVICES", "1,-1,0")))
        .containsExactly("1");
    assertThat(addresses(saying(TWO), Map.of("CUDA_VISIBLE_DEVICES", ""))).isEmpty();
    assertThat(addresses(saying(TWO), Map.of("CUDA_VISIBLE_DEVICES", "-1"))).isEmpty();
  }

  @Test
  void nothingBreaksTheJson() throws Exception {
    assertThat(addresses(saying(TWO), Map.of("CUDA_VISIBLE_DEVICES", "0,\"],1")))
        .containsExactly("0", "1");
  }
}
