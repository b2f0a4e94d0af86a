package io.assay.job;

import java.util.List;

/**
 * A column of the input as the model sees it.
 *
 * @param name the column
 * @param kind how it becomes numbers
 * @param categories of a categorical column, in the model's order; empty otherwise
 * @param codes the number of each category of an ordinal column; empty otherwise
 * @param position where its first value stands in a row's input, from 0
 * @param width how many values of a row's input it fills, at least 1
 */
public record InputFeature(
    String name, Kind kind, List<String> categories, List<Double> codes, int position, int width) {

  /** How a column becomes numbers. */
  public enum Kind {
    /** A number is itself. */
    NUMERIC,
    /** A category is a 1 in its place among zeros. */
    ONE_HOT,
    /** A category is the number given for it. */
    ORDINAL,
    /** An array is its elements. */
    ARRAY
  }

  /** Copies the lists. */
  public InputFeature {
    categories = List.copyOf(categories);
    codes = List.copyOf(codes);
  }
}
