package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.part.DifferenceLine;
import io.assay.report.part.GlobalLine;
import io.assay.report.part.Parts;
import io.assay.report.part.PoweredLine;
import io.assay.report.part.SelectionLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up runs that have what only some runs have. */
final class PartRuns {
  private static final String METHOD = "integrated-gradients";

  private PartRuns() {}

  /** The usual run with everything. */
  static ReportContents all() {
    return Runs.usual()
        .with(new Parts(differences(), GlobalLines.all(), selection(), List.of(tree()), powered()));
  }

  /** A run in which every text that a user may choose is {@code name}. */
  static ReportContents named(String name) {
    List<GlobalLine> globals =
        List.of(
            GlobalLines.named(name, "curve", ""),
            GlobalLines.named(name, "line", name),
            GlobalLines.pair(name, "score", name),
            GlobalLines.fact(name),
            GlobalLines.pair(name, "cell", name + " / " + name));
    String quoted = Json.COMPACT.toJson(name);
    String tree =
        tree()
            .replace("\"worst_area <= 880\"", quoted)
            .replace("\"malignant\"", quoted)
            .replace("\"worst_area\"", quoted);
    String all = ImportanceSection.ALL_ROWS;
    return Runs.named(name)
        .with(
            new Parts(
                List.of(
                    new DifferenceLine(
                        name, name, name, name, name, 9, 9, 1, 0.5, 1.5, 0.01, 0.02, true)),
                globals,
                List.of(new SelectionLine(name, name, name, 1, 0, 0.5, 0.5, true)),
                List.of(tree),
                List.of(
                    new PoweredLine(
                        name, name, all, name, 90, 9, 0.9, 1, 0.5, 1.5, 1, 1, 2, 30, 1, 0, 2))));
  }

  /** More of everything than a page has room for. */
  static Parts large() {
    List<DifferenceLine> differences = new ArrayList<>();
    List<GlobalLine> globals = new ArrayList<>();
    List<SelectionLine> selection = new ArrayList<>();
    List<PoweredLine> powered = new ArrayList<>();
    for (int copy = 0; copy < 40; copy++) {
      differences.addAll(differences());
      globals.addAll(GlobalLines.scores());
      selection.addAll(selection());
      powered.addAll(powered());
      globals.addAll(GlobalLines.cells("feature " + copy, "another feature"));
      for (int at = 0; at < 20; at++) {
        globals.add(
            GlobalLines.point(
                "a feature of a long name, number " + copy, at, "", Math.sin(at + copy)));
      }
    }
    globals.addAll(GlobalLines.lines());
    return new Parts(differences, globals, selection, List.of(tree(), tree()), powered);
  }

  private static List<DifferenceLine> differences() {
    Random random = new Random(3);
    List<DifferenceLine> lines = new ArrayList<>();
    for (String slice : List.of("site = Aarhus", "site = Bergen", "site = Chur")) {
      for (String feature : Runs.measurements()) {
        double difference = 0.2 * random.nextGaussian() * random.nextDouble();
        double p = Math.min(1, 0.02 / Math.abs(difference) * random.nextDouble());
        double half = 0.09 * (0.5 + random.nextDouble());
        boolean isFound = p < 0.01;
        lines.add(
            new DifferenceLine(
                METHOD,
                Runs.TARGET,
                slice,
                "rest",
                feature,
                120,
                449,
                difference,
                difference - half,
                difference + half,
                p,
                Math.min(1, 4 * p),
                isFound));
      }
    }
    return lines;
  }

  /** The usual importance, with intervals a third as wide. */
  private static List<PoweredLine> powered() {
    List<PoweredLine> lines = new ArrayList<>();
    for (ImportanceSection section : Runs.usual().importance()) {
      for (FeatureImportance feature : section.features()) {
        Importance plain = feature.importance();
        double mean = plain.meanAbs() + 0.4 * plain.meanAbsSe();
        double half = (plain.high() - plain.low()) / 6;
        lines.add(
            new PoweredLine(
                section.method(),
                section.target(),
                section.slice(),
                feature.name(),
                7032,
                569,
                0.93,
                mean,
                mean - half,
                mean + half,
                plain.rank(),
                plain.rankLow(),
                plain.rankHigh(),
                9 * 569 - 31 * plain.rank(),
                Double.NaN,
                Double.NaN,
                Double.NaN));
      }
    }
    return lines;
  }

  private static List<SelectionLine> selection() {
    List<SelectionLine> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      double share = Math.max(0, Math.min(1, 1.3 - i * 0.06));
      lines.add(
          new SelectionLine(
              METHOD,
              Runs.TARGET,
              Runs.measurements().get(i),
              i < 4 ? 1 : i < 10 ? 2 : i,
              (i * 7) % 30 / 2 + i,
              share,
              0.81,
              share > 0.7));
    }
    return lines;
  }

  /** A tree of four ends, as a run keeps it. */
  static String tree() {
    return """
    {"kind": "tree-surrogate", "target": "malignant", "unit": "logit", "leaves": 4,
     "training_rows": 398, "held_out_rows": 171, "queries": 5000,
     "fidelity": {"r2": 0.84, "r2_low": 0.79, "r2_high": 0.89, "mean_abs_error": 1.1,
       "agreement": 0.95, "agreement_low": 0.9, "agreement_high": 0.98},
     "nodes": [
     {"id": 0, "parent": null, "depth": 0, "rows": 398, "share": 1, "prediction": -0.66,
      "deviation": 4.9, "left": 1, "right": 2, "feature": "worst_area", "threshold": 880,
      "left_if": "worst_area <= 880", "right_if": "worst_area > 880"},
     {"id": 1, "parent": 0, "depth": 1, "rows": 250, "share": 0.63, "prediction": -4.2,
      "deviation": 2.1, "left": 3, "right": 4, "feature": "worst_texture", "threshold": 28,
      "left_if": "worst_texture <= 28", "right_if": "worst_texture > 28"},
     {"id": 2, "parent": 0, "depth": 1, "rows": 148, "share": 0.37, "prediction": 5.3,
      "deviation": 2.8, "left": 5, "right": 6, "feature": "mean_concavity", "threshold": 0.1,
      "left_if": "mean_concavity <= 0.1", "right_if": "mean_concavity > 0.1"},
     {"id": 3, "parent": 1, "depth": 2, "rows": 180, "share": 0.45, "prediction": -5.4, "deviation": 1.2},
     {"id": 4, "parent": 1, "depth": 2, "rows": 70, "share": 0.18, "prediction": -1.1, "deviation": 1.8},
     {"id": 5, "parent": 2, "depth": 2, "rows": 40, "share": 0.1, "prediction": 1.9, "deviation": 1.6},
     {"id": 6, "parent": 2, "depth": 2, "rows": 108, "share": 0.27, "prediction": 6.6, "deviation": 1.9}]}
    """;
  }
}
