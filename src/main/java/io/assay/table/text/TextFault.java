package io.assay.table.text;

/**
 * Why a text cannot be an input.
 *
 * @param kind what is wrong, for counting
 * @param found what was found, in a few words for people, such as {@code 57 tokens; at most 40}
 */
public record TextFault(Kind kind, String found) implements TextResult {
  /** What is wrong with a text. */
  public enum Kind {
    /** No token stands for any of its characters. */
    EMPTY,
    /** It has more tokens than the model's input. */
    TOO_LONG
  }
}
