package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.assay.model.AttentionGradient;
import io.assay.model.Attentive;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A TorchScript model whose attentions were found in a first pass. */
final class TorchScriptAttention implements Attentive, LayeredView {
  private static final int MOST_VALUES_A_ROW = Integer.MAX_VALUE / 2;

  private final TorchScriptLayers inside;
  private final Session session;
  private final DataType type;
  private final List<int[]> shapes; // heads, queries, keys of each

  /**
   * Takes hold of the attentions.
   *
   * @param type that the model takes
   * @param shapes [heads, queries, keys] of each attention, in the order of computation
   */
  TorchScriptAttention(
      TorchScriptLayers inside, Session session, DataType type, List<int[]> shapes) {
    this.inside = inside;
    this.session = session;
    this.type = type;
    this.shapes = List.copyOf(shapes);
  }

  @Override
  public TorchScriptLayers inside() {
    return inside;
  }

  @Override
  public int attentions() {
    return shapes.size();
  }

  @Override
  public List<Tensor> attention(Tensor input) {
    List<float[]> weights = arrays(input.rows());
    new RootMethod(session, "assay_attention", type)
        .on(
            input,
            width(),
            (scope, start, rows) -> List.of(),
            (found, start, rows) -> take(found, 0, weights, start, rows));
    return tensors(weights, input.rows());
  }

  @Override
  public AttentionGradient attentionGradient(Tensor input, Target target) {
    session.checkTarget(target, input.rows());
    int slots = target.slots();
    int count = shapes.size();
    float[] scores = new float[Math.multiplyExact(input.rows(), slots)];
    List<float[]> weights = arrays(input.rows());
    List<float[]> gradients = arrays(Math.multiplyExact(input.rows(), slots));
    new RootMethod(session, "assay_attention_gradient", type)
        .on(
            input,
            Math.multiplyExact(width(), slots + 1),
            (scope, start, rows) -> List.of(RootMethod.columns(scope, target, start, rows)),
            (found, start, rows) -> {
              RootMethod.copy(found.get(0), scores, start * slots);
              take(found, 1, weights, start, rows);
              for (int slot = 0; slot < slots; slot++) {
                takeSlot(found, 1 + (slot + 1) * count, gradients, start * slots + slot, slots);
              }
            });
    return new AttentionGradient(
        Tensor.of(scores, input.rows(), slots),
        tensors(weights, input.rows()),
        tensors(gradients, input.rows(), slots));
  }

  private void take(NDList found, int from, List<float[]> into, int start, int rows) {
    for (int each = 0; each < shapes.size(); each++) {
      RootMethod.copy(
          checked(found, from + each, each, rows), into.get(each), start * length(each));
    }
  }

  /** Copies each row to every {@code slots}-th place, from place {@code first} on. */
  private void takeSlot(NDList found, int from, List<float[]> into, int first, int slots) {
    for (int each = 0; each < shapes.size(); each++) {
      java.nio.FloatBuffer values = NativeModule.floats(found.get(from + each));
      int length = length(each);
      int rows = values.remaining() / length;
      for (int row = 0; row < rows; row++) {
        values.get(into.get(each), (first + row * slots) * length, length);
      }
    }
  }

  private NDArray checked(NDList found, int at, int each, int rows) {
    long[] sizes = IntStream.of(shapes.get(each)).asLongStream().toArray();
    Shape expected = new Shape(rows).addAll(new Shape(sizes));
    if (at >= found.size() || !found.get(at).getShape().equals(expected)) {
      throw new IllegalStateException(
          "attention %d was not of the shape %s that the first pass showed"
              .formatted(each, expected));
    }
    return found.get(at);
  }

  private int length(int each) {
    return IntStream.of(shapes.get(each)).reduce(1, Math::multiplyExact);
  }

  private int width() {
    long all = IntStream.range(0, shapes.size()).mapToLong(this::length).sum();
    return (int) Math.min(MOST_VALUES_A_ROW, all);
  }

  private List<float[]> arrays(int rows) {
    return IntStream.range(0, shapes.size())
        .mapToObj(each -> new float[Math.multiplyExact(rows, length(each))])
        .toList();
  }

  private List<Tensor> tensors(List<float[]> values, int... leading) {
    return IntStream.range(0, values.size())
        .mapToObj(
            each ->
                Tensor.of(
                    values.get(each),
                    Stream.of(leading, shapes.get(each)).flatMapToInt(IntStream::of).toArray()))
        .toList();
  }
}
