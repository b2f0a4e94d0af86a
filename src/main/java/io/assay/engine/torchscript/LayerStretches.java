package io.assay.engine.torchscript;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.assay.engine.torchscript.TappedModule.Mode;
import io.assay.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.function.IntUnaryOperator;

/** The parts of a model on either side of a layer. */
final class LayerStretches {
  private LayerStretches() {}

  /** The model up to a layer. */
  record Below(TappedModule taps, Layer layer) implements Stretch {
    @Override
    public PtNDArray outputs(NDArray rows, IntUnaryOperator owner) {
      return taps.run(rows, layer, Mode.HOLD, TappedModule.nothing(rows)).first();
    }

    @Override
    public PtNDArray recorded(NDArray rows, IntUnaryOperator owner) {
      return taps.recorded(rows, layer, Mode.HOLD, TappedModule.nothing(rows)).first();
    }
  }

  /**
   * The model from a layer on.
   *
   * @param context the inputs of the whole model, by owner
   * @param type that the model takes
   */
  record Above(TappedModule taps, Layer layer, Tensor context, DataType type) implements Stretch {
    @Override
    public PtNDArray outputs(NDArray rows, IntUnaryOperator owner) {
      return taps.run(inputs(rows, owner), layer, Mode.PUT, rows).outputs();
    }

    @Override
    public PtNDArray recorded(NDArray rows, IntUnaryOperator owner) {
      return taps.recorded(inputs(rows, owner), layer, Mode.PUT, rows).outputs();
    }

    /** Copies the owners' inputs, in the order of the rows, to where the rows live. */
    private NDArray inputs(NDArray rows, IntUnaryOperator owner) {
      int count = Math.toIntExact(rows.getShape().get(0));
      int length = context.rowLength();
      long[] shape = new long[context.rank()];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = axis == 0 ? count : context.size(axis);
      }
      NDManager scope = rows.getManager();
      NDArray inputs = scope.newSubManager(Device.cpu()).zeros(new Shape(shape));
      FloatBuffer values = inputs.toByteBuffer(true).asFloatBuffer();
      for (int row = 0; row < count; row++) {
        values.put(context.values(), owner.applyAsInt(row) * length, length);
      }
      NDArray here = inputs.toDevice(scope.getDevice(), false).toType(type, false);
      here.attach(scope);
      return here;
    }
  }
}
