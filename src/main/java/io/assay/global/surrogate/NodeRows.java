package io.assay.global.surrogate;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows by which a node's question is chosen: rows of the data first, then queries.
 *
 * @param known rows of the data in this node
 * @param asked rows composed of them that lie in this node
 */
record NodeRows(Answered known, Answered asked) {
  static NodeRows of(Answered known) {
    return new NodeRows(known, known.select());
  }

  int width() {
    return known.width();
  }

  int rows() {
    return known.rows() + asked.rows();
  }

  float value(int row, int feature) {
    int first = known.rows();
    return row < first
        ? known.input().at(row * width() + feature)
        : asked.input().at((row - first) * width() + feature);
  }

  float score(int row) {
    int first = known.rows();
    return row < first ? known.scores().at(row) : asked.scores().at(row - first);
  }

  /** Returns the same node with more queries. */
  NodeRows with(Answered more) {
    return new NodeRows(known, joined(asked, more));
  }

  /** Returns the rows that go left, or those that go right. */
  NodeRows side(Split split, Side side) {
    return new NodeRows(side(known, split, side), side(asked, split, side));
  }

  /** The two ways out of a node. */
  enum Side {
    LEFT,
    RIGHT
  }

  private static Answered side(Answered rows, Split split, Side side) {
    List<Integer> chosen = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      float value = rows.input().at(row * rows.width() + split.feature());
      if (split.sendsLeft(value) == (side == Side.LEFT)) {
        chosen.add(row);
      }
    }
    return rows.select(chosen.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Answered joined(Answered one, Answered other) {
    return new Answered(
        joined(one.input(), other.input()),
        joined(one.scores(), other.scores()),
        joined(one.wins(), other.wins()));
  }

  private static Tensor joined(Tensor one, Tensor other) {
    float[] values = new float[one.values().length + other.values().length];
    System.arraycopy(one.values(), 0, values, 0, one.values().length);
    System.arraycopy(other.values(), 0, values, one.values().length, other.values().length);
    int[] shape = one.shape();
    shape[0] += other.rows();
    return Tensor.of(values, shape);
  }
}
