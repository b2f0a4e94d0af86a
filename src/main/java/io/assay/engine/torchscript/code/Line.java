package io.assay.engine.torchscript.code;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of code; brackets that stay open join the lines below.
 *
 * @param indent blanks before it
 * @param text without them, and without the end of line
 * @param number of its first line, from 1
 * @param start place in the file of its first character
 * @param end place after its last character
 */
record Line(int indent, String text, int number, int start, int end) {
  /** Cuts a file; empty lines are left out. */
  static List<Line> cut(String file) {
    List<Line> lines = new ArrayList<>();
    int number = 1;
    int start = 0;
    while (start < file.length()) {
      int end = endOf(file, start);
      String whole = file.substring(start, end);
      String text = whole.strip();
      if (!text.isEmpty()) {
        lines.add(new Line(whole.indexOf(text.charAt(0)), text, number, start, end));
      }
      number += 1 + (int) whole.chars().filter(each -> each == '\n').count();
      start = end + 1;
    }
    return lines;
  }

  private static int endOf(String file, int start) {
    int open = 0;
    int at = start;
    while (at < file.length()) {
      char each = file.charAt(at);
      if (each == '\n' && open <= 0) {
        return at;
      }
      if (each == '"' || each == '\'') {
        at = afterString(file, at);
        continue;
      }
      open += "([{".indexOf(each) >= 0 ? 1 : 0;
      open -= ")]}".indexOf(each) >= 0 ? 1 : 0;
      at++;
    }
    return at;
  }

  private static int afterString(String file, int at) {
    try {
      return Token.endOfString(file, at);
    } catch (Token.Unknown unfinished) {
      return at + 1;
    }
  }
}
