package io.assay.report;

import io.assay.report.picture.ColourMap;
import io.assay.report.picture.TokenStrip;
import java.util.Locale;

/** Styles that pages with images or texts need beside the usual ones. */
final class Styles {
  private Styles() {}

  /** Returns the styles of pictures and tokens; empty where there are none. */
  static String ofPictures(ReportContents contents) {
    if (contents.pictures().isEmpty() && contents.texts().isEmpty() && contents.maps().isEmpty()) {
      return "";
    }
    StringBuilder css = new StringBuilder(HtmlReport.text("pictures.css"));
    for (ColourMap map : ColourMap.values()) {
      css.append(".ramp.").append(map.name().toLowerCase(Locale.ROOT));
      css.append(" { background: linear-gradient(to right, ");
      css.append(map.cssStops()).append("); }\n");
    }
    return css.append(TokenStrip.style()).toString();
  }
}
