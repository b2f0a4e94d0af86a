package io.assay.attribution.perturbation;

import java.util.Arrays;

/**
 * Boxes that slide over a row of some shape, each a stride beyond the one before it on its axis;
 * the last on an axis is cut off at the edge. Every position is in one box at least.
 */
final class Windows {
  private final int[] shape;
  private final int[] window;
  private final int[] stride;
  private final int[] counts; // boxes on each axis

  private Windows(int[] shape, int[] window, int[] stride) {
    this.shape = shape;
    this.window = window;
    this.stride = stride;
    this.counts = new int[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      int beyond = Math.max(0, shape[axis] - window[axis]);
      counts[axis] = 1 + (beyond + stride[axis] - 1) / stride[axis];
    }
  }

  /**
   * Returns the boxes on a shape.
   *
   * @param shape sizes of a row, one an axis
   * @param window sizes of a box, at most those of the row
   * @param stride how far from one box to the next on each axis, at most the box's size
   */
  static Windows on(int[] shape, int[] window, int[] stride) {
    return new Windows(shape.clone(), window.clone(), stride.clone());
  }

  int size() {
    return Arrays.stream(counts).reduce(1, Math::multiplyExact);
  }

  /** What is done with a position. */
  interface Visitor {
    void visit(int position);
  }

  /** Visits every position of a box, row-major. */
  void visit(int box, Visitor visitor) {
    int[] from = new int[shape.length];
    int[] to = new int[shape.length];
    int rest = box;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      from[axis] = rest % counts[axis] * stride[axis];
      to[axis] = Math.min(shape[axis], from[axis] + window[axis]);
      rest /= counts[axis];
    }
    visit(0, 0, from, to, visitor);
  }

  private void visit(int axis, int before, int[] from, int[] to, Visitor visitor) {
    for (int at = from[axis]; at < to[axis]; at++) {
      int position = before * shape[axis] + at;
      if (axis == shape.length - 1) {
        visitor.visit(position);
      } else {
        visit(axis + 1, position, from, to, visitor);
      }
    }
  }
}
