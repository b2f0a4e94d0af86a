package io.assay.bench;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.BackwardRule;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.Layered;
import io.assay.model.LinePoints;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.NoisePoints;
import io.assay.model.RuleBased;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Compares what explainers cost with a bare forward and backward pass of libtorch over the same
 * rows, in the same run and in turn; times are the least CPU times of one thread. Of sums the ratio
 * is that of one gradient. Start it with {@code OMP_NUM_THREADS=1}.
 */
public final class ExplainerBench {
  private static final int STEPS = 10;
  private static final double ROUND_SECONDS = 0.3;
  private static final int ROUNDS = 12;
  private static final double NANOS = 1e9;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private ExplainerBench() {}

  /**
   * Prints a table for each model.
   *
   * @param arguments of each model a TorchScript file, the sizes of a row such as 3x32x32, rows in
   *     a batch, and the layer of Grad-CAM or a dash; none for two networks of the tests and
   *     MobileNet
   */
  public static void main(String[] arguments) {
    List<String> models =
        arguments.length > 0
            ? List.of(arguments)
            : List.of(
                "src/test/resources/golden/mlp_bc/model_script.pt",
                "30",
                "256",
                "-",
                "src/test/resources/engine/rules/resnet_script.pt",
                "3x32x32",
                "16",
                "layer4",
                "jobs/imagenet-photos/model/mobilenet_v1_025_224.pt",
                "3x224x224",
                "4",
                "features.26");
    for (int i = 0; i < models.size(); i += 4) {
      int[] shape =
          Arrays.stream(models.get(i + 1).split("x", -1)).mapToInt(Integer::parseInt).toArray();
      int rows = Integer.parseInt(models.get(i + 2));
      print(Path.of(models.get(i)), shape, rows, models.get(i + 3), System.out);
    }
  }

  private static void print(Path file, int[] shape, int rows, String layer, PrintStream out) {
    ModelOptions options =
        new ModelOptions(
            Arrays.stream(shape).boxed().toList(), Unit.LOGIT, List.of(), Device.CPU, rows);
    long start = System.nanoTime();
    try (BlackBox model = ModelFiles.openTorchScript(file, options)) {
      double opened = (System.nanoTime() - start) / NANOS;
      Tensor input = normal(1, rows, shape);
      int outputs = model.signature().outputs().size();
      try (BareModel bare = new BareModel(file, input.values(), input.shape(), outputs)) {
        out.printf(Locale.ROOT, "%n%s, %d rows, opened in %.2f s%n", file, rows, opened);
        print(works(model, input, layer, bare), out);
      }
    }
  }

  private static void print(Map<String, Runnable> works, PrintStream out) {
    Map<String, Double> least = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      works.forEach((name, work) -> least.merge(name, seconds(work), Math::min));
    }
    double bare = least.values().iterator().next();
    least.forEach(
        (name, seconds) -> {
          int gradients = name.contains("of " + STEPS) ? STEPS : 1;
          out.printf(
              Locale.ROOT,
              "%-34s %10.3f ms %8.2f%n",
              name,
              seconds * 1e3 / gradients,
              seconds / bare / gradients);
        });
  }

  private static Map<String, Runnable> works(
      BlackBox model, Tensor input, String layer, BareModel bare) {
    Target target = Target.outputs(0);
    Differentiable gradients = model.as(Differentiable.class).orElseThrow();
    RuleBased rules = model.as(RuleBased.class).orElseThrow();
    Tensor zeros = Tensor.zeros(input.shape());
    LinePoints lines = lines(input, zeros);
    NoisePoints noise = noise(input);
    Map<String, Runnable> works = new LinkedHashMap<>();
    works.put("bare forward and backward", bare::gradient);
    works.put("gradient", () -> gradients.gradient(input, target));
    works.put("along lines, one of " + STEPS, () -> gradients.gradientSum(lines, target));
    works.put("under noise, one of " + STEPS, () -> gradients.noiseMoments(noise, target));
    works.put("DeepLIFT", () -> rules.multipliers(input, zeros, target));
    for (BackwardRule rule :
        List.of(
            new BackwardRule.Guided(),
            new BackwardRule.Deconvolution(),
            new BackwardRule.LrpEpsilon(1e-6),
            new BackwardRule.LrpZPlus(),
            new BackwardRule.LrpGamma(0.25))) {
      works.put(rule.getClass().getSimpleName(), () -> rules.gradient(input, target, rule));
    }
    if (!layer.equals("-")) {
      Layered layered = model.as(Layered.class).orElseThrow();
      works.put("gradient at " + layer, () -> layered.layerGradient(layer, input, target));
    }
    return works;
  }

  private static LinePoints lines(Tensor ends, Tensor starts) {
    List<Double> nodes = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      nodes.add((step + 0.5) / STEPS);
      weights.add(1.0 / STEPS);
    }
    return new LinePoints(ends, starts, nodes, weights);
  }

  private static NoisePoints noise(Tensor centres) {
    int[] shape = IntStream.concat(IntStream.of(STEPS), IntStream.of(centres.rowShape())).toArray();
    return new NoisePoints(centres, normal(2, centres.rows(), shape));
  }

  private static double seconds(Runnable work) {
    long start = CLOCK.getCurrentThreadCpuTime();
    int calls = 0;
    double spent = 0;
    while (spent < ROUND_SECONDS / ROUNDS || calls == 0) {
      work.run();
      calls++;
      spent = (CLOCK.getCurrentThreadCpuTime() - start) / NANOS;
    }
    return spent / calls;
  }

  private static Tensor normal(long seed, int rows, int[] shape) {
    int[] sizes = IntStream.concat(IntStream.of(rows), IntStream.of(shape)).toArray();
    int length = IntStream.of(shape).reduce(1, Math::multiplyExact);
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Math.multiplyExact(rows, length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, sizes);
  }
}
