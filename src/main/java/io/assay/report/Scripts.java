package io.assay.report;

import java.util.List;

/** The scripts of the page: the chart library under its licences, then ours. */
final class Scripts {
  private Scripts() {}

  /** Returns the scripts in the order in which they must run. */
  static List<String> all() {
    return List.of(
        licence("vega") + licence("d3") + HtmlReport.text("vendor/vega.min.js"),
        licence("vega-lite") + HtmlReport.text("vendor/vega-lite.min.js"),
        charts(),
        HtmlReport.text("listing.js"),
        HtmlReport.text("report.js"));
  }

  /** Returns the scripts that are not vendored: what charts look like, tables, and the page. */
  static List<String> ours() {
    return all().subList(2, all().size());
  }

  /** Returns the chart library without its licences, which the jar has beside it. */
  static String library() {
    return HtmlReport.text("vendor/vega.min.js")
        + "\n"
        + HtmlReport.text("vendor/vega-lite.min.js");
  }

  /** Returns what charts look like and which a run has: scripts that need no page. */
  static String charts() {
    return HtmlReport.text("charts.js") + HtmlReport.text("parts.js") + HtmlReport.text("plots.js");
  }

  private static String licence(String name) {
    return "/*! " + name + "\n" + HtmlReport.text("vendor/LICENSE-" + name + ".txt") + "*/\n";
  }
}
