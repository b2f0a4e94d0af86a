package io.assay.bench;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Points;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Compares what the engine costs with the physical limit: rows a second of a bare forward and
 * backward pass, of {@code gradient}, and of the 50 points a row of {@code gradientSum} that
 * integrated gradients takes. The ratio is time per gradient over bare time per gradient at the
 * same batch size; the aim is at most 1.05. Times are the least CPU times of one thread, measured
 * in turn, so that a busy machine shows little. Start it with {@code OMP_NUM_THREADS=1}.
 */
public final class GradientBench {
  private static final int[] BATCHES = {1, 16, 64, 128, 256, 512, 1024, 2048, 4096};
  private static final int POINTS_A_ROW = 50;
  private static final int GRADIENTS_A_ROUND = 4096;
  private static final int ROUNDS = 40;
  private static final double NANOS = 1e9;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private GradientBench() {}

  /**
   * Prints a table for each model.
   *
   * @param arguments pairs of a TorchScript file and its number of features; none for the two
   *     networks of the tests
   */
  public static void main(String[] arguments) {
    List<String> models =
        arguments.length > 0
            ? List.of(arguments)
            : List.of(
                "src/test/resources/engine/breast_cancer_mlp.pt", "30",
                "src/test/resources/golden/mlp_bc/model_script.pt", "30");
    for (int i = 0; i < models.size(); i += 2) {
      print(Path.of(models.get(i)), Integer.parseInt(models.get(i + 1)), System.out);
    }
  }

  private static void print(Path file, int features, PrintStream out) {
    out.printf("%n%s%n", file);
    out.printf(
        "%8s %14s %14s %14s %9s %9s%n",
        "batch", "bare rows/s", "gradient", "50-point sum", "ratio", "ratio");
    double best = 0;
    double bestSum = 0;
    for (int batch : BATCHES) {
      double[] seconds = secondsPerGradient(file, features, batch);
      best = Math.max(best, 1 / seconds[0]);
      bestSum = Math.max(bestSum, 1 / seconds[2]);
      out.printf(
          Locale.ROOT,
          "%8d %14.0f %14.0f %14.0f %9.3f %9.3f%n",
          batch,
          1 / seconds[0],
          1 / seconds[1],
          1 / seconds[2] / POINTS_A_ROW,
          seconds[1] / seconds[0],
          seconds[2] / seconds[0]);
    }
    out.printf(Locale.ROOT, "best against best: %.3f%n", best / bestSum);
  }

  /** Returns the time of one row's gradient: bare, by gradient, by gradientSum. */
  private static double[] secondsPerGradient(Path file, int features, int batch) {
    Target target = Target.outputs(0);
    Tensor rows = normal(batch, features);
    ModelOptions options =
        new ModelOptions(List.of(features), Unit.LOGIT, List.of(), Device.CPU, batch);
    try (Differentiable model =
        ModelFiles.openTorchScript(file, options).as(Differentiable.class).orElseThrow()) {
      int outputs = model.signature().outputs().size();
      try (BareModel bare = new BareModel(file, rows.values(), batch, outputs)) {
        int calls = Math.max(1, GRADIENTS_A_ROUND / batch);
        Points path = new Path50(normal(Math.max(1, calls * batch / POINTS_A_ROW), features));
        double[] least = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
          least[0] = Math.min(least[0], seconds(calls, bare::gradient) / batch);
          least[1] = Math.min(least[1], seconds(calls, () -> model.gradient(rows, target)) / batch);
          least[2] =
              Math.min(least[2], seconds(1, () -> model.gradientSum(path, target)) / path.size());
        }
        return least;
      }
    }
  }

  private static double seconds(int calls, Runnable work) {
    long start = CLOCK.getCurrentThreadCpuTime();
    for (int call = 0; call < calls; call++) {
      work.run();
    }
    return (CLOCK.getCurrentThreadCpuTime() - start) / NANOS / calls;
  }

  private static Tensor normal(int rows, int features) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, features);
  }

  /** Midpoints of the straight paths from zero to rows. */
  private record Path50(Tensor ends) implements Points {
    @Override
    public int rows() {
      return ends.rows();
    }

    @Override
    public int[] rowShape() {
      return ends.rowShape();
    }

    @Override
    public int size() {
      return ends.rows() * POINTS_A_ROW;
    }

    @Override
    public int row(int point) {
      return point / POINTS_A_ROW;
    }

    @Override
    public double weight(int point) {
      return 1.0 / POINTS_A_ROW;
    }

    @Override
    public void write(int point, float[] into, int offset) {
      float[] values = ends.values();
      int length = ends.rowLength();
      int from = row(point) * length;
      float share = (point % POINTS_A_ROW + 0.5f) / POINTS_A_ROW;
      for (int i = 0; i < length; i++) {
        into[offset + i] = share * values[from + i];
      }
    }
  }
}
