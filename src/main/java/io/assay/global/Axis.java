package io.assay.global;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where along a column a curve is asked for: every category of a categorical column; of a numeric
 * one values that rows have, spread over its quantiles from the least to the largest, all of them
 * where there are no more than asked for; and the missing value last, where rows have it.
 */
public final class Axis {
  /** What a missing value is called. */
  public static final String MISSING = "missing";

  private final InputColumn column;
  private final List<Point> points;

  private Axis(InputColumn column, List<Point> points) {
    this.column = column;
    this.points = List.copyOf(points);
  }

  /**
   * A place along a column.
   *
   * @param position from 0
   * @param x its number; NaN for a category of no number and for the missing value
   * @param label what it is called; null if x says it all
   * @param values what stands at the column's positions of a row's input there
   */
  public record Point(int position, double x, @Nullable String label, List<Float> values) {
    /** Copies the list. */
    public Point {
      values = List.copyOf(values);
    }
  }

  /**
   * Returns the axis of a column over rows.
   *
   * @param input [rows, ...]
   * @param most points of a numeric column, 2 or more, the missing value not counted
   */
  public static Axis of(InputColumn column, Tensor input, int most) {
    List<Point> points = new ArrayList<>();
    if (column.isOneHot()) {
      for (int at = 0; at < column.categories().size(); at++) {
        points.add(new Point(at, Double.NaN, column.categories().get(at), oneHot(column, at)));
      }
      return new Axis(column, points);
    }
    if (column.isOrdinal()) {
      for (int at = 0; at < column.codes().size(); at++) {
        double code = column.codes().get(at);
        points.add(new Point(at, code, column.categories().get(at), List.of((float) code)));
      }
    } else {
      points.addAll(ofNumbers(column, input, most).points());
    }
    if (isMissingSomewhere(column, input)) {
      points.add(new Point(points.size(), Double.NaN, MISSING, List.of(Float.NaN)));
    }
    return new Axis(column, points);
  }

  /** Returns how many points an axis has at most. */
  public static int most(InputColumn column, int numeric) {
    if (column.isOneHot()) {
      return column.categories().size();
    }
    return 1 + (column.isOrdinal() ? column.codes().size() : numeric);
  }

  /**
   * Returns the places of a column's categories that rows have, in the column's order; of an
   * ordinal one in that of its numbers.
   *
   * @param input [rows, ...]
   */
  public static Axis ofMetCategories(InputColumn column, Tensor input) {
    List<Point> met = new ArrayList<>();
    Set<Integer> categories = new TreeSet<>();
    for (int row = 0; row < input.rows(); row++) {
      category(column, input, row).ifPresent(categories::add);
    }
    List<Integer> order = new ArrayList<>(categories);
    if (column.isOrdinal()) {
      order.sort(Comparator.comparingDouble(column.codes()::get));
    }
    List<Point> all = of(column, input, 2).points();
    for (int category : order) {
      Point point = all.get(category);
      met.add(new Point(met.size(), point.x(), point.label(), point.values()));
    }
    return new Axis(column, met);
  }

  /** Returns which category of its column a row has, from 0; empty if it has none of them. */
  public static OptionalInt category(InputColumn column, Tensor input, int row) {
    int first = column.positions().get(0);
    for (int category = 0; category < column.categories().size(); category++) {
      boolean isIt =
          column.isOneHot()
              ? input.at(row, column.positions().get(category)) == 1
              : input.at(row, first) == column.codes().get(category).floatValue();
      if (isIt) {
        return OptionalInt.of(category);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Returns the places of a numeric column alone, without that of missing values.
   *
   * @param input [rows, ...]
   * @param most points, 2 or more
   */
  public static Axis ofNumbers(InputColumn column, Tensor input, int most) {
    List<Point> points = new ArrayList<>();
    for (float value : grid(sorted(column, input), most)) {
      points.add(new Point(points.size(), value, null, List.of(value)));
    }
    return new Axis(column, points);
  }

  private static List<Float> oneHot(InputColumn column, int category) {
    Float[] values = new Float[column.positions().size()];
    Arrays.fill(values, 0f);
    values[category] = 1f;
    return List.of(values);
  }

  /** Returns the values that rows have, ascending; missing ones are left out. */
  static float[] sorted(InputColumn column, Tensor input) {
    float[] values = new float[input.rows()];
    int known = 0;
    for (int row = 0; row < values.length; row++) {
      float value = input.at(row, column.positions().get(0));
      if (!Float.isNaN(value)) {
        values[known++] = value;
      }
    }
    float[] sorted = Arrays.copyOf(values, known);
    Arrays.sort(sorted);
    return sorted;
  }

  /**
   * Returns values that occur, ascending, each once: all of them if they are no more than asked
   * for, or else those at evenly spaced quantiles.
   *
   * @param sorted ascending, without missing ones
   * @param most 2 or more
   */
  static List<Float> grid(float[] sorted, int most) {
    TreeSet<Float> different = new TreeSet<>();
    for (float value : sorted) {
      different.add(value + 0f); // -0 and 0 are one place
      if (different.size() > most) {
        break;
      }
    }
    if (different.size() <= most) {
      return List.copyOf(different);
    }
    TreeSet<Float> chosen = new TreeSet<>();
    for (int point = 0; point < most; point++) {
      long last = sorted.length - 1L;
      chosen.add(sorted[(int) Math.round((double) point * last / (most - 1))] + 0f);
    }
    return List.copyOf(chosen);
  }

  private static boolean isMissingSomewhere(InputColumn column, Tensor input) {
    for (int row = 0; row < input.rows(); row++) {
      if (Float.isNaN(input.at(row, column.positions().get(0)))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the column. */
  public InputColumn column() {
    return column;
  }

  /** Returns the points, in order. */
  public List<Point> points() {
    return points;
  }

  /** Puts a point's values into a row's input. */
  public void put(int point, float[] into, int offset) {
    List<Float> values = points.get(point).values();
    for (int i = 0; i < values.size(); i++) {
      into[offset + column.positions().get(i)] = values.get(i);
    }
  }
}
