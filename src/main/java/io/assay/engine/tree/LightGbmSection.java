package io.assay.engine.tree;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines {@code key=value} of a model's header or of one of its trees. */
final class LightGbmSection {
  private static final int LONGEST_QUOTE = 40;

  private final Path file;
  private final String place;
  private final Map<String, String> values = new HashMap<>();

  /**
   * Creates a section without lines.
   *
   * @param place what it is, for messages: "the header" or "tree 3"
   */
  LightGbmSection(Path file, String place) {
    this.file = file;
    this.place = place;
  }

  /**
   * Keeps a line.
   *
   * @throws AssayException MODEL_UNREADABLE if its key was there before
   */
  void add(String key, String value) {
    if (values.putIfAbsent(key, value) != null) {
      throw unreadable("the line %s= is there twice; need it once", key);
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> optional(String key) {
    return Optional.ofNullable(values.get(key));
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw unreadable("the line %s= is missing", key);
    }
    return value;
  }

  /** Returns a whole number from {@code least} to {@code most}. */
  int integer(String key, int least, int most) {
    return (int) integer(key, text(key).strip(), least, most);
  }

  /** Returns {@code count} whole numbers from {@code least} to {@code most}. */
  long[] integers(String key, int count, long least, long most) {
    StringTokenizer words = words(key, count);
    long[] numbers = new long[count];
    for (int at = 0; at < count; at++) {
      numbers[at] = integer(key + "[" + at + "]", words.nextToken(), least, most);
    }
    return numbers;
  }

  /** Returns {@code count} finite numbers. */
  double[] numbers(String key, int count) {
    double[] numbers = thresholds(key, count);
    for (int at = 0; at < count; at++) {
      if (Double.isInfinite(numbers[at])) {
        throw unreadable("%s[%d] is %s; need a finite number", key, at, numbers[at]);
      }
    }
    return numbers;
  }

  /** Returns {@code count} numbers, each finite but for {@code inf} and {@code -inf}. */
  double[] thresholds(String key, int count) {
    StringTokenizer words = words(key, count);
    double[] numbers = new double[count];
    for (int at = 0; at < count; at++) {
      numbers[at] = number(key, at, words.nextToken());
    }
    return numbers;
  }

  /** Returns the failure that says what was found here, and what is needed. */
  AssayException unreadable(String pattern, @Nullable Object... arguments) {
    return new AssayException(
        ErrorCode.MODEL_UNREADABLE,
        "Cannot read the LightGBM model %s: in %s "
            + pattern
            + "; save it again with LightGBM's save_model and copy it whole",
        Stream.concat(Stream.of(file, place), Arrays.stream(arguments)).toArray());
  }

  /** Returns the beginning of a text in quotes, for messages. */
  static String quoted(String text) {
    boolean isLong = text.length() > LONGEST_QUOTE;
    String shown = isLong ? text.substring(0, LONGEST_QUOTE) + "..." : text;
    return "'" + shown.replaceAll("[^\\x20-\\x7e]", "?") + "'";
  }

  private StringTokenizer words(String key, int count) {
    StringTokenizer words = new StringTokenizer(text(key));
    int found = words.countTokens();
    if (found != count) {
      throw unreadable("%s has %d values; need %d", key, found, count);
    }
    return words;
  }

  private long integer(String key, String word, long least, long most) {
    try {
      long number = Long.parseLong(word);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      throw unreadable("%s is %s; need a whole number", key, quoted(word));
    }
    throw unreadable("%s is %s; need %d to %d", key, word, least, most);
  }

  private double number(String key, int at, String word) {
    if (word.equals("inf") || word.equals("-inf")) {
      return word.equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    try {
      double number = Double.parseDouble(word);
      // Java takes 1d and Infinity, too; there must be a number above a threshold
      if (Math.abs(number) < Double.MAX_VALUE && word.charAt(word.length() - 1) <= '9') {
        return number;
      }
    } catch (NumberFormatException wrong) {
      throw unreadable("%s[%d] is %s; need a number", key, at, quoted(word));
    }
    throw unreadable("%s[%d] is %s; need a number", key, at, quoted(word));
  }
}
