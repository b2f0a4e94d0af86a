package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_ABILITY;
import static io.assay.ErrorCode.MODEL_FAILED;
import static io.assay.ErrorCode.MODEL_SHAPE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.assay.AssayException;
import io.assay.engine.torchscript.TappedModule.Mode;
import io.assay.engine.torchscript.TappedModule.Passed;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A TorchScript model whose code has taps. */
final class TorchScriptLayers implements Layered {
  private final TorchScriptModel whole;
  private final TappedModule taps;
  private final LayerMap map;
  private final DataType type;

  /**
   * Takes hold of the layers that were found.
   *
   * @param type that the model takes
   */
  TorchScriptLayers(TorchScriptModel whole, TappedModule taps, LayerMap map, DataType type) {
    this.whole = whole;
    this.taps = taps;
    this.map = map;
    this.type = type;
  }

  @Override
  public ModelSignature signature() {
    return whole.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return whole.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    return whole.score(input, target);
  }

  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return whole.as(ability);
  }

  @Override
  public List<LayerInfo> layers() {
    return map.infos();
  }

  @Override
  public LayerInfo layer(String selector) {
    return map.find(selector).info();
  }

  /** Returns where a layer is. */
  Layer find(String selector) {
    return map.find(selector);
  }

  @Override
  public Tensor activation(String selector, Tensor input) {
    Layer layer = map.find(selector);
    return part(below(layer), type, new LayerStretches.Below(taps, layer))
        .outputs(input)
        .reshape(shape(layer, input.rows()));
  }

  @Override
  public LayerGradient layerGradient(String selector, Tensor input, Target target) {
    Layer layer = map.find(selector);
    Session session = whole.session();
    session.checkRows(input.rowShape());
    session.checkTarget(target, input.rows());
    int length = layer.info().length();
    LayerResults results = new LayerResults(input.rows(), target, length, columns());
    session.inBatchesFor(
        input.rows(),
        length,
        (workspace, start, rows) -> {
          session.write(workspace, input, start, rows);
          NDManager scope = session.life().module().memory();
          try (Pass pass = cut(scope, layer, workspace, rows, target.slots())) {
            results.take(pass, start, rows);
          }
        });
    return results.asGradient(layer.shape());
  }

  private Pass cut(NDManager scope, Layer layer, Workspace workspace, int rows, int slots) {
    try {
      NDArray batch = workspace.input(scope, rows);
      Passed passed = taps.recorded(batch, layer, Mode.CUT, TappedModule.nothing(batch));
      PtNDArray leaf = passed.first();
      if (leaf.size() != (long) rows * layer.info().length()) {
        throw new IllegalStateException("the layer's shape was " + leaf.getShape());
      }
      return new Pass(scope, workspace, leaf, passed.outputs(), rows, slots);
    } catch (RuntimeException failure) {
      scope.close();
      throw failure;
    }
  }

  private int columns() {
    return signature().outputs().size();
  }

  @Override
  public Differentiable above(String selector, Tensor input) {
    Layer layer = map.find(selector);
    whole.session().checkRows(input.rowShape());
    ModelSignature signature =
        new ModelSignature(
            layer.info().shape(), whole.signature().outputs(), whole.signature().unit());
    Session session =
        part(signature, DataType.FLOAT32, new LayerStretches.Above(taps, layer, input, type));
    return new AboveLayer(session, layer.info().name(), input.rows());
  }

  @Override
  public Differentiable below(String selector) {
    Layer layer = map.find(selector);
    Session session = part(below(layer), type, new LayerStretches.Below(taps, layer));
    if (type != DataType.FLOAT32) {
      throw notDifferentiable(selector, "the model takes ids");
    }
    int[] one = IntStream.concat(IntStream.of(1), inputShape()).toArray();
    try {
      session.gradient(Tensor.zeros(one), Target.outputs(0));
    } catch (AssayException failure) {
      if (failure.code() == MODEL_FAILED) {
        throw notDifferentiable(selector, String.valueOf(failure.getMessage()));
      }
      throw failure;
    }
    return new TorchScriptGradients(session);
  }

  private AssayException notDifferentiable(String selector, String reason) {
    return new AssayException(
        MODEL_ABILITY,
        "Cannot differentiate layer '%s' with respect to the input of %s: %s; take a method that"
            + " explains the outputs from a layer on",
        selector,
        whole.session().life().module().file(),
        reason);
  }

  private Session part(ModelSignature signature, DataType rows, Stretch stretch) {
    return whole.session().part(signature, stretch, rows);
  }

  private ModelSignature below(Layer layer) {
    String name = layer.info().name();
    List<String> neurons =
        IntStream.range(0, layer.info().length()).mapToObj(i -> name + "[" + i + "]").toList();
    return new ModelSignature(whole.signature().inputShape(), neurons, whole.signature().unit());
  }

  private IntStream inputShape() {
    return signature().inputShape().stream().mapToInt(Integer::intValue);
  }

  private static int[] shape(Layer layer, int rows) {
    return IntStream.concat(IntStream.of(rows), IntStream.of(layer.shape())).toArray();
  }

  /** Refuses more rows than it has inputs for. */
  private record AboveLayer(Session session, String layer, int rows) implements Differentiable {
    @Override
    public ModelSignature signature() {
      return session.signature();
    }

    @Override
    public Tensor outputs(Tensor input) {
      check(input.rows());
      return session.outputs(input);
    }

    @Override
    public Tensor score(Tensor input, Target target) {
      session.checkTarget(target, input.rows());
      return Differentiable.super.score(input, target);
    }

    @Override
    public ScoredGradient gradient(Tensor input, Target target) {
      check(input.rows());
      return session.gradient(input, target);
    }

    @Override
    public Tensor gradientSum(Points points, Target target) {
      check(points.rows());
      return session.gradientSum(points, target);
    }

    private void check(int given) {
      if (given > rows) {
        throw new AssayException(
            MODEL_SHAPE,
            "Cannot run the model from layer '%s' on for %d rows: it was given %d rows of input;"
                + " give as many",
            layer,
            given,
            rows);
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }

  @Override
  public void close() {
    whole.close();
  }
}
