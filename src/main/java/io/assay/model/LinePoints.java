package io.assay.model;

import io.assay.tensor.Tensor;
import java.util.List;

/**
 * Every row's straight line from its reference to itself, cut at the same places; row by row. An
 * engine may walk all lines of a batch in one call.
 *
 * @param ends [rows, ...] the rows, at 1
 * @param starts [rows, ...], or [1, ...] for the same reference of every row, at 0
 * @param nodes the places, 0 to 1
 * @param weights of the nodes
 */
public record LinePoints(Tensor ends, Tensor starts, List<Double> nodes, List<Double> weights)
    implements Points {
  /** Checks that the parts fit. */
  public LinePoints {
    nodes = List.copyOf(nodes);
    weights = List.copyOf(weights);
    boolean paired = starts.rows() == 1 || starts.rows() == ends.rows();
    if (!paired || starts.rowLength() != ends.rowLength() || nodes.size() != weights.size()) {
      throw new IllegalArgumentException(
          "lines from %s to %s with %d nodes and %d weights"
              .formatted(starts, ends, nodes.size(), weights.size()));
    }
  }

  @Override
  public int rows() {
    return ends.rows();
  }

  @Override
  public int[] rowShape() {
    return ends.rowShape();
  }

  @Override
  public int size() {
    return Math.multiplyExact(ends.rows(), nodes.size());
  }

  @Override
  public int row(int point) {
    return point / nodes.size();
  }

  @Override
  public double weight(int point) {
    return weights.get(point % nodes.size());
  }

  @Override
  public void write(int point, float[] into, int offset) {
    double at = nodes.get(point % nodes.size());
    int length = ends.rowLength();
    int end = row(point) * length;
    int start = starts.rows() == 1 ? 0 : end;
    for (int i = 0; i < length; i++) {
      double from = starts.at(start + i);
      into[offset + i] = (float) (from + at * (ends.at(end + i) - from));
    }
  }
}
