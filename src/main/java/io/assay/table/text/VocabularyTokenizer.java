package io.assay.table.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into the matches of a regular expression, and looks each up in a list of words: the
 * word's id is its line, counted from 0. What is not in the list gets the id of the unknown word.
 * Every token is a word. It travels to executors.
 */
public final class VocabularyTokenizer implements Tokenizer, Serializable {
  private final Pattern pattern;
  private final Casing casing;
  private final Map<String, Integer> ids;
  private final int padding;
  private final int unknown;

  private VocabularyTokenizer(
      Pattern pattern, Casing casing, Map<String, Integer> ids, int padding, int unknown) {
    this.pattern = pattern;
    this.casing = casing;
    this.ids = Map.copyOf(ids);
    this.padding = padding;
    this.unknown = unknown;
  }

  /**
   * Creates a tokenizer.
   *
   * @param form how texts are cut, and which words stand for padding and for unknown words
   * @param vocabulary the words, in the order of their ids, as the lines of a file
   * @throws IllegalArgumentException if a word is listed twice, or padding or unknown is missing
   */
  public static VocabularyTokenizer of(VocabularyForm form, List<String> vocabulary) {
    Map<String, Integer> ids = new HashMap<>();
    for (String word : vocabulary) {
      Integer before = ids.putIfAbsent(word, ids.size());
      if (before != null) {
        throw new IllegalArgumentException(
            "the vocabulary lists '%s' in lines %d and %d; list every word once"
                .formatted(word, before + 1, ids.size() + 1));
      }
    }
    return new VocabularyTokenizer(
        form.compiled(),
        form.casing(),
        ids,
        id(ids, "padding", form.padding()),
        id(ids, "unknown", form.unknown()));
  }

  private static int id(Map<String, Integer> ids, String key, String word) {
    Integer id = ids.get(word);
    if (id == null) {
      throw new IllegalArgumentException(
          "%s is '%s', which is not among the %d words of the vocabulary"
              .formatted(key, word, ids.size()));
    }
    return id;
  }

  @Override
  public Tokens tokenize(String text) {
    Cased cased = Cased.of(text, casing);
    Matcher matcher = pattern.matcher(cased.text());
    Sentences sentences = Sentences.of(text);
    List<Token> tokens = new ArrayList<>();
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        int start = cased.source(matcher.start());
        int end = cased.source(matcher.end() - 1) + 1;
        String word = matcher.group();
        int id = ids.getOrDefault(word, unknown);
        int place = tokens.size();
        tokens.add(new Token(id, word, place, sentences.at(start), start, end));
      }
    }
    return new Tokens(tokens);
  }

  @Override
  public int padding() {
    return padding;
  }

  /** Returns how many words the vocabulary has. */
  public int size() {
    return ids.size();
  }

  /** A text in small letters, which may be longer or shorter than it was, with its way back. */
  private record Cased(String text, List<Integer> sources) {
    static Cased of(String text, Casing casing) {
      if (casing == Casing.KEEP) {
        return new Cased(text, List.of());
      }
      String lower = text.toLowerCase(Locale.ROOT);
      return new Cased(lower, lower.length() == text.length() ? List.of() : sources(text));
    }

    private static List<Integer> sources(String text) {
      List<Integer> sources = new ArrayList<>();
      for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
        String one = Character.toString(text.codePointAt(at)).toLowerCase(Locale.ROOT);
        for (int unit = 0; unit < one.length(); unit++) {
          sources.add(at);
        }
      }
      return sources;
    }

    int source(int at) {
      return sources.isEmpty() ? at : sources.get(Math.min(at, sources.size() - 1));
    }
  }
}
