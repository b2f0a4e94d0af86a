package io.assay.global;

import org.jspecify.annotations.Nullable;

/**
 * A record of the global table.
 *
 * @param target the explained output, as a slot of the request is named
 * @param feature the column or group; empty where the record is about all of them
 * @param with the other one of a pair, or the category that a number of a one-hot column is about;
 *     null otherwise
 * @param kind what the record is
 * @param position its place on a curve or a line, from 0; the place of a cell in row-major order; 0
 *     for a score
 * @param x where the record stands along the feature, in the feature's unit; NaN for a category of
 *     no number, for a missing value, and for a score
 * @param xWith the same along the other feature
 * @param label what x is called: a category, {@code missing}; of a cell both with a slash between;
 *     of a score what it measures; null if x says it all
 * @param rowId of a line its row; null otherwise
 * @param value the value and how sure it is
 * @param rank where a score stands among those of its target, and the ranks not excluded
 * @param rows how many rows stand behind it
 */
public record GlobalRecord(
    String target,
    String feature,
    @Nullable String with,
    Kind kind,
    int position,
    double x,
    double xWith,
    @Nullable String label,
    @Nullable String rowId,
    Estimate value,
    @Nullable Rank rank,
    long rows) {

  /** What a record is. */
  public enum Kind {
    /** One number for a feature, or a pair. */
    SCORE,
    /** A point of a feature's curve. */
    CURVE,
    /** A point of one row's curve. */
    LINE,
    /** A cell of a pair's map. */
    CELL
  }

  /**
   * Where a score stands among others; 1 is the largest.
   *
   * @param rank by the values
   * @param low the best rank that the rows do not exclude
   * @param high the worst
   */
  public record Rank(int rank, int low, int high) {}

  /** One number for a feature. */
  public static GlobalRecord score(
      String target, String feature, Estimate value, @Nullable Rank rank, long rows) {
    return new GlobalRecord(
        target,
        feature,
        null,
        Kind.SCORE,
        0,
        Double.NaN,
        Double.NaN,
        null,
        null,
        value,
        rank,
        rows);
  }

  /** A point of a curve. */
  public static GlobalRecord curve(
      String target, InputColumn column, Axis.Point point, Estimate value, long rows) {
    return new GlobalRecord(
        target,
        column.name(),
        null,
        Kind.CURVE,
        point.position(),
        point.x(),
        Double.NaN,
        point.label(),
        null,
        value,
        null,
        rows);
  }

  /**
   * A cell of a pair's map, of no value yet.
   *
   * @param point along the first axis
   * @param other along the second
   */
  public static GlobalRecord cell(String target, Axis axis, int point, Axis with, int other) {
    Axis.Point one = axis.points().get(point);
    Axis.Point two = with.points().get(other);
    return new GlobalRecord(
        target,
        axis.column().name(),
        with.column().name(),
        Kind.CELL,
        point * with.points().size() + other,
        one.x(),
        two.x(),
        one.label() == null && two.label() == null ? null : named(one) + " / " + named(two),
        null,
        Estimate.unsure(Double.NaN),
        null,
        0);
  }

  private static String named(Axis.Point point) {
    return point.label() == null ? String.valueOf((float) point.x()) : point.label();
  }

  /** Returns this record with a value and how many rows stand behind it. */
  public GlobalRecord behind(Estimate estimate, long count) {
    return new GlobalRecord(
        target, feature, with, kind, position, x, xWith, label, rowId, estimate, rank, count);
  }

  /** A point of a row's curve. */
  public static GlobalRecord line(
      String target, InputColumn column, Axis.Point point, String rowId, double value) {
    return new GlobalRecord(
        target,
        column.name(),
        null,
        Kind.LINE,
        point.position(),
        point.x(),
        Double.NaN,
        point.label(),
        rowId,
        Estimate.exact(value),
        null,
        1);
  }

  /** Returns this record of a pair. */
  public GlobalRecord with(String other) {
    return new GlobalRecord(
        target, feature, other, kind, position, x, xWith, label, rowId, value, rank, rows);
  }

  /** Returns this record under a name of what it measures, where a method gives several scores. */
  public GlobalRecord labelled(String what) {
    return new GlobalRecord(
        target, feature, with, kind, position, x, xWith, what, rowId, value, rank, rows);
  }

  /** Returns this record with another value. */
  public GlobalRecord withValue(Estimate other) {
    return new GlobalRecord(
        target, feature, with, kind, position, x, xWith, label, rowId, other, rank, rows);
  }

  /** Returns this record with its place among others. */
  public GlobalRecord ranked(Rank place) {
    return new GlobalRecord(
        target, feature, with, kind, position, x, xWith, label, rowId, value, place, rows);
  }
}
