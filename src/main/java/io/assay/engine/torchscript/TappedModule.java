package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;

/** A module whose taps can be asked for one place at a time. */
final class TappedModule {
  /** The method of the root module that runs a tapped pass. */
  static final String ENTRY = "assay_taps";

  private static final int NOWHERE = -1;
  private static final int EVERYWHERE = -2;
  private static final int NUMBERS = 4; // place, firing, mode, how often the place fired

  private final NativeModule module;

  TappedModule(NativeModule module) {
    this.module = module;
  }

  /** What is done at a place; the code of taps knows the numbers. */
  enum Mode {
    /** What is there is copied. */
    HOLD(0),
    /** What is there becomes a leaf: gradients go no further back. */
    CUT(1),
    /** A leaf of zeros is added: gradients go there and further back. */
    ADD(2),
    /** Something else is put there. */
    PUT(3);

    private final int number;

    Mode(int number) {
      this.number = number;
    }
  }

  /**
   * A pass with one place asked for.
   *
   * @param outputs of the model
   * @param held the copy; or the leaf of CUT; or the copy and the leaf of ADD
   * @param firings how often the place was computed
   */
  record Passed(PtNDArray outputs, List<PtNDArray> held, long firings) {
    /** Returns what was held first. */
    PtNDArray first() {
      if (held.isEmpty()) {
        throw new IllegalStateException("the layer was computed " + firings + " times");
      }
      return held.get(0);
    }
  }

  /** A place that a pass came by, and what was there. */
  record Seen(int place, Shape shape, DataType type) {}

  /** Runs a pass without recording gradients. */
  Passed run(NDArray input, Layer layer, Mode mode, NDArray put) {
    return passed(module.call(ENTRY, arguments(input, layer, mode, put)));
  }

  /** Runs a pass and records gradients. */
  Passed recorded(NDArray input, Layer layer, Mode mode, NDArray put) {
    return passed(module.recordedCall(ENTRY, arguments(input, layer, mode, put)));
  }

  /** Returns what is put where nothing is put. */
  static NDArray nothing(NDArray input) {
    return input.getManager().zeros(new Shape(1));
  }

  private static NDList arguments(NDArray input, Layer layer, Mode mode, NDArray put) {
    long[] numbers = {layer.place().number(), layer.firing(), mode.number, 0};
    return new NDList(input, numbers(input.getManager(), numbers), put);
  }

  private static NDArray numbers(NDManager scope, long[] numbers) {
    return scope.create(numbers);
  }

  private static Passed passed(NDList found) {
    List<PtNDArray> held = new ArrayList<>();
    for (int i = 3; i < found.size(); i++) { // after outputs, numbers and what was put in
      held.add((PtNDArray) found.get(i));
    }
    return new Passed((PtNDArray) found.get(0), held, found.get(1).toLongArray()[NUMBERS - 1]);
  }

  /** Returns the outputs of a pass with no place asked for. */
  PtNDArray untouched(NDArray input) {
    long[] numbers = {NOWHERE, 0, 0, 0};
    NDList arguments = new NDList(input, numbers(input.getManager(), numbers), nothing(input));
    return (PtNDArray) module.call(ENTRY, arguments).head();
  }

  /** Returns every place that a pass comes by, in order, as often as it does. */
  List<Seen> survey(NDArray input) {
    long[] asked = {EVERYWHERE, 0, 0, 0};
    NDList arguments = new NDList(input, numbers(input.getManager(), asked), nothing(input));
    NDList found = module.call(ENTRY, arguments);
    long[] numbers = found.get(1).toLongArray();
    List<Seen> seen = new ArrayList<>();
    for (int i = NUMBERS; i < numbers.length; i++) {
      NDArray value = found.get(3 + i - NUMBERS);
      seen.add(new Seen((int) numbers[i], value.getShape(), value.getDataType()));
    }
    return seen;
  }
}
