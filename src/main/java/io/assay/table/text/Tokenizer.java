package io.assay.table.text;

/** Cuts texts into tokens. The same text gives the same tokens. */
public interface Tokenizer {
  /**
   * Returns the tokens of a text, however many they are.
   *
   * @param text may be empty
   */
  Tokens tokenize(String text);

  /** Returns the id that fills an input after the last token. */
  int padding();
}
