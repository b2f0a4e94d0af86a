package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.golden.GoldenCase;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Threads share an ONNX model; native memory neither grows nor outlives it. */
final class OnnxLifeTest {
  private static final double MOST_GROWTH_MB = 20;

  @Test
  void threadsAtOnceGetTheNumbersOfOneAlone() throws Exception {
    GoldenCase golden = GoldenCase.mlpBc10();
    Tensor inputs = golden.inputs();
    try (BlackBox model = ModelFiles.openOnnx(golden.onnx(), Models.batchesOf(20, 10))) {
      Tensor outputs = model.outputs(inputs);

      Callable<Boolean> work =
          () -> {
            boolean same = true;
            for (int call = 0; call < 200; call++) {
              same &= model.outputs(inputs).equals(outputs);
            }
            return same;
          };

      assertThat(together(List.of(work, work, work))).containsOnly(true);
    }
  }

  @Test
  void closingWaitsForTheCallsThatRun() throws Exception {
    Tensor rows = Models.normal(new SplittableRandom(1), 20_000, 10);
    BlackBox model = ModelFiles.openOnnx(GoldenCase.mlpBc10().onnx(), Models.batchesOf(16, 10));
    Tensor expected = model.outputs(rows);
    CountDownLatch started = new CountDownLatch(1);

    Callable<Boolean> running =
        () -> {
          started.countDown();
          try {
            return model.outputs(rows).equals(expected);
          } catch (IllegalStateException closed) {
            return String.valueOf(closed.getMessage()).contains("is closed");
          }
        };
    Callable<Boolean> closing =
        () -> {
          started.await();
          model.close();
          return true;
        };

    assertThat(together(List.of(running, closing))).containsOnly(true);
  }

  private static List<Boolean> together(List<Callable<Boolean>> work)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void batchesOfManySizesAndModelsDoNotGrowTheProcess() throws Exception {
    assertThat(MemoryProbe.growthMb("onnx")).isLessThan(MOST_GROWTH_MB);
  }
}
