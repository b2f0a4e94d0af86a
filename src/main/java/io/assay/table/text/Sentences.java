package io.assay.table.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sentences of a text, by the rule of {@link BreakIterator} in the root locale (a full stop,
 * question or exclamation mark, then space, then no small letter), which Java brings.
 */
public final class Sentences {
  private final int[] ends;

  private Sentences(int[] ends) {
    this.ends = ends;
  }

  /** Finds the sentences of a text. */
  public static Sentences of(String text) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(text);
    List<Integer> ends = new ArrayList<>();
    breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      ends.add(end);
    }
    return new Sentences(ends.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Returns the sentence of a character, counted from 0.
   *
   * @param character 0 to the text's length - 1
   */
  public int at(int character) {
    int sentence = 0;
    while (sentence < ends.length - 1 && ends[sentence] <= character) {
      sentence++;
    }
    return sentence;
  }
}
