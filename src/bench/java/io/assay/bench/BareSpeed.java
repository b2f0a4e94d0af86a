package io.assay.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How fast a bare model is: rows a second on several threads together, each with the model to
 * itself, at the batch size that is best.
 *
 * @param file a TorchScript model
 * @param shape the sizes of a row
 * @param outputs what the model gives for a row
 * @param threads how many work at once
 */
record BareSpeed(Path file, List<Integer> shape, int outputs, int threads) {
  private static final double SECONDS = 1.5;
  private static final double NANOS = 1e9;

  /** Values of a batch at most: beyond, memory is slower than what is saved. */
  private static final int MOST_VALUES = 4_000_000;

  /** Returns rows a second that pass forward and back. */
  double gradients() {
    return best(BareModel::gradient);
  }

  /** Returns rows a second that pass forward. */
  double forwards() {
    return best(BareModel::forward);
  }

  private double best(Consumer<BareModel> pass) {
    int width = shape.stream().reduce(1, Math::multiplyExact);
    return IntStream.iterate(1, rows -> rows <= 4096, rows -> rows * 2)
        .filter(rows -> (long) rows * width <= MOST_VALUES && rows * width >= 1024)
        .mapToDouble(rows -> together(rows, width, pass))
        .max()
        .orElseThrow();
  }

  private double together(int rows, int width, Consumer<BareModel> pass) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Double>> rates = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        rates.add(pool.submit(() -> alone(rows, width, pass)));
      }
      double sum = 0;
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdown();
    }
  }

  private double alone(int rows, int width, Consumer<BareModel> pass) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] sizes =
        IntStream.concat(IntStream.of(rows), shape.stream().mapToInt(Integer::intValue)).toArray();
    try (BareModel model = new BareModel(file, values, sizes, outputs)) {
      rate(() -> pass.accept(model), rows, SECONDS / 4);
      return rate(() -> pass.accept(model), rows, SECONDS);
    }
  }

  private static double rate(Runnable pass, int rows, double seconds) {
    long start = System.nanoTime();
    long done = 0;
    while ((System.nanoTime() - start) / NANOS < seconds) {
      pass.run();
      done += rows;
    }
    return done / ((System.nanoTime() - start) / NANOS);
  }

  @Override
  public String toString() {
    return "%s, rows of %s, %d threads"
        .formatted(file.getFileName(), Arrays.asList(shape), threads);
  }
}
