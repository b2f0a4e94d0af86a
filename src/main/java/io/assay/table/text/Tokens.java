package io.assay.table.text;

import io.assay.baseline.FeatureGroups;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a text, in its order.
 *
 * @param tokens at least none
 */
public record Tokens(List<Token> tokens) implements TextResult {
  /** The name of the group of the positions after the last token. */
  public static final String PADDING = "padding";

  /** What of a text is attributed together. */
  public enum Unit {
    /** Every token alone. */
    TOKEN,
    /** The tokens of a word. */
    WORD,
    /** The tokens of a sentence. */
    SENTENCE
  }

  /** Copies the list. */
  public Tokens {
    tokens = List.copyOf(tokens);
  }

  /** Returns how many tokens there are. */
  public int size() {
    return tokens.size();
  }

  /**
   * Returns the groups of an input of this text: names are {@code token_0}, {@code word_0} or
   * {@code sentence_0}, in the order of first tokens; a token that the tokenizer added is a group
   * of its own, {@code special_0}; the positions after the last token are one last group, {@link
   * #PADDING}, so that all values add up and none of padding is a value of a token. A text that
   * fills its input has no such group.
   *
   * @param unit what is attributed together
   * @param length positions of the input, at least the number of tokens
   * @throws IllegalArgumentException if there are more tokens
   */
  public FeatureGroups groups(Unit unit, int length) {
    if (size() > length) {
      throw new IllegalArgumentException(size() + " tokens do not fit " + length + " positions");
    }
    List<String> names = new ArrayList<>();
    int[] groupOf = new int[length];
    for (int position = 0; position < length; position++) {
      String name = position < size() ? name(unit, position) : PADDING;
      if (names.isEmpty() || !names.get(names.size() - 1).equals(name)) {
        names.add(name);
      }
      groupOf[position] = names.size() - 1;
    }
    return FeatureGroups.of(names, groupOf);
  }

  /**
   * Returns what the groups of a unit show, one text a group, without padding: the characters of
   * the source from the group's first to its last, or the token itself where it was added.
   *
   * @param unit what is attributed together
   * @param source the text that the tokens came from
   */
  public List<String> shown(Unit unit, String source) {
    List<String> shown = new ArrayList<>();
    int position = 0;
    while (position < size()) {
      int end = position + 1;
      String name = name(unit, position);
      while (end < size() && name(unit, end).equals(name)) {
        end++;
      }
      Token first = tokens.get(position);
      Token last = tokens.get(end - 1);
      boolean isToken = unit == Unit.TOKEN || first.isSpecial();
      shown.add(isToken ? first.text() : source.substring(first.start(), last.end()));
      position = end;
    }
    return List.copyOf(shown);
  }

  private String name(Unit unit, int position) {
    Token token = tokens.get(position);
    if (unit == Unit.TOKEN) {
      return "token_" + position;
    }
    if (token.isSpecial()) {
      long before = tokens.subList(0, position).stream().filter(Token::isSpecial).count();
      return "special_" + before;
    }
    return unit == Unit.WORD ? "word_" + token.word() : "sentence_" + token.sentence();
  }
}
