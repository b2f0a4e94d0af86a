package io.assay.report;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.drawing.Palette;
import io.assay.report.drawing.ScriptRun;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Draws charts of a run's report as pictures that stand alone, from the same specifications. */
public final class Charts {
  /** The names of the charts, as the report's parts are called. */
  public static final List<String> NAMES =
      List.of(
          "importance",
          "powered",
          "pairs",
          "matrix",
          "swarm",
          "dependence",
          "waterfall",
          "heat",
          "score",
          "gap",
          "slice",
          "differences",
          "curve",
          "joint",
          "measure",
          "tree",
          "selection");

  private static final Pattern PLACE = Pattern.compile("/\\*(LIBRARY|CHARTS|NUMBERS|WISHES)\\*/");

  private Charts() {}

  /**
   * What is to be drawn.
   *
   * @param chart one of {@link #NAMES}
   * @param choices what the report lets people choose, by name: method, target, slice, feature,
   *     row; what is not named is the report's first. Of a chart of global methods the method is
   *     one of those, and the feature of {@code joint} a pair such as {@code a x b}
   * @param width of the picture, 200 to 4,000
   */
  public record Wish(String chart, Map<String, String> choices, int width) {
    /** Copies and checks. */
    public Wish {
      choices = Map.copyOf(choices);
      if (!NAMES.contains(chart)) {
        throw new AssayException(
            ErrorCode.SPEC_INVALID, "There is no chart \"%s\"; name one of %s", chart, NAMES);
      }
      if (width < 200 || width > 4000) {
        throw new AssayException(
            ErrorCode.SPEC_INVALID, "The width is %s; need 200 to 4000", width);
      }
    }
  }

  /** A chart that was wished for: a picture in SVG, or why there is none. */
  private record Drawn(String svg, String problem) {}

  /**
   * Draws charts, all in one go: the first takes some ten seconds, each more a fraction of one.
   *
   * @return pictures in SVG, in the order of the wishes
   * @throws AssayException NOT_FOUND if the run does not have such a chart; the message says what
   *     it has
   */
  public static List<String> svg(ReportContents contents, List<Wish> wishes, Palette.Theme theme) {
    String script = script(Page.of(contents).json(), Json.COMPACT.toJson(wishes));
    Drawn[] drawn = Json.COMPACT.fromJson(ScriptRun.output(script), Drawn[].class);
    Palette palette = palette(theme);
    return List.of(drawn).stream()
        .map(each -> palette.in(picture(each)))
        .collect(Collectors.toList());
  }

  /** Fills the script in, in one go: a name may be spelt as a place is. */
  static String script(String numbers, String wishes) {
    Map<String, String> texts =
        Map.of(
            "LIBRARY",
            Scripts.library(),
            "CHARTS",
            Scripts.charts(),
            "NUMBERS",
            numbers,
            "WISHES",
            wishes);
    return PLACE
        .matcher(HtmlReport.text("drawing.js"))
        .replaceAll(place -> Matcher.quoteReplacement(texts.get(place.group(1))));
  }

  /** Returns the colours of charts, which pictures of other drawings may have as well. */
  public static Palette palette(Palette.Theme theme) {
    return Palette.of(HtmlReport.text("report.css"), theme);
  }

  private static String picture(Drawn drawn) {
    if (drawn.svg().isEmpty()) {
      throw new AssayException(ErrorCode.NOT_FOUND, "%s", drawn.problem());
    }
    return drawn.svg();
  }
}
