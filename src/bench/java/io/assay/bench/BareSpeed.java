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
import java.util.stream.IntStream;

/**
 * How fast a bare model is: rows a second on several threads together, each with the model to
 * itself.
 *
 * @param file a TorchScript model
 * @param shape the sizes of a row
 * @param outputs what the model gives for a row
 * @param threads how many work at once
 */
record BareSpeed(Path file, List<Integer> shape, int outputs, int threads) {
  private static final double SECONDS = 1.5;
  private static final double NANOS = 1e9;
  private static final int FEWEST_VALUES = 1024;

  /** Values of a batch at most: beyond, memory is slower than what is saved. */
  private static final int MOST_VALUES = 4_000_000;

  /** What is asked of the model. */
  enum Pass {
    FORWARD,
    GRADIENT;

    void make(BareModel model) {
      if (this == FORWARD) {
        model.forward();
      } else {
        model.gradient();
      }
    }
  }

  /** Returns how many rows make the quickest calls. */
  int bestRows(Pass pass) {
    int best = 1;
    double most = 0;
    for (int rows = 1; rows <= 4096; rows *= 2) {
      int values = rows * width();
      if (values >= FEWEST_VALUES && values <= MOST_VALUES) {
        double rate = rate(pass, rows);
        best = rate > most ? rows : best;
        most = Math.max(rate, most);
      }
    }
    return best;
  }

  /** Returns rows a second in calls of so many. */
  double rate(Pass pass, int rows) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Double>> rates = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        rates.add(pool.submit(() -> alone(pass, rows)));
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

  private int width() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  private double alone(Pass pass, int rows) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[rows * width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] sizes =
        IntStream.concat(IntStream.of(rows), shape.stream().mapToInt(Integer::intValue)).toArray();
    try (BareModel model = new BareModel(file, values, sizes, outputs)) {
      rate(() -> pass.make(model), rows, SECONDS / 4);
      return rate(() -> pass.make(model), rows, SECONDS);
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
