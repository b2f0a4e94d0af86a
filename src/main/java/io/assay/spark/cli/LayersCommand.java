package io.assay.spark.cli;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay layers MODEL}: what a model has inside. */
@Command(
    name = "layers",
    description = "Lists a model's layers in the order of computation: name, type, shape of a row.",
    mixinStandardHelpOptions = true)
final class LayersCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "A TorchScript archive.")
  private Path model = Path.of("");

  @Option(
      names = "--shape",
      required = true,
      split = ",",
      paramLabel = "SIZE",
      description = "Sizes of one row of input, such as 3,224,224 or 30.")
  private List<Integer> shape = List.of();

  @Option(names = "--ids", description = "The model takes ids, such as those of tokens.")
  private boolean ids;

  @Option(
      names = "--layer",
      paramLabel = "SELECTOR",
      description = "A further layer, such as '<fc', 'attn:softmax' or 'attn@w'; may be repeated.")
  private List<String> further = List.of();

  @Override
  public void run() {
    ModelOptions options;
    try {
      options =
          ModelOptions.ofShape(shape.toArray(Integer[]::new))
              .withInputType(ids ? InputType.INT64 : InputType.FLOAT32)
              .withLayers(further);
    } catch (IllegalArgumentException wrong) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--shape: " + wrong.getMessage(), wrong);
    }
    try (BlackBox opened = ModelFiles.openTorchScript(model, options)) {
      List<LayerInfo> layers = opened.as(Layered.class).map(Layered::layers).orElse(List.of());
      print(layers, spec.commandLine().getOut());
    }
  }

  private static void print(List<LayerInfo> layers, PrintWriter out) {
    if (layers.isEmpty()) {
      out.println("No layers: the model was frozen or inlined; name operations with --layer.");
      return;
    }
    int name = layers.stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
    int type = layers.stream().mapToInt(layer -> layer.type().length()).max().orElse(0);
    String line = "%-" + Math.max(name, 4) + "s  %-" + Math.max(type, 4) + "s  %s%n";
    out.printf(line, "name", "type", "shape");
    for (LayerInfo layer : layers) {
      String sizes = layer.shape().stream().map(String::valueOf).collect(Collectors.joining(" x "));
      out.printf(line, layer.name(), layer.type(), sizes);
    }
  }
}
