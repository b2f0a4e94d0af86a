package io.assay.bench;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.tree.InterventionalTreeShap;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What exact interventional values of tree ensembles cost: 100 full trees of depth 6 over 40
 * features in margins, where time should grow with rows plus background, and what takes descents,
 * deeper trees and probabilities, where it grows with their product. Wall time of two threads that
 * share a method, building and explaining apart; CPU time of both together a row; and the peaks of
 * the heap's pools added up, which is more than was ever used at once. Run it with {@code -Xmx4g}.
 */
public final class InterventionalBench {
  private static final int FEATURES = 40;
  private static final int BATCH = 8192;
  private static final int THREADS = 2;
  private static final double NANOS = 1e9;
  private static final double MEGA = 1e6;

  private static final FeatureGroups GROUPS =
      FeatureGroups.singletons(IntStream.range(0, FEATURES).mapToObj(each -> "x" + each).toList());

  private InterventionalBench() {}

  /**
   * Prints a line for each size.
   *
   * @param arguments a divisor of all numbers of rows; none for the whole
   */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    int divisor = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    PrintStream out = System.out;
    out.printf(
        "%-28s %10s %10s %9s %9s %9s %9s%n",
        "", "rows", "background", "build s", "explain s", "CPU us", "heap MB");
    TreeEnsemble margins = RandomTrees.margins(100, 6, FEATURES);
    measure("warming up", margins, 65_536 / divisor, 10_000 / divisor, out);
    for (int thousands : new int[] {250, 500, 1000}) {
      measure(
          "100 x depth 6, margins", margins, thousands * 1000 / divisor, 100_000 / divisor, out);
    }
    for (int thousands : new int[] {25, 50, 400}) {
      measure(
          "100 x depth 6, margins", margins, 250_000 / divisor, thousands * 1000 / divisor, out);
    }
    TreeEnsemble probabilities = RandomTrees.probabilities(100, 6, FEATURES);
    for (int references : new int[] {100, 200, 400}) {
      measure("100 x depth 6, probabilities", probabilities, 8192 / divisor, references, out);
    }
    TreeEnsemble deep = RandomTrees.margins(10, 16, FEATURES);
    for (int references : new int[] {1000, 2000, 4000}) {
      measure("10 x depth 16, margins", deep, 8192 / divisor, references / divisor, out);
    }
  }

  private static void measure(
      String name, TreeEnsemble model, int rows, int references, PrintStream out)
      throws InterruptedException, ExecutionException {
    Baseline baseline = Baseline.background(normal(0, references));
    InterventionalTreeShap method =
        new InterventionalTreeShap(InterventionalTreeShap.Options.standard());
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    method.attribute(model, request(1, 1, baseline));
    long built = System.nanoTime();
    double busy = explain(method, model, rows, baseline);
    double seconds = (System.nanoTime() - built) / NANOS;
    long heap = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    out.printf(
        Locale.ROOT,
        "%-28s %,10d %,10d %9.2f %9.2f %9.2f %9.0f%n",
        name,
        rows,
        references,
        (built - start) / NANOS,
        seconds,
        busy / rows * MEGA,
        heap / MEGA);
  }

  /** Explains batches, each thread the next one that is left; returns their CPU time in seconds. */
  private static double explain(
      InterventionalTreeShap method, TreeEnsemble model, int rows, Baseline baseline)
      throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    int batches = (rows + BATCH - 1) / BATCH;
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Long>> works = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      works.add(
          threads.submit(
              () -> {
                for (int at = next.getAndIncrement(); at < batches; at = next.getAndIncrement()) {
                  int size = Math.min(BATCH, rows - at * BATCH);
                  method.attribute(model, request(at + 1, size, baseline));
                }
                return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
              }));
    }
    long nanos = 0;
    for (Future<Long> work : works) {
      nanos += work.get();
    }
    threads.shutdown();
    return nanos / NANOS;
  }

  private static AttributionRequest request(long seed, int rows, Baseline baseline) {
    RowIds ids = new RowIds(IntStream.range(0, rows).mapToObj(Integer::toString).toList());
    TensorBatch batch = new TensorBatch(ids, normal(seed, rows));
    return new AttributionRequest(batch, Target.outputs(0), baseline, GROUPS, 1);
  }

  private static Tensor normal(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, FEATURES);
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
