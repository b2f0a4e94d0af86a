package io.assay.engine.onnx;

import static io.assay.ErrorCode.MODEL_SHAPE;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.assay.AssayException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of a model's outputs is explained. */
final class OnnxOutput {
  private OnnxOutput() {}

  /**
   * Returns the name of the one that the job names, else of the first that gives floating-point
   * numbers.
   *
   * @throws AssayException MODEL_SHAPE if there is none
   */
  static String name(Path file, Collection<NodeInfo> outputs, Optional<String> named) {
    List<NodeInfo> asked =
        outputs.stream()
            .filter(output -> named.isEmpty() || output.getName().equals(named.get()))
            .toList();
    if (asked.isEmpty()) {
      throw new AssayException(
          MODEL_SHAPE,
          "%s has no output %s; it gives %s; name one of these in model.outputs.tensor",
          file,
          named.orElse(""),
          text(outputs));
    }
    return asked.stream()
        .filter(OnnxOutput::fits)
        .map(NodeInfo::getName)
        .findFirst()
        .orElseThrow(() -> unfit(file, asked));
  }

  private static boolean fits(NodeInfo output) {
    return output.getInfo() instanceof TensorInfo tensor
        && tensor.getShape().length <= 2
        && switch (tensor.type) {
          case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
          default -> false;
        };
  }

  private static AssayException unfit(Path file, List<NodeInfo> outputs) {
    boolean isZipMap = outputs.stream().anyMatch(o -> !(o.getInfo() instanceof TensorInfo));
    return new AssayException(
        MODEL_SHAPE,
        "%s gives %s; one must be a float tensor [rows, outputs] or [rows]: %s",
        file,
        text(outputs),
        isZipMap
            ? "convert the classifier with the option zipmap=False"
            : "export scores or probabilities, or name them in model.outputs.tensor");
  }

  private static String text(Collection<NodeInfo> outputs) {
    return outputs.stream().map(OnnxOutput::text).toList().toString();
  }

  private static String text(NodeInfo output) {
    String kind =
        output.getInfo() instanceof TensorInfo tensor
            ? type(tensor.type) + " " + Arrays.toString(tensor.getShape())
            : "a sequence or map";
    return output.getName() + " (" + kind.replace("-1", "any") + ")";
  }

  private static String type(OnnxJavaType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
