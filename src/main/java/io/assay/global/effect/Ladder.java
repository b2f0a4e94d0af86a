package io.assay.global.effect;

import io.assay.global.Axis;
import io.assay.global.InputColumn;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The edges along a column, and the steps between neighbouring edges that rows take: a row takes
 * the step of the interval that it lies in; of a categorical column the steps to both neighbours of
 * its category.
 */
final class Ladder {
  private final Axis axis;
  private final int rows;
  private final int[] stepRows;
  private final int[] stepIntervals;
  private final double[] shares;

  private Ladder(Axis axis, int rows, int[] stepRows, int[] stepIntervals, double[] shares) {
    this.axis = axis;
    this.rows = rows;
    this.stepRows = stepRows;
    this.stepIntervals = stepIntervals;
    this.shares = shares;
  }

  /**
   * Returns the ladder of a column.
   *
   * @param input [rows, ...]
   * @param most intervals of a numeric column
   */
  static Ladder of(InputColumn column, Tensor input, int most) {
    return column.categories().isEmpty() ? numeric(column, input, most) : categories(column, input);
  }

  private static Ladder numeric(InputColumn column, Tensor input, int most) {
    Axis axis = Axis.ofNumbers(column, input, most + 1);
    int last = axis.points().size() - 1;
    double[] edges = axis.points().stream().mapToDouble(Axis.Point::x).toArray();
    Steps steps = new Steps(input.rows());
    double[] shares = new double[edges.length];
    int known = 0;
    for (int row = 0; row < input.rows(); row++) {
      double value = input.at(row, column.positions().get(0));
      if (Double.isNaN(value)) {
        continue;
      }
      known++;
      if (last > 0) {
        int found = Arrays.binarySearch(edges, value + 0.0);
        int interval = Math.max(1, found >= 0 ? found : -found - 1);
        steps.add(row, interval);
        shares[interval - 1] += 0.5;
        shares[interval] += 0.5;
      }
    }
    return new Ladder(axis, known, steps.rows(), steps.intervals(), scaled(shares, known));
  }

  private static Ladder categories(InputColumn column, Tensor input) {
    Axis axis = Axis.ofMetCategories(column, input);
    int last = axis.points().size() - 1;
    int[] placeOf = new int[column.categories().size()];
    for (Axis.Point point : axis.points()) {
      placeOf[column.categories().indexOf(point.label())] = point.position();
    }
    Steps steps = new Steps(2 * input.rows());
    double[] shares = new double[last + 1];
    int known = 0;
    for (int row = 0; row < input.rows(); row++) {
      OptionalInt category = Axis.category(column, input, row);
      if (category.isEmpty()) {
        continue;
      }
      known++;
      int place = placeOf[category.getAsInt()];
      shares[place]++;
      if (place > 0) {
        steps.add(row, place);
      }
      if (place < last) {
        steps.add(row, place + 1);
      }
    }
    return new Ladder(axis, known, steps.rows(), steps.intervals(), scaled(shares, known));
  }

  private static double[] scaled(double[] sums, int by) {
    return Arrays.stream(sums).map(sum -> sum / by).toArray();
  }

  /** Steps as they come. */
  private static final class Steps {
    private final int[] rows;
    private final int[] intervals;
    private int count;

    Steps(int most) {
      rows = new int[most];
      intervals = new int[most];
    }

    void add(int row, int interval) {
      rows[count] = row;
      intervals[count] = interval;
      count++;
    }

    int[] rows() {
      return Arrays.copyOf(rows, count);
    }

    int[] intervals() {
      return Arrays.copyOf(intervals, count);
    }
  }

  /** Returns the edges, in order; none if no row has a value. */
  List<Axis.Point> points() {
    return axis.points();
  }

  /** Returns how many rows have a value. */
  int rows() {
    return rows;
  }

  /** Returns how many steps are taken. */
  int steps() {
    return stepRows.length;
  }

  /** Returns the row of each step. */
  int[] stepRows() {
    return stepRows.clone();
  }

  /** Returns the row of a step. */
  int row(int step) {
    return stepRows[step];
  }

  /** Returns the interval of a step: that which ends at the edge of this number, from 1. */
  int interval(int step) {
    return stepIntervals[step];
  }

  /** Returns the share of the rows that an edge stands for; all sum to one. */
  double share(int edge) {
    return shares[edge];
  }

  /** Puts the lower (0) or the upper (1) edge of a step's interval into a row. */
  void put(int step, int end, float[] into, int offset) {
    axis.put(stepIntervals[step] - 1 + end, into, offset);
  }
}
