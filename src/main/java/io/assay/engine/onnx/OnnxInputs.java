package io.assay.engine.onnx;

import static io.assay.ErrorCode.MODEL_SHAPE;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.assay.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * How rows fill a model's inputs. A model of one input takes a row in its shape; one of several
 * takes the values of a flat row in the order of its inputs.
 *
 * @param inputs in the model's order
 * @param rowsACall how many rows a call must have; 0 if any number will do
 */
record OnnxInputs(List<OnnxInput> inputs, int rowsACall) {
  /** Copies the list. */
  OnnxInputs {
    inputs = List.copyOf(inputs);
  }

  /** What a model declares of an input. */
  private record Declared(String name, Element element, List<Long> shape) {
    /** Returns how many values of a row it takes, 0 if it does not say. */
    long length() {
      List<Long> sizes = sizes();
      return sizes.stream().anyMatch(size -> size < 1)
          ? 0
          : sizes.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns the sizes of one row's part. */
    List<Long> sizes() {
      return shape.isEmpty() ? shape : shape.subList(1, shape.size());
    }

    @Override
    public String toString() {
      return name + " " + text();
    }

    String text() {
      return shape.toString().replace("-1", "any");
    }
  }

  /**
   * Lays a row over the inputs.
   *
   * @param declared the model's inputs
   * @param rowShape sizes of one row
   * @throws AssayException MODEL_SHAPE if an input takes no numbers, or the row does not fit
   */
  static OnnxInputs of(Path file, Collection<NodeInfo> declared, List<Integer> rowShape) {
    List<Declared> inputs = declared.stream().map(node -> declared(file, node)).toList();
    if (inputs.isEmpty()) {
      throw new AssayException(
          MODEL_SHAPE, "%s takes no input; export the model and not its weights alone", file);
    }
    int rowsACall = rowsACall(file, inputs);
    return inputs.size() == 1
        ? new OnnxInputs(List.of(whole(file, inputs.get(0), rowShape)), rowsACall)
        : new OnnxInputs(parts(file, inputs, rowShape), rowsACall);
  }

  private static Declared declared(Path file, NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      throw new AssayException(
          MODEL_SHAPE,
          "The input %s of %s is no tensor; export the model with tensors of numbers",
          node.getName(),
          file);
    }
    Element element = Element.of(tensor.type).orElseThrow(() -> unfit(file, node, tensor.type));
    List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
    return new Declared(node.getName(), element, shape);
  }

  private static AssayException unfit(Path file, NodeInfo node, OnnxJavaType type) {
    return new AssayException(
        MODEL_SHAPE,
        "The input %s of %s takes %s; inputs take float32, float64, int64, int32 or bool: %s",
        node.getName(),
        file,
        type.name().toLowerCase(Locale.ROOT),
        type == OnnxJavaType.STRING
            ? "encode categories in the job (input.encodings) and export the model from behind its"
                + " own encoder"
            : "export it with a Cast behind such an input");
  }

  private static int rowsACall(Path file, List<Declared> inputs) {
    List<Long> fixed =
        inputs.stream()
            .map(Declared::shape)
            .filter(shape -> !shape.isEmpty() && shape.get(0) > 0)
            .map(shape -> shape.get(0))
            .distinct()
            .toList();
    if (fixed.size() > 1) {
      throw new AssayException(
          MODEL_SHAPE,
          "The inputs of %s take batches of %s rows; export it with the first axis of every input"
              + " free",
          file,
          fixed);
    }
    return fixed.isEmpty() ? 0 : Math.toIntExact(fixed.get(0));
  }

  private static OnnxInput whole(Path file, Declared input, List<Integer> rowShape) {
    List<Long> sizes = rowShape.stream().map(Integer::longValue).toList();
    List<Long> declared = input.sizes();
    if (input.shape().size() == 1 && sizes.equals(List.of(1L))) {
      return new OnnxInput(input.name(), input.element(), 0, List.of());
    }
    boolean fits = input.shape().isEmpty() || declared.size() == sizes.size();
    for (int axis = 0; fits && axis < declared.size(); axis++) {
      fits = declared.get(axis) < 1 || declared.get(axis).equals(sizes.get(axis));
    }
    if (!fits) {
      throw new AssayException(
          MODEL_SHAPE,
          "The input %s of %s takes %s, the first axis being rows; the job's features give rows of"
              + " shape %s; give it the features it was trained on",
          input.name(),
          file,
          input.text(),
          rowShape);
    }
    return new OnnxInput(input.name(), input.element(), 0, sizes);
  }

  private static List<OnnxInput> parts(Path file, List<Declared> inputs, List<Integer> rowShape) {
    long known = inputs.stream().mapToLong(Declared::length).sum();
    long width = rowShape.stream().reduce(1, Math::multiplyExact);
    long free = inputs.stream().filter(input -> input.length() == 0).count();
    boolean fits =
        rowShape.size() == 1 && free <= 1 && (free == 0 ? known == width : known < width);
    if (!fits) {
      throw new AssayException(
          MODEL_SHAPE,
          "%s takes %d inputs: %s, the first axis being rows; the job's features give rows of shape"
              + " %s, which are to fill them in this order",
          file,
          inputs.size(),
          inputs,
          rowShape);
    }
    List<OnnxInput> parts = new ArrayList<>();
    int from = 0;
    for (Declared input : inputs) {
      OnnxInput part =
          new OnnxInput(
              input.name(),
              input.element(),
              from,
              input.length() == 0 ? List.of(width - known) : input.sizes());
      parts.add(part);
      from += part.length();
    }
    return parts;
  }

  /** Returns a value that the input at a position of a row takes. */
  float madeUp(int row, int position) {
    OnnxInput part = inputs.get(0);
    for (OnnxInput input : inputs) {
      part = position >= input.from() ? input : part;
    }
    return part.element().madeUp(row, position);
  }
}
