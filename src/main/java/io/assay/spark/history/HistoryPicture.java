package io.assay.spark.history;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.history.FeatureHistory.Series;
import java.util.Locale;

/**
 * A {@link FeatureHistory} as a picture in SVG that stands alone: a plot a series, one under the
 * other. Its colours are variables, for which {@link io.assay.report.drawing.Palette} puts values.
 */
public final class HistoryPicture {
  private static final int SERIES = 12;
  private static final int HEAD = 52;
  private static final int PLOT = 280;
  private static final int MARGIN = 20;
  private static final double WIDTH_OF_A_LETTER = 7.6;

  private HistoryPicture() {}

  /**
   * Draws a history.
   *
   * @param width of the picture in pixels, 200 to 4,000
   * @throws AssayException SPEC_INVALID if it has more than 12 series
   */
  public static String svg(FeatureHistory history, int width) {
    int count = history.series().size();
    if (count > SERIES) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "The feature has %s pairs of method and target, and a picture has room for %s; name some"
              + " with --method and --target",
          count,
          SERIES);
    }
    int height = count * (HEAD + PLOT) + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
                + " viewBox=\"0 0 %1$d %2$d\" font-family=\"Verdana, 'DejaVu Sans', sans-serif\""
                + " role=\"img\" aria-label=\"%3$s: share of mean |attribution| over runs, with"
                + " intervals\"><rect fill=\"var(--raised)\" width=\"%1$d\" height=\"%2$d\"/>",
            width,
            height,
            Words.markup(history.feature())));
    for (int i = 0; i < count; i++) {
      add(svg, history.feature(), history.series().get(i), width, i * (HEAD + PLOT));
    }
    return svg.append("</svg>").toString();
  }

  private static void add(StringBuilder svg, String feature, Series series, int width, int top) {
    Selection.Part part = new Selection.Part(series.method(), series.target(), series.slice());
    String shown = "share of mean |attribution| by " + part.words();
    int letters = (int) ((width - 2 * MARGIN) / WIDTH_OF_A_LETTER);
    svg.append(
        String.format(
            Locale.ROOT,
            "<g transform=\"translate(0 %d)\"><text fill=\"var(--ink)\" font-size=\"13\""
                + " font-weight=\"600\" x=\"%d\" y=\"32\">%s</text>"
                + "<text fill=\"var(--soft)\" font-size=\"12\" x=\"%d\" y=\"50\">%s</text></g>"
                + "<g transform=\"translate(0 %d)\">%s</g>",
            top,
            MARGIN,
            Words.markup(Words.name(feature, letters)),
            MARGIN,
            Words.markup(Words.name(shown, letters)),
            top + HEAD,
            SharePlot.marks(series, width, PLOT)));
  }
}
