package io.assay.global.surrogate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts and numbers as JSON; numbers that JSON lacks become null. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /**
   * Returns a value as JSON, one member a line.
   *
   * @param value a map by text in the order of its keys, a list, text, number, boolean or null
   */
  static String of(@Nullable Object value) {
    JsonText json = new JsonText();
    json.write(value, 0);
    return json.text.append('\n').toString();
  }

  private void write(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      String between = "";
      text.append('{');
      for (Map.Entry<?, ?> member : map.entrySet()) {
        text.append(between).append('\n').append("  ".repeat(depth + 1));
        quote(String.valueOf(member.getKey()));
        text.append(": ");
        write(member.getValue(), depth + 1);
        between = ",";
      }
      text.append('\n').append("  ".repeat(depth)).append('}');
    } else if (value instanceof List<?> list) {
      String between = "";
      text.append('[');
      for (Object element : list) {
        text.append(between);
        write(element, depth);
        between = ", ";
      }
      text.append(']');
    } else if (value instanceof String string) {
      quote(string);
    } else {
      text.append(isNumber(value) ? String.valueOf(value) : "null");
    }
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Boolean
        || (value instanceof Number number && Double.isFinite(number.doubleValue()));
  }

  /** Quotes text; what HTML would read as its own is escaped, too. */
  private void quote(String string) {
    text.append('"');
    for (int at = 0; at < string.length(); at++) {
      char letter = string.charAt(at);
      if (letter == '"' || letter == '\\') {
        text.append('\\').append(letter);
      } else if (letter < ' ' || letter > '~' || letter == '<' || letter == '>' || letter == '&') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
      } else {
        text.append(letter);
      }
    }
    text.append('"');
  }
}
