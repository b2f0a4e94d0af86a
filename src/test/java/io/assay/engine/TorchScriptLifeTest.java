package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.golden.GoldenCase;
import io.assay.model.Differentiable;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
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

/** Threads share a model; native memory neither grows nor outlives it. */
final class TorchScriptLifeTest {
  private static final double MOST_GROWTH_MB = 20;

  @Test
  void threadsAtOnceGetTheNumbersOfOneAlone() throws Exception {
    GoldenCase golden = GoldenCase.mlpBc();
    Tensor inputs = golden.inputs();
    try (Differentiable model = Models.open(golden.scripted(), Models.batchesOf(20, 30))) {
      ScoredGradient gradient = model.gradient(inputs, golden.target());
      Tensor outputs = model.outputs(inputs);

      Callable<Boolean> work =
          () -> {
            boolean same = true;
            for (int call = 0; call < 100; call++) {
              same &= model.gradient(inputs, golden.target()).equals(gradient);
              same &= model.outputs(inputs).equals(outputs);
            }
            return same;
          };

      assertThat(together(List.of(work, work, work))).containsOnly(true);
    }
  }

  @Test
  void closingWaitsForTheCallsThatRun() throws Exception {
    Tensor rows = Models.normal(new SplittableRandom(1), 20_000, 30);
    Target target = Target.outputs(0);
    Differentiable model = Models.open(GoldenCase.mlpBc().scripted(), Models.batchesOf(16, 30));
    Tensor expected = model.gradient(rows, target).scores();
    CountDownLatch started = new CountDownLatch(1);

    Callable<Boolean> running =
        () -> {
          started.countDown();
          try {
            return model.gradient(rows, target).scores().equals(expected);
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
  void twentyThousandBatchesDoNotGrowTheProcess() throws Exception {
    assertThat(MemoryProbe.growthMb("batches")).isLessThan(MOST_GROWTH_MB);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void layersOfTwentyThousandBatchesDoNotGrowTheProcess() throws Exception {
    assertThat(MemoryProbe.growthMb("layers")).isLessThan(MOST_GROWTH_MB);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void openingAndClosingDoesNotGrowTheProcess() throws Exception {
    assertThat(MemoryProbe.growthMb("models")).isLessThan(MOST_GROWTH_MB);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void twentyThousandBatchesOfEachOneCallExplainerDoNotGrowTheProcess() throws Exception {
    assertThat(MemoryProbe.growthMb("rules")).isLessThan(MOST_GROWTH_MB);
  }
}
