package io.assay.global;

import java.util.List;

/**
 * A column of the input as the model sees it. Curves are drawn along columns; what is taken away or
 * shuffled are feature groups.
 *
 * @param name the column
 * @param positions where its values stand in a row's input, ascending; several of a one-hot column
 * @param categories of a categorical column, in the model's order; empty of a numeric one
 * @param codes the number of each category where a category is a number; empty otherwise
 */
public record InputColumn(
    String name, List<Integer> positions, List<String> categories, List<Double> codes) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if categories fit neither positions nor codes
   */
  public InputColumn {
    positions = List.copyOf(positions);
    categories = List.copyOf(categories);
    codes = List.copyOf(codes);
    int fitting = codes.isEmpty() ? positions.size() : codes.size();
    if (positions.isEmpty()
        || (categories.isEmpty() && positions.size() > 1)
        || (!categories.isEmpty() && categories.size() != fitting)
        || (!codes.isEmpty() && positions.size() > 1)) {
      throw new IllegalArgumentException(
          "column %s has %d positions, %d categories and %d codes"
              .formatted(name, positions.size(), categories.size(), codes.size()));
    }
  }

  /** A column of numbers. */
  public static InputColumn numeric(String name, int position) {
    return new InputColumn(name, List.of(position), List.of(), List.of());
  }

  /** Returns whether its values are categories, each a 1 in its place among zeros. */
  public boolean isOneHot() {
    return !categories.isEmpty() && codes.isEmpty();
  }

  /** Returns whether its values are numbers that stand for categories. */
  public boolean isOrdinal() {
    return !codes.isEmpty();
  }
}
