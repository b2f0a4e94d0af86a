package io.assay.bench;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Compares engines: CPU time a row of the outputs of one network in several files, one thread, the
 * least of many calls. Start it with {@code OMP_NUM_THREADS=1}.
 */
public final class EngineBench {
  private static final int[] BATCHES = {1, 16, 128, 512, 4096};
  private static final int ROWS_A_ROUND = 1 << 16;
  private static final int ROUNDS = 4;
  private static final double NANOS_A_MICRO = 1e3;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private EngineBench() {}

  /**
   * Prints a line for each file and batch size.
   *
   * @param arguments the shape of a row, such as {@code 30} or {@code 1,28,28}, then files; none
   *     for the shipped network in either engine
   */
  public static void main(String[] arguments) {
    List<String> given =
        arguments.length > 0
            ? List.of(arguments)
            : List.of(
                "30",
                "jobs/breast-cancer/model/breast_cancer_mlp.pt",
                "jobs/breast-cancer/model/breast_cancer_mlp.onnx");
    int[] shape = Arrays.stream(given.get(0).split(",")).mapToInt(Integer::parseInt).toArray();
    for (String file : given.subList(1, given.size())) {
      for (int batch : BATCHES) {
        System.out.printf(
            Locale.ROOT,
            "%s, %d rows a call: %.3f us a row%n",
            file,
            batch,
            micros(file, shape, batch));
      }
    }
  }

  private static double micros(String file, int[] shape, int batch) {
    ModelOptions options =
        new ModelOptions(
            Arrays.stream(shape).boxed().toList(), Unit.LOGIT, List.of(), Device.CPU, batch);
    Path path = Path.of(file);
    long least = Long.MAX_VALUE;
    try (BlackBox model =
        file.endsWith(".onnx")
            ? ModelFiles.openOnnx(path, options)
            : ModelFiles.openTorchScript(path, options)) {
      Tensor rows = normal(shape, batch);
      for (int call = 0; call < ROUNDS * Math.max(64, ROWS_A_ROUND / batch / 16); call++) {
        long start = CLOCK.getCurrentThreadCpuTime();
        model.outputs(rows);
        least = Math.min(least, CLOCK.getCurrentThreadCpuTime() - start);
      }
    }
    return least / NANOS_A_MICRO / batch;
  }

  private static Tensor normal(int[] shape, int rows) {
    int[] all = IntStream.concat(IntStream.of(rows), IntStream.of(shape)).toArray();
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[IntStream.of(all).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, all);
  }
}
