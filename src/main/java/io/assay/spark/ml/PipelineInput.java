package io.assay.spark.ml;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * A column that a pipeline reads, and how it comes back from the numbers of an encoded row.
 *
 * @param name the column's name
 * @param form what a value is
 * @param position where its numbers begin in a row, from 0
 * @param width how many numbers it has there
 * @param categories of the categorical forms, in the order of positions or codes
 * @param codes of {@link Form#ORDINAL}, one a category
 */
public record PipelineInput(
    String name, Form form, int position, int width, List<String> categories, List<Double> codes)
    implements Serializable {
  /** What a value is. */
  public enum Form {
    /** A number as it stands, as float64. */
    NUMBER,
    /** The nearest whole number, as int64. */
    WHOLE,
    /** True from 0.5 on. */
    TRUTH,
    /**
     * The category of the largest position, the first of equal ones: of the mean of many rows it is
     * the most frequent one. Null if no position is above 0.
     */
    ONE_HOT,
    /** The category of the nearest code, the first of equally near ones. */
    ORDINAL,
    /** All the numbers, as one vector. */
    VECTOR
  }

  /** Copies the lists. */
  public PipelineInput {
    categories = List.copyOf(categories);
    codes = List.copyOf(codes);
  }

  /** A column that is one number. */
  public static PipelineInput number(String name, Form form, int position) {
    return new PipelineInput(name, form, position, 1, List.of(), List.of());
  }

  /** A column that is a vector. */
  public static PipelineInput vector(String name, int position, int width) {
    return new PipelineInput(name, Form.VECTOR, position, width, List.of(), List.of());
  }

  /** A categorical column with a 0/1 position for each category. */
  public static PipelineInput oneHot(String name, int position, List<String> categories) {
    return new PipelineInput(
        name, Form.ONE_HOT, position, categories.size(), categories, List.of());
  }

  /** A categorical column with a number for each category. */
  public static PipelineInput ordinal(
      String name, int position, List<String> categories, List<Double> codes) {
    return new PipelineInput(name, Form.ORDINAL, position, 1, categories, codes);
  }

  /** Returns this column as a number, which it is to all stages but those that name categories. */
  PipelineInput asNumber() {
    return number(name, Form.NUMBER, position);
  }

  /** Returns the column's type in Spark. */
  DataType type() {
    return switch (form) {
      case NUMBER -> DataTypes.DoubleType;
      case WHOLE -> DataTypes.LongType;
      case TRUTH -> DataTypes.BooleanType;
      case ONE_HOT, ORDINAL -> DataTypes.StringType;
      case VECTOR -> SQLDataTypes.VectorType();
    };
  }

  /**
   * Returns the column's value.
   *
   * @param rows the numbers of encoded rows
   * @param start where the row's numbers begin
   */
  @Nullable Object value(float[] rows, int start) {
    int at = start + position;
    return switch (form) {
      case NUMBER -> (double) rows[at];
      case WHOLE -> (long) Math.rint(rows[at]);
      case TRUTH -> rows[at] >= 0.5f;
      case ONE_HOT -> largest(rows, at);
      case ORDINAL -> nearest(rows[at]);
      case VECTOR -> vector(rows, at);
    };
  }

  private @Nullable String largest(float[] rows, int from) {
    int best = -1;
    float most = 0;
    for (int i = 0; i < width; i++) {
      if (rows[from + i] > most) {
        most = rows[from + i];
        best = i;
      }
    }
    return best < 0 ? null : categories.get(best);
  }

  private @Nullable String nearest(float code) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < codes.size(); i++) {
      double distance = Math.abs(codes.get(i) - code);
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best < 0 ? null : categories.get(best);
  }

  private Object vector(float[] rows, int from) {
    double[] values = new double[width];
    for (int i = 0; i < width; i++) {
      values[i] = rows[from + i];
    }
    return Vectors.dense(values);
  }
}
