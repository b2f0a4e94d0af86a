package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Finding.Level;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.part.DifferenceLine;
import io.assay.report.part.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void rejectedRowsAreNamedWithTheirReasons() {
    assertThat(Finding.all(Runs.usual()))
        .filteredOn(finding -> finding.text().contains("could not be explained"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.CHECK);
              assertThat(finding.text()).startsWith("7 of 576 rows (1.2\u00a0%)");
              assertThat(finding.text()).contains("5 missing", "2 not a number");
            });
  }

  @Test
  void everyMethodSaysWhetherItAddsUp() {
    assertThat(Finding.all(Runs.usual()))
        .extracting(Finding::text)
        .contains(
            "Integrated Gradients adds up on every row within 0.1 % of the row's attribution"
                + " (largest gap 0.0493 %).",
            "Saliency does not promise that its values add up to the score.");
  }

  @Test
  void rowsOverTheToleranceAreToBeChecked() {
    Manifest.Completeness completeness = new Manifest.Completeness(0.001, 0.25, 3);
    ReportContents contents =
        Runs.with(new Manifest.MethodRun("ig", Map.of(), 1, 1, 0, completeness, 1));

    assertThat(Finding.all(contents))
        .contains(
            new Finding(
                Level.CHECK,
                "ig: 3 rows with a completeness gap over 0.1 % of the row's attribution (largest 25"
                    + " %)."));
  }

  @Test
  void openPlacesInTheOrderAreNamed() {
    assertThat(Finding.all(Runs.usual()))
        .extracting(Finding::text)
        .anyMatch(text -> text.startsWith("The first 2 places are settled; intervals overlap"));
  }

  @Test
  void aSettledOrderIsInOrder() {
    List<FeatureImportance> settled = new ArrayList<>();
    for (int rank = 1; rank <= 2; rank++) {
      settled.add(
          new FeatureImportance("f" + rank, List.of(), Runs.importance(9, 1.0 / rank, 2, rank, 2)));
    }

    assertThat(Finding.all(Runs.of(settled.toArray(FeatureImportance[]::new))))
        .contains(new Finding(Level.GOOD, "The order of all features is settled."));
  }

  @Test
  void aSliceWithAnotherLeaderIsNamed() {
    FeatureImportance first = feature("a", 1);
    FeatureImportance second = feature("b", 2);
    ImportanceSection whole = section(ImportanceSection.ALL_ROWS, first, second);
    ImportanceSection other = section("site = B", feature("b", 1), feature("a", 2));
    ReportContents plain = Runs.of(first, second);
    ReportContents contents =
        new ReportContents(
            plain.manifest(), List.of(whole, other), List.of(), List.of(), RejectSummary.none());

    assertThat(Finding.all(contents))
        .contains(new Finding(Level.NOTE, "Another feature comes first: b in site = B."));
  }

  @Test
  void theClearestDifferenceBetweenSlicesIsNamed() {
    DifferenceLine unclear = difference("a", -1, 0.001, true);
    DifferenceLine clear = difference("b", -2, 0.0001, true);
    DifferenceLine chance = difference("c", 3, 0.4, false);

    assertThat(findingsOf(unclear, clear, chance))
        .contains(
            new Finding(
                Level.NOTE,
                "2 of 3 differences between slices are found; the clearest: b moves the target less"
                    + " in site = B than in other rows."));
    assertThat(findingsOf(chance))
        .contains(
            new Finding(
                Level.NOTE,
                "0 of 1 differences between slices are found: what is seen may be chance."));
  }

  @Test
  void aGlobalMethodThatSaysNothingIsNamedAndEachHasItsCost() {
    ReportContents usual = PartRuns.all();
    String globals =
        """
        [{"key": "sage", "options": {"rows": 2000}, "rows": 569, "calls": 0, "seconds": 0.01,
          "files": [], "failure": "no row has a <label>"},
         {"key": "partial-dependence", "options": {"grid": 20}, "rows": 569, "calls": 341400,
          "seconds": 1.5, "files": [], "failure": null}]\
        """;
    Manifest manifest =
        Manifest.fromJson(
            usual.manifest().toJson().replace("\"global\": []", "\"global\": " + globals));
    ReportContents contents =
        new ReportContents(manifest, usual.importance(), List.of(), List.of(), RejectSummary.none())
            .with(usual.parts());

    String page = HtmlReport.render(contents);

    assertThat(Finding.all(contents))
        .contains(new Finding(Finding.Level.CHECK, "SAGE says nothing: no row has a <label>"));
    assertThat(page)
        .contains("no row has a &lt;label&gt;")
        .contains(
            "Partial dependence<span class=\"members\">grid 20</span>", ">341,400<", "1.50 s");
  }

  @Test
  void theSurrogateStandsAmongTheProvenance() {
    SampledInput sample =
        new SampledInput(7032, 800, Double.NaN, 0.95, 0.02, List.of())
            .with(new SampledInput.Powered("trees.ubj", "52db", "tree-shap", 7032, 5697.6));
    Manifest plain = Runs.usual().manifest();
    Manifest.Input input = plain.input();
    String json =
        Json.PRETTY.toJson(
            new Manifest.Input(
                input.format(), input.path(), input.rowIdSource(), input.files(), sample));
    Manifest manifest =
        Manifest.fromJson(
            plain
                .toJson()
                .replaceFirst(
                    "(?s)\"input\": \\{.*?\"sample\": null\\s*\\}",
                    Matcher.quoteReplacement("\"input\": " + json)));

    assertThat(Provenance.of(manifest).facts())
        .contains(
            new Provenance.Fact("Surrogate", "trees.ubj, explained by tree-shap"),
            new Provenance.Fact("Surrogate digest (SHA-256)", "52db"));
    assertThat(Provenance.of(plain).facts())
        .extracting(Provenance.Fact::name)
        .doesNotContain("Surrogate");
  }

  private static List<Finding> findingsOf(DifferenceLine... lines) {
    Parts parts = new Parts(List.of(lines), List.of(), List.of(), List.of(), List.of());
    return Finding.all(Runs.of(feature("a", 1)).with(parts));
  }

  private static DifferenceLine difference(
      String feature, double difference, double p, boolean isFound) {
    return new DifferenceLine(
        "m", "t", "site = B", "rest", feature, 9, 9, difference, -3, 3, p, p, isFound);
  }

  private static FeatureImportance feature(String name, int rank) {
    return new FeatureImportance(name, List.of(name), Runs.importance(9, 1.0 / rank, 1.5, rank, 2));
  }

  private static ImportanceSection section(String slice, FeatureImportance... features) {
    return new ImportanceSection(
        "saliency", "Saliency", Runs.UNIT, Runs.TARGET, slice, List.of(features));
  }
}
