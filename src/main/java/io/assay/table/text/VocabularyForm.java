package io.assay.table.text;

import io.assay.attribution.Setting;
import java.io.Serializable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How a text is cut into words of a vocabulary.
 *
 * @param pattern what a token is, as a regular expression of Java; what it does not match is left
 *     out
 * @param casing whether letters become small first
 * @param padding the word of the vocabulary that fills an input
 * @param unknown the word of the vocabulary that stands for words that are not in it
 */
public record VocabularyForm(
    @Setting(
            meaning = "What a token is; what it does not match is left out",
            standard = "\\w+|[^\\w\\s]",
            allowed = "a regular expression")
        String pattern,
    @Setting(
            meaning = "Whether letters become small first",
            standard = "lower",
            allowed = "lower, keep")
        Casing casing,
    @Setting(meaning = "The word that fills an input", standard = "<pad>") String padding,
    @Setting(meaning = "The word for those not in the vocabulary", standard = "<unk>")
        String unknown)
    implements Serializable {

  /**
   * Checks the pattern.
   *
   * @throws IllegalArgumentException if it is no regular expression
   */
  public VocabularyForm {
    check(pattern);
  }

  /** Returns the defaults: words and single marks, in small letters. */
  public static VocabularyForm standard() {
    return new VocabularyForm("\\w+|[^\\w\\s]", Casing.LOWER, "<pad>", "<unk>");
  }

  /** Returns this form with another pattern. */
  public VocabularyForm withPattern(String other) {
    return new VocabularyForm(other, casing, padding, unknown);
  }

  Pattern compiled() {
    return Pattern.compile(pattern);
  }

  private static void check(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "pattern is '" + pattern + "': " + wrong.getDescription() + " at " + wrong.getIndex(),
          wrong);
    }
  }
}
