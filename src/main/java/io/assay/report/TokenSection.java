package io.assay.report;

import java.util.List;

/**
 * An explained text, with values of its tokens (or words, or sentences) for every method.
 *
 * @param rowId the row
 * @param target the explained output
 * @param score the target's value
 * @param unit the unit of the score, such as {@code logit}; empty if there is none
 * @param tokens what is shown, in the order of the text, without padding
 * @param lines one a method
 */
public record TokenSection(
    String rowId, String target, float score, String unit, List<String> tokens, List<Line> lines) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a line has not one value a token
   */
  public TokenSection {
    tokens = List.copyOf(tokens);
    lines = List.copyOf(lines);
    for (Line line : lines) {
      if (line.values().size() != tokens.size()) {
        throw new IllegalArgumentException(
            "row %s has %d tokens and %d values of %s"
                .formatted(rowId, tokens.size(), line.values().size(), line.method()));
      }
    }
  }

  /**
   * The attributions of a method.
   *
   * @param method the method's key
   * @param title what people call the method
   * @param unit the unit of its values; empty if there is none
   * @param values one a token
   */
  public record Line(String method, String title, String unit, List<Float> values) {
    /** Copies the list. */
    public Line {
      values = List.copyOf(values);
    }
  }
}
