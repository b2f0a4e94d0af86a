package io.assay.report;

import io.assay.report.number.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the numbers come from, as the page shows it.
 *
 * @param facts names and values
 * @param files the leading input files
 * @param omitted how many files are left out
 * @param versions versions by what they are of
 * @param job the resolved job, YAML
 */
record Provenance(
    List<Fact> facts, List<File> files, int omitted, List<Fact> versions, String job) {
  private static final int FILES = 20;

  static Provenance of(Manifest manifest) {
    List<Manifest.InputFile> files = manifest.input().files();
    List<Manifest.InputFile> shown = files.subList(0, Math.min(FILES, files.size()));
    return new Provenance(
        facts(manifest),
        shown.stream()
            .map(file -> new File(file.path(), Numbers.bytes(file.bytes()), file.modified()))
            .toList(),
        files.size() - shown.size(),
        manifest.versions().entrySet().stream()
            .map(entry -> new Fact(entry.getKey(), entry.getValue()))
            .toList(),
        manifest.resolvedJob());
  }

  boolean hasFiles() {
    return !files.isEmpty();
  }

  boolean hasOmitted() {
    return omitted > 0;
  }

  private static List<Fact> facts(Manifest manifest) {
    Manifest.Model model = manifest.model();
    Manifest.BaselineUsed baseline = manifest.baseline();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Run", manifest.runId()));
    facts.add(new Fact("Status", manifest.status()));
    facts.add(new Fact("Started", manifest.startedAt()));
    facts.add(new Fact("Finished", manifest.finishedAt()));
    facts.add(new Fact("Model", model.path() + ", " + Numbers.bytes(model.bytes())));
    facts.add(new Fact("Model digest (SHA-256)", model.sha256()));
    facts.add(new Fact("Model input", model.inputShape() + " a row"));
    facts.add(
        new Fact("Model outputs", String.join(", ", model.outputs()) + " (" + model.unit() + ")"));
    SampledInput sample = manifest.input().sample();
    if (sample != null && sample.powered() != null) {
      facts.add(
          new Fact(
              "Surrogate",
              sample.powered().path() + ", explained by " + sample.powered().method()));
      facts.add(new Fact("Surrogate digest (SHA-256)", sample.powered().sha256()));
    }
    facts.add(new Fact("Input", manifest.input().path() + " (" + manifest.input().format() + ")"));
    facts.add(new Fact("Row id", manifest.input().rowIdSource()));
    String rows = baseline.rows() > 0 ? ", " + Numbers.count(baseline.rows(), "row") : "";
    facts.add(new Fact("Baseline", baseline.kind() + ": " + baseline.description() + rows));
    if (!baseline.note().isEmpty()) {
      facts.add(new Fact("Baseline note", baseline.note()));
    }
    return facts;
  }

  /** A name and a value. */
  record Fact(String name, String value) {}

  /** An input file as text. */
  record File(String path, String size, String modified) {}
}
