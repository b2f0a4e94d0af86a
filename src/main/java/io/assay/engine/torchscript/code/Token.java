package io.assay.engine.torchscript.code;

import java.util.ArrayList;
import java.util.List;

/** A word of code. */
record Token(Kind kind, String text) {
  /** What a word is. */
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL,
    END
  }

  /** Thrown where code is not what this parser knows; it never leaves the package. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1;

    Unknown(String message) {
      super(message, null, false, false);
    }
  }

  /** Cuts code into words; blanks and ends of line only part them. The last one is END. */
  static List<Token> cut(String code) throws Unknown {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < code.length()) {
      char first = code.charAt(at);
      if (Character.isWhitespace(first)) {
        at++;
        continue;
      }
      int end = endOf(code, at);
      tokens.add(new Token(kind(first, code, at), code.substring(at, end)));
      at = end;
    }
    tokens.add(new Token(Kind.END, ""));
    return tokens;
  }

  private static Kind kind(char first, String code, int at) {
    if (first == '"' || first == '\'') {
      return Kind.STRING;
    }
    if (isDigit(first)
        || (first == '.' && at + 1 < code.length() && isDigit(code.charAt(at + 1)))) {
      return Kind.NUMBER;
    }
    return isWord(first) ? Kind.NAME : Kind.SYMBOL;
  }

  private static int endOf(String code, int at) throws Unknown {
    return switch (kind(code.charAt(at), code, at)) {
      case STRING -> endOfString(code, at);
      case NUMBER -> endOfNumber(code, at);
      case NAME -> endOfName(code, at);
      default -> at + (code.startsWith("->", at) ? 2 : 1);
    };
  }

  /** Returns the place after a string's closing quote. */
  static int endOfString(String code, int at) throws Unknown {
    char quote = code.charAt(at);
    for (int i = at + 1; i < code.length() && code.charAt(i) != '\n'; i++) {
      if (code.charAt(i) == '\\') {
        i++;
      } else if (code.charAt(i) == quote) {
        return i + 1;
      }
    }
    throw new Unknown("a string without an end");
  }

  private static int endOfName(String code, int at) {
    int end = at;
    while (end < code.length() && isWord(code.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int endOfNumber(String code, int at) {
    int end = at;
    while (end < code.length()) {
      char next = code.charAt(end);
      boolean isSignOfExponent =
          (next == '-' || next == '+') && "eE".indexOf(code.charAt(end - 1)) >= 0;
      if (!isWord(next) && next != '.' && !isSignOfExponent) {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean isDigit(char each) {
    return each >= '0' && each <= '9';
  }

  private static boolean isWord(char each) {
    return Character.isLetterOrDigit(each) || each == '_';
  }
}
