package io.assay.table.text;

/**
 * A token of a text.
 *
 * @param id its number in the vocabulary, which the model takes
 * @param text as people read it
 * @param word the word that it is a part of, counted from 0; {@link #NONE} for a token that stands
 *     for no characters, such as {@code [CLS]}
 * @param sentence the sentence that it is a part of, counted from 0; {@link #NONE} as for the word
 * @param start its first character (UTF-16) in the text
 * @param end the character after its last
 */
public record Token(int id, String text, int word, int sentence, int start, int end) {
  /** The word and the sentence of a token that a tokenizer adds to the text. */
  public static final int NONE = -1;

  /** Returns whether the tokenizer added it, so that it stands for no characters. */
  public boolean isSpecial() {
    return word == NONE;
  }
}
