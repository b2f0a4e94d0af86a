package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_FAILED;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.assay.AssayException;
import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.rules.RuleFamilies;
import io.assay.engine.torchscript.tap.TapWriter;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attention weights, of models in which a first pass computes any. */
final class AttentionFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(AttentionFeature.class);
  private static final float SUM_ERROR = 1e-3f;

  private final DataType type;
  private boolean mayAttend;

  /**
   * Prepares it.
   *
   * @param type that the model takes
   */
  AttentionFeature(DataType type) {
    this.type = type;
  }

  @Override
  public void write(Program program, ClassCode root, TapWriter taps) {
    mayAttend = RuleFamilies.addAttention(program, root);
  }

  @Override
  public Optional<BlackBox> view(TorchScriptModel model, TorchScriptLayers layers) {
    List<int[]> shapes = mayAttend ? shapes(model) : List.of();
    return shapes.isEmpty()
        ? Optional.empty()
        : Optional.of(new TorchScriptAttention(layers, model.session(), type, shapes));
  }

  /** Returns [heads, queries, keys] of every attention that a row of zeros comes by. */
  private List<int[]> shapes(TorchScriptModel model) {
    IntStream sizes = model.signature().inputShape().stream().mapToInt(Integer::intValue);
    Tensor zeros = Tensor.zeros(IntStream.concat(IntStream.of(1), sizes).toArray());
    List<int[]> shapes = new ArrayList<>();
    try {
      new RootMethod(model.session(), "assay_attention", type)
          .on(
              zeros,
              1,
              (scope, start, rows) -> List.of(),
              (found, start, rows) -> found.forEach(each -> shapes.add(shape(each))));
    } catch (AssayException failure) {
      if (failure.code() != MODEL_FAILED) {
        throw failure;
      }
      LOG.info("No attention: {}", failure.getMessage());
      return List.of();
    }
    return shapes;
  }

  private static int[] shape(NDArray weights) {
    long[] sizes = weights.getShape().getShape();
    int keys = Math.toIntExact(sizes[3]);
    FloatBuffer values = NativeModule.floats(weights);
    for (int first = 0; first < values.remaining(); first += keys) {
      float sum = 0;
      for (int key = 0; key < keys; key++) {
        sum += values.get(first + key);
      }
      if (Math.abs(sum - 1) > SUM_ERROR) {
        throw new IllegalStateException("attention weights add up to " + sum);
      }
    }
    return new int[] {Math.toIntExact(sizes[1]), Math.toIntExact(sizes[2]), keys};
  }
}
