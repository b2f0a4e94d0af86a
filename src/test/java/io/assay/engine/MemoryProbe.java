package io.assay.engine;

import io.assay.golden.GoldenCase;
import io.assay.model.Attentive;
import io.assay.model.BackwardRule;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.Layered;
import io.assay.model.NoisePoints;
import io.assay.model.RuleBased;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Measures how much a process grows while a model works. It is a process of its own with a small
 * Java heap that is whole from the start, so that what grows is native memory and nothing else.
 */
final class MemoryProbe {
  private static final int WARM_UP = 20_000;
  private static final int BATCHES = 20_000;

  private MemoryProbe() {}

  /** Starts the process and returns by how many megabytes it grew. */
  static double growthMb(String work) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms64m",
            "-Xmx64m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // the optimising compiler's own memory comes and goes
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path").replace(',', File.pathSeparatorChar),
            MemoryProbe.class.getName(),
            work);
    builder.environment().put("MALLOC_ARENA_MAX", "1"); // glibc would keep an arena a thread
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException("the probe failed: " + said);
    }
    return Double.parseDouble(said.strip().replaceFirst("(?s).*\\n", ""));
  }

  /** Does the work twice and prints the growth of the second time. */
  public static void main(String[] arguments) throws IOException {
    double growth =
        switch (arguments[0]) {
          case "models" -> ofModels(20, 200);
          case "layers" -> ofLayers(WARM_UP, BATCHES);
          case "onnx" -> ofOnnx(WARM_UP, BATCHES) + ofOnnxModels(20, 400);
          case "rules" -> ofRules(WARM_UP / 30, BATCHES);
          default -> ofBatches(WARM_UP, BATCHES);
        };
    System.out.println(growth);
  }

  /** So many batches of two rows for each of six explainers that are one native call. */
  private static double ofRules(int warmUp, int count) throws IOException {
    GoldenCase numbers = GoldenCase.mlpBc10();
    GoldenCase text = new GoldenCase("text_attn");
    ModelOptions ids = ModelOptions.ofShape(9).withInputType(ModelOptions.InputType.INT64);
    try (BlackBox model = ModelFiles.openTorchScript(numbers.traced(), ModelOptions.ofShape(10));
        BlackBox attending = ModelFiles.openTorchScript(text.traced(), ids)) {
      Tensor rows = numbers.inputs().slice(0, 2);
      Tensor tokens = text.npy("ids").tensor().slice(0, 2);
      rules(model, attending, rows, tokens, warmUp);
      double before = residentMb();
      rules(model, attending, rows, tokens, count);
      return residentMb() - before;
    }
  }

  private static void rules(
      BlackBox model, BlackBox attending, Tensor rows, Tensor tokens, int count) {
    RuleBased rules = model.as(RuleBased.class).orElseThrow();
    Differentiable gradients = model.as(Differentiable.class).orElseThrow();
    Attentive attention = attending.as(Attentive.class).orElseThrow();
    NoisePoints noise = new NoisePoints(rows, Tensor.zeros(2, 2, 10));
    Tensor zeros = Tensor.zeros(2, 10);
    Target target = Target.outputs(1);
    for (int batch = 0; batch < count; batch++) {
      rules.gradient(rows, target, new BackwardRule.Guided());
      rules.gradient(rows, target, new BackwardRule.LrpZPlus());
      rules.multipliers(rows, zeros, target);
      rules.multipliers("net.1", rows, zeros, target);
      gradients.noiseMoments(noise, target);
      attention.attentionGradient(tokens, target);
    }
  }

  private static double ofBatches(int warmUp, int count) throws IOException {
    GoldenCase golden = GoldenCase.mlpBc10();
    Tensor inputs = golden.inputs();
    try (Differentiable model = Models.open(golden.scripted(), ModelOptions.ofShape(10))) {
      batches(model, inputs, warmUp);
      double before = residentMb();
      batches(model, inputs, count);
      return residentMb() - before;
    }
  }

  private static void batches(Differentiable model, Tensor inputs, int count) {
    for (int batch = 0; batch < count; batch++) {
      if (batch % 2 == 0) {
        model.gradient(inputs, Target.outputs(0, 1));
      } else {
        model.outputs(inputs);
      }
    }
  }

  /** Batches of 1 to 32 rows, now of one input and now of five. */
  private static double ofOnnx(int warmUp, int count) throws IOException {
    Tensor inputs = GoldenCase.mlpBc10().inputs();
    try (BlackBox one = ModelFiles.openOnnx(GoldenCase.mlpBc10().onnx(), ModelOptions.ofShape(10));
        BlackBox five =
            ModelFiles.openOnnx(Models.file("onnx/several.onnx"), ModelOptions.ofShape(6))) {
      onnxBatches(one, five, inputs, warmUp);
      double before = residentMb();
      onnxBatches(one, five, inputs, count);
      return residentMb() - before;
    }
  }

  private static void onnxBatches(BlackBox one, BlackBox five, Tensor inputs, int count) {
    for (int batch = 0; batch < count; batch++) {
      int rows = 1 + batch % 32;
      one.outputs(inputs.slice(0, rows));
      five.outputs(Tensor.zeros(rows, 6));
    }
  }

  private static double ofOnnxModels(int warmUp, int count) throws IOException {
    openAndCloseOnnx(warmUp);
    double before = residentMb();
    openAndCloseOnnx(count);
    return residentMb() - before;
  }

  private static void openAndCloseOnnx(int times) {
    for (int time = 0; time < times; time++) {
      ModelFiles.openOnnx(GoldenCase.textAttn().onnx(), ModelOptions.ofShape(9)).close();
    }
  }

  private static double ofLayers(int warmUp, int count) throws IOException {
    GoldenCase golden = GoldenCase.mlpBc10();
    Tensor inputs = golden.inputs();
    ModelOptions options = ModelOptions.ofShape(10);
    try (Layered model = Models.open(golden.scripted(), options).as(Layered.class).orElseThrow()) {
      String layer = model.layers().get(1).name();
      layerBatches(model, layer, inputs, warmUp);
      double before = residentMb();
      layerBatches(model, layer, inputs, count);
      return residentMb() - before;
    }
  }

  private static void layerBatches(Layered model, String layer, Tensor inputs, int count) {
    for (int batch = 0; batch < count; batch++) {
      if (batch % 2 == 0) {
        model.layerGradient(layer, inputs, Target.outputs(0, 1));
      } else {
        Tensor held = model.activation(layer, inputs);
        model.above(layer, inputs).gradient(held, Target.outputs(0));
      }
    }
  }

  /** A model that is not given back shows: it has 0.3 MB of weights. */
  private static double ofModels(int warmUp, int count) throws IOException {
    GoldenCase golden = GoldenCase.mlpBc();
    openAndClose(golden, warmUp);
    double before = residentMb();
    openAndClose(golden, count);
    return residentMb() - before;
  }

  private static void openAndClose(GoldenCase golden, int times) {
    for (int time = 0; time < times; time++) {
      try (Differentiable model = Models.open(golden.scripted(), ModelOptions.ofShape(30))) {
        model.gradient(golden.inputs(), golden.target());
      }
    }
  }

  private static double residentMb() throws IOException {
    System.gc(); // buffers that Java has let go of are not what is asked
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
