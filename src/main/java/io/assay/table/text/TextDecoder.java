package io.assay.table.text;

import io.assay.table.text.TextFault.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns texts into a model's input: token ids, and padding after them. A text without a token, or
 * with too many, becomes a fault. It is as safe for threads as its tokenizer.
 */
public final class TextDecoder {
  private final Tokenizer tokenizer;
  private final TextForm form;

  /** Creates a decoder of texts of one form. */
  public TextDecoder(Tokenizer tokenizer, TextForm form) {
    this.tokenizer = tokenizer;
    this.form = form;
  }

  /** Returns the form. */
  public TextForm form() {
    return form;
  }

  /** Returns the tokens of the input that a text becomes, or why it cannot be one. */
  public TextResult read(String text) {
    Tokens tokens = tokenizer.tokenize(text);
    if (tokens.tokens().stream().allMatch(Token::isSpecial)) {
      String found = text.isBlank() ? "an empty text" : "no token in '" + text + "'";
      return new TextFault(Kind.EMPTY, found);
    }
    if (tokens.size() <= form.length()) {
      return tokens;
    }
    return form.tooLong() == TextForm.TooLong.CUT
        ? cut(tokens)
        : new TextFault(Kind.TOO_LONG, tokens.size() + " tokens; at most " + form.length());
  }

  /**
   * Writes an input.
   *
   * @param tokens as {@link #read} gave them
   * @param into takes {@link TextForm#length} ids
   * @param at where the first of them goes
   */
  public void write(Tokens tokens, float[] into, int at) {
    for (int position = 0; position < form.length(); position++) {
      boolean isToken = position < tokens.size();
      into[at + position] = isToken ? tokens.tokens().get(position).id() : tokenizer.padding();
    }
  }

  private TextResult cut(Tokens tokens) {
    List<Token> all = tokens.tokens();
    int tail = all.size();
    while (all.get(tail - 1).isSpecial()) {
      tail--;
    }
    int kept = form.length() - (all.size() - tail);
    boolean holdsText = kept > 0 && !all.subList(0, kept).stream().allMatch(Token::isSpecial);
    if (!holdsText) {
      return new TextFault(Kind.TOO_LONG, "no room for text in " + form.length() + " tokens");
    }
    List<Token> shortened = new ArrayList<>(all.subList(0, kept));
    shortened.addAll(all.subList(tail, all.size()));
    return new Tokens(shortened);
  }
}
