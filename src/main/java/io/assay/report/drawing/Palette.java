package io.assay.report.drawing;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The colours of a style sheet by name, as a picture that stands alone needs them. */
public final class Palette {
  private static final Pattern COLOUR = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{6});");
  private static final Pattern USE = Pattern.compile("=\"var\\(--([a-z0-9-]+)\\)\"");

  private final Map<String, String> colours;

  private Palette(Map<String, String> colours) {
    this.colours = Map.copyOf(colours);
  }

  /** By day, or by night. */
  public enum Theme {
    /** Dark on light. */
    LIGHT,
    /** Light on dark. */
    DARK
  }

  /** Reads the colours of a style sheet, in which those of the night stand behind a media query. */
  public static Palette of(String css, Theme theme) {
    int night = css.indexOf("@media screen and (prefers-color-scheme: dark)");
    int end = theme == Theme.LIGHT ? night : css.indexOf("\n}", night);
    Map<String, String> colours = new HashMap<>();
    Matcher found = COLOUR.matcher(css.substring(0, end));
    while (found.find()) {
      colours.put(found.group(1), found.group(2));
    }
    return new Palette(colours);
  }

  /**
   * Returns a picture whose attributes name no variable any more. Text is left as it is.
   *
   * @throws IllegalArgumentException if it names a colour that there is not
   */
  public String in(String svg) {
    return USE.matcher(svg)
        .replaceAll(
            use -> {
              String colour = colours.get(use.group(1));
              if (colour == null) {
                throw new IllegalArgumentException("no colour is called " + use.group(1));
              }
              return "=\"" + colour + "\"";
            });
  }
}
