package io.assay.report;

import io.assay.report.part.GlobalLine;
import java.util.ArrayList;
import java.util.List;

/** Made-up lines of a table of global methods. */
final class GlobalLines {
  private GlobalLines() {}

  /** A line in which every text is {@code name}, or of a row if one is given. */
  static GlobalLine named(String name, String kind, String row) {
    return named(name, name, "", kind, name, row);
  }

  /** The same about two features of that name. */
  static GlobalLine pair(String name, String kind, String label) {
    return named(name, name, name, kind, label, "");
  }

  /** The same about a whole method. */
  static GlobalLine fact(String name) {
    return named(name, "", "", "score", name, "");
  }

  private static GlobalLine named(
      String name, String feature, String with, String kind, String label, String row) {
    double none = Double.NaN;
    return new GlobalLine(
        name, name, name, feature, with, kind, none, none, label, row, 1, 0, 2, 1, 1, 1, 9);
  }

  static List<GlobalLine> all() {
    List<GlobalLine> lines = new ArrayList<>(curves());
    lines.addAll(lines());
    lines.addAll(cells("mean_radius", "worst_texture"));
    lines.addAll(sites());
    lines.addAll(scores());
    return lines;
  }

  private static List<GlobalLine> curves() {
    List<GlobalLine> lines = new ArrayList<>();
    List<String> features = Runs.measurements().subList(0, 6);
    for (String feature : features) {
      for (int at = 0; at < 20; at++) {
        double value = 3 * Math.tanh((at - 8) / 4.0) * (1 + features.indexOf(feature)) / 6;
        lines.add(point(feature, 6 + at, "", value));
      }
    }
    for (String site : List.of("Aarhus", "Bergen", "Chur")) {
      lines.add(point("site", Double.NaN, site, site.length() / 3.0));
    }
    lines.add(point(features.get(0), Double.NaN, "missing", 0.4));
    return lines;
  }

  static List<GlobalLine> lines() {
    List<GlobalLine> lines = new ArrayList<>();
    String feature = Runs.measurements().get(0);
    for (int row = 0; row < 30; row++) {
      for (int at = 0; at < 20; at++) {
        double value = 3 * Math.tanh((at - 4 - row / 3.0) / 4) + (row % 7) / 3.0;
        lines.add(
            new GlobalLine(
                "individual-conditional-expectation",
                "ICE",
                Runs.TARGET,
                feature,
                "",
                "line",
                6 + at,
                Double.NaN,
                "",
                "row-" + row,
                value,
                value,
                value,
                0,
                0,
                0,
                1));
      }
    }
    return lines;
  }

  /** A map of 20 by 20 places, of which the last of the first feature is a missing value. */
  static List<GlobalLine> cells(String feature, String with) {
    List<GlobalLine> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        boolean isMissing = i == 19;
        String label = isMissing ? "missing / " + (float) (10 + 1.5 * j) : "";
        double value =
            2 * Math.tanh((i - 9) / 5.0) + (isMissing ? 0 : 1.5 * (i - 9) * (j - 9) / 81);
        lines.add(
            cell(feature, with, isMissing ? Double.NaN : 6 + 0.8 * i, 10 + 1.5 * j, label, value));
      }
    }
    return lines;
  }

  private static List<GlobalLine> sites() {
    List<GlobalLine> lines = new ArrayList<>();
    for (String site : List.of("Aarhus", "Bergen", "Chur")) {
      for (int at = 0; at < 8; at++) {
        String label = site + " / " + (float) at;
        lines.add(cell("site", "mean_area", Double.NaN, at, label, site.length() - at / 2.0));
      }
    }
    return lines;
  }

  private static GlobalLine cell(
      String feature, String with, double x, double xWith, String label, double value) {
    return new GlobalLine(
        "partial-dependence",
        "Partial dependence",
        Runs.TARGET,
        feature,
        with,
        "cell",
        x,
        xWith,
        label,
        "",
        value,
        value - 0.5,
        value + 0.5,
        0,
        0,
        0,
        500);
  }

  static List<GlobalLine> scores() {
    List<GlobalLine> lines = new ArrayList<>();
    for (int i = 0; i < Runs.measurements().size(); i++) {
      double value = 0.6 * Math.exp(-i / 4.0);
      lines.add(score("permutation-importance", "Permutation importance", i, "", value));
    }
    for (int i = 1; i < 8; i++) {
      lines.add(score("h-statistic", "H-statistic", i, Runs.measurements().get(0), 0.3 / i));
    }
    lines.add(
        new GlobalLine(
            "tree-surrogate",
            "Tree surrogate",
            Runs.TARGET,
            "",
            "",
            "score",
            Double.NaN,
            Double.NaN,
            "held-out R2",
            "",
            0.84,
            0.79,
            0.89,
            0,
            0,
            0,
            171));
    lines.add(score("tree-surrogate", "Tree surrogate", 3, "", 0.5));
    lines.add(ofAllOutputs());
    return lines;
  }

  static GlobalLine point(String feature, double x, String label, double value) {
    return new GlobalLine(
        "partial-dependence",
        "Partial dependence",
        Runs.TARGET,
        feature,
        "",
        "curve",
        x,
        Double.NaN,
        label,
        "",
        value,
        value - 0.25,
        value + 0.25,
        0,
        0,
        0,
        500);
  }

  /** Of a classifier SAGE speaks of all outputs together. */
  private static GlobalLine ofAllOutputs() {
    double none = Double.NaN;
    String feature = Runs.measurements().get(2);
    return new GlobalLine(
        "sage", "SAGE", "all", feature, "", "score", none, none, "", "", 0.2, 0.1, 0.3, 1, 1, 1, 9);
  }

  private static GlobalLine score(
      String method, String title, int place, String with, double value) {
    String feature = Runs.measurements().get(place);
    return new GlobalLine(
        method,
        title,
        Runs.TARGET,
        feature,
        with,
        "score",
        Double.NaN,
        Double.NaN,
        "",
        "",
        value,
        value - 0.03,
        value + 0.03,
        place + 1,
        Math.max(1, place),
        place + 2,
        500);
  }
}
