package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.gradient.Saliency;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchMemoryTest {
  private static RunPlan plan(int features, int outputs) {
    List<String> names = IntStream.range(0, features).mapToObj(i -> "x" + i).toList();
    JobSpec spec =
        JobReader.read(
            """
            name: memory
            input: {path: data, features: %s}
            model: {path: model.pt}
            target: all
            methods: [saliency]
            output: {path: out}
            """
                .formatted(names),
            List.of());
    Saliency saliency = new Saliency(Saliency.Options.standard());
    List<String> targets = IntStream.range(0, outputs).mapToObj(i -> "f" + i).toList();
    return new RunPlan(
        spec,
        InputPlan.of(spec, 0),
        1000,
        1,
        targets,
        targets,
        List.of(
            new RunPlan.PlannedMethod("saliency", saliency, saliency.callsPerRow(1, 1), names)));
  }

  @Test
  void narrowRowsComeAsManyAtOnceAsAreWanted() {
    BatchMemory memory = BatchMemory.of(plan(30, 2), 512);

    assertThat(memory.rows()).isEqualTo(512);
    // 30 inputs; for each of two targets 30 values and 64 bytes of ids and scores; three batches
    assertThat(memory.bytesARow()).isEqualTo(120 + 2 * (120 + 64));
    assertThat(memory.bytes()).isEqualTo(3 * 512 * 488);
  }

  @Test
  void batchesOfWideRowsAreCutByTheirBytes() {
    assertThat(BatchMemory.of(plan(40_000, 1), 5000).rows()).isEqualTo((128 << 20) / 160_064);
    assertThat(BatchMemory.of(plan(1000, 1000), 512).rows()).isEqualTo((128 << 20) / 4_064_000);
  }

  @Test
  void aBatchHasARowHoweverWideItIs() {
    BatchMemory memory = BatchMemory.of(plan(20_000, 2000), 512);

    assertThat(memory.rows()).isEqualTo(1);
    assertThat(memory.bytes()).isGreaterThan(3L * 2000 * 20_000 * Float.BYTES);
  }
}
