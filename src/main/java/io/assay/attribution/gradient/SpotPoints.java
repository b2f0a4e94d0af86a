package io.assay.attribution.gradient;

import io.assay.model.Points;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Single points on many lines, each with its own output column. As {@link Points} each is a row of
 * its own, so that gradients come back one by one.
 */
final class SpotPoints implements Points {
  private final List<StraightLine> lines = new ArrayList<>();
  private double[] places = new double[64];
  private int[] columns = new int[64];

  /** Adds the point at {@code at}, 0 to 1, of a line. */
  void add(StraightLine line, double at, int column) {
    if (lines.size() == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
      columns = Arrays.copyOf(columns, 2 * columns.length);
    }
    places[lines.size()] = at;
    columns[lines.size()] = column;
    lines.add(line);
  }

  /** Returns the explained scalar of each point. */
  Target target() {
    return Target.perRow(Arrays.copyOf(columns, lines.size()));
  }

  /** Returns the points as input of a model, [points, ...]. */
  Tensor input() {
    int length = lines.get(0).length();
    float[] coordinates = new float[Math.multiplyExact(size(), length)];
    for (int point = 0; point < size(); point++) {
      write(point, coordinates, point * length);
    }
    int[] shape = lines.get(0).input().shape();
    shape[0] = size();
    return Tensor.of(coordinates, shape);
  }

  @Override
  public int rows() {
    return size();
  }

  @Override
  public int[] rowShape() {
    return lines.get(0).input().rowShape();
  }

  @Override
  public int size() {
    return lines.size();
  }

  @Override
  public int row(int point) {
    return point;
  }

  @Override
  public double weight(int point) {
    return 1;
  }

  @Override
  public void write(int point, float[] into, int offset) {
    lines.get(point).write(places[point], into, offset);
  }
}
