package io.assay.report.picture;

import java.util.List;
import java.util.Locale;

/**
 * The tokens of a text with a colour behind each: red where it raises the target, blue where it
 * lowers it, green where values have no sign, the stronger the farther from zero.
 *
 * @param tokens as people read them
 * @param values one a token; NaN for none
 * @param scale which value has which colour
 * @param unit the unit of the values, such as {@code logit}; may be empty
 */
public record TokenStrip(List<String> tokens, List<Float> values, ColourScale scale, String unit) {
  private static final String STYLE =
      """
      .tokens { --up: %s; --down: %s; --amount: %s; line-height: 2; overflow-wrap: anywhere; }
      @media screen and (prefers-color-scheme: dark) {
        .tokens { --up: %s; --down: %s; --amount: %s; }
      }
      .tokens span { display: inline-block; position: relative; max-width: 100%%; line-height: 1.3; padding: 0.1em 0.28em; border-radius: 4px; }
      .tokens .up { background-color: rgb(var(--up) / var(--s)); }
      .tokens .down { background-color: rgb(var(--down) / var(--s)); }
      .tokens .amount { background-color: rgb(var(--amount) / var(--s)); }
      .tokens i { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%%); white-space: nowrap; user-select: none; }
      """;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is not one value a token
   */
  public TokenStrip {
    tokens = List.copyOf(tokens);
    values = List.copyOf(values);
    if (tokens.size() != values.size()) {
      throw new IllegalArgumentException(
          values.size() + " values for " + tokens.size() + " tokens");
    }
  }

  /** Returns the style that {@link #html} needs, once a page. */
  public static String style() {
    return STYLE.formatted(
        TokenColour.UP.lightCss(),
        TokenColour.DOWN.lightCss(),
        TokenColour.AMOUNT.lightCss(),
        TokenColour.UP.darkCss(),
        TokenColour.DOWN.darkCss(),
        TokenColour.AMOUNT.darkCss());
  }

  /**
   * Returns one element of HTML. Tokens are escaped; each says its value when pointed at and, after
   * it, to screen readers.
   */
  public String html() {
    StringBuilder html = new StringBuilder("<p class=\"tokens\" dir=\"auto\">");
    for (int place = 0; place < tokens.size(); place++) {
      float value = values.get(place);
      String shown = shown(value);
      html.append(place == 0 ? "" : " ")
          .append("<span class=\"")
          .append(TokenColour.of(value, scale).name().toLowerCase(Locale.ROOT))
          .append(
              String.format(Locale.ROOT, "\" style=\"--s:%.2f\" title=\"", scale.strength(value)))
          .append(escaped(shown))
          .append("\">")
          .append(escaped(tokens.get(place)))
          .append("<i> (")
          .append(escaped(shown))
          .append(")</i></span>");
    }
    return html.append("</p>").toString();
  }

  String shown(float value) {
    String number =
        scale.isSigned() || Float.isNaN(value) ? ScaleText.signed(value) : ScaleText.plain(value);
    return unit.isEmpty() ? number : number + " " + unit;
  }

  /** Replaces what has a meaning in HTML, and characters that turn the direction of others. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      switch (each) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isControl(each) ? '\ufffd' : each);
      }
    }
    return escaped.toString();
  }

  private static boolean isControl(char each) {
    return (Character.isISOControl(each) && each != '\n' && each != '\t')
        || (each >= '\u202a' && each <= '\u202e')
        || (each >= '\u2066' && each <= '\u2069');
  }
}
