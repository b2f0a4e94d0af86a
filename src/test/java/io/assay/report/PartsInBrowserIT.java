package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.browser.Chromium;
import io.assay.browser.Look;
import io.assay.browser.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections that only some runs have, in a browser. */
class PartsInBrowserIT {
  private static final Path FOLDER = Path.of("target", "report");
  private static final List<String> CHARTS =
      List.of("powered", "curve", "joint", "measure", "tree", "selection", "differences");

  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void everyChartIsDrawnWhateverTheLook(Look look) throws IOException {
    String name = "parts-" + look.name().toLowerCase(Locale.ROOT);
    try (Visit visit = chromium.open(written(name, PartRuns.all()), look).drawn()) {
      for (String chart : CHARTS) {
        String kind = chart.equals("joint") ? "rect" : "symbol";
        String marks = "#" + chart + "-chart svg .mark-" + kind + " path";
        assertThat(visit.all(marks).count()).as(chart).isGreaterThan(3);
        assertThat(visit.all("#" + chart + "-note").innerText()).as(chart).isNotBlank();
      }
      assertThat(
              (int)
                  visit.ask(
                      "document.documentElement.scrollWidth"
                          + " - document.documentElement.clientWidth"))
          .isLessThanOrEqualTo(0);
      visit.picture(FOLDER.resolve(name + ".png"));
    }
  }

  @Test
  void aRunWithoutThemHasNoSuchSection() throws IOException {
    try (Visit visit = chromium.open(written("no-parts", Runs.usual()), Look.LIGHT).drawn()) {
      for (String section :
          List.of(
              "powered", "effects", "joint", "measures", "surrogate", "selection", "differences")) {
        assertThat(visit.all("#" + section + ", nav a[href='#" + section + "']").count()).isZero();
      }
    }
  }

  @Test
  void theCurveIsThatOfTheChosenMethodAndFeature() throws IOException {
    try (Visit visit = chromium.open(written("curve", PartRuns.all()), Look.LIGHT).drawn()) {
      assertThat(visit.all("#curve-choice option").allTextContents()).hasSize(7);

      visit.all("#curve-choice").selectOption("site");
      visit.drawn();
      assertThat(visit.all("#curve-chart .role-axis-label text").allTextContents())
          .contains("Aarhus", "Bergen", "Chur");

      visit.all("#effect-choice").selectOption("individual-conditional-expectation");
      visit.drawn();
      assertThat(visit.all("#curve-choice option").allTextContents()).hasSize(1);
      assertThat(visit.all("#curve-chart svg .mark-line path").count()).isEqualTo(30);
    }
  }

  @Test
  void poweredIntervalsStandOverThoseOfTheSampleAlone() throws IOException {
    try (Visit visit = chromium.open(written("powered", PartRuns.all()), Look.LIGHT).drawn()) {
      visit.pointAt("#powered-chart svg .layer_3_marks path");

      assertThat(visit.all("#powered-chart svg .mark-symbol path").count()).isEqualTo(40);
      assertThat(visit.all("#tip").innerText())
          .contains("powered ", "sample alone ", "as sure as 5,090 rows explained exactly");
      assertThat(visit.all("#powered-note").innerText())
          .contains("569 rows were explained exactly, and 7,032 by the surrogate")
          .contains("20 most important of 30");

      visit.all("#powered-chart-numbers summary").click();
      assertThat(visit.all("#powered-chart-numbers tbody tr").first().innerText())
          .contains("5,090");

      visit.all("select[data-choice=slice]").selectOption("site = Chur");
      visit.drawn();
      assertThat(visit.all("#powered-chart svg .mark-symbol path").count()).isEqualTo(40);
    }
  }

  @Test
  void aMapOfAPairHasASquareForEveryTwoPlaces() throws IOException {
    try (Visit visit = chromium.open(written("joint", PartRuns.all()), Look.LIGHT).drawn()) {
      assertThat(visit.all("#joint-choice option").allTextContents())
          .containsExactly(
              "Partial dependence: mean_radius x worst_texture",
              "Partial dependence: site x mean_area");
      assertThat(visit.all("#joint-chart svg .mark-rect path").count()).isEqualTo(400);
      assertThat(visit.all("#joint-chart svg .role-axis-label text").allTextContents())
          .contains("6", "missing", "10");
      visit.pointAt("#joint-chart svg .mark-rect path");
      assertThat(visit.all("#tip").innerText())
          .contains("mean_radius 6", "worst_texture 10", "Partial dependence ");

      visit.all("#joint-choice").selectOption("1");
      visit.drawn();

      assertThat(visit.all("#joint-chart svg .mark-rect path").count()).isEqualTo(24);
      assertThat(visit.all("#joint-high").innerText()).isEqualTo("6 logit");
      visit.all("#joint-chart-numbers summary").click();
      assertThat(visit.all("#joint-chart-numbers tbody tr").first().innerText()).contains("Aarhus");
    }
  }

  /** The sections say their leading numbers, and how many more there are. */
  @Test
  void withoutScriptsEverySectionHasATable() throws IOException {
    try (Visit visit = chromium.open(written("plain-parts", PartRuns.all()), Look.PLAIN)) {
      Map<String, String> said =
          Map.of(
              "rows", "20 of 30; the run’s attributions table holds all.",
              "powered", "20 of 300; the run’s powered table holds all.",
              "effects", "−2.892",
              "joint", "Aarhus, 0",
              "measures", "held-out R2",
              "surrogate", "worst_texture <= 28",
              "selection", "20 of 30; the run’s features table holds all.",
              "differences", "20 of 90; the run’s differences table holds all.");
      said.forEach(
          (section, text) -> {
            assertThat(visit.all("#" + section + " noscript tbody tr").count())
                .as(section)
                .isBetween(2, 20);
            assertThat(visit.all("#" + section + " noscript table").isVisible()).isTrue();
            assertThat(visit.all("#" + section).innerText()).as(section).contains(text);
            assertThat(visit.all("#" + section + " select:visible").count()).isZero();
          });
      assertThat(visit.all("figure.chart:visible").count()).isZero();
      visit.picture(FOLDER.resolve("parts-plain.png"));
    }
  }

  @Test
  void whereScriptsRunNoSuchTableIsSeen() throws IOException {
    try (Visit visit = chromium.open(written("plain-not", PartRuns.all()), Look.LIGHT).drawn()) {
      assertThat(visit.all("noscript:visible").count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK", "PLAIN"})
  void textStandsOutFromItsGround(Look look) throws IOException {
    String name = "parts-contrast-" + look.name().toLowerCase(Locale.ROOT);
    try (Visit visit = chromium.open(written(name, PartRuns.all()), look)) {
      if (look != Look.PLAIN) {
        visit.drawn();
      }
      @SuppressWarnings("unchecked")
      List<String> faint = (List<String>) visit.ask(BrowserChecks.FAINT_TEXT);
      @SuppressWarnings("unchecked")
      List<String> nameless = (List<String>) visit.ask(BrowserChecks.NAMELESS);

      assertThat(faint).isEmpty();
      assertThat(nameless).isEmpty();
    }
  }

  @Test
  void theTreeHasItsQuestionsItsEndsAndItsFidelity() throws IOException {
    try (Visit visit = chromium.open(written("tree", PartRuns.all()), Look.LIGHT).drawn()) {
      List<String> texts = visit.all("#tree-chart svg .mark-text text").allTextContents();

      assertThat(texts)
          .contains("worst_area <= 880", "worst_area > 880", "mean_concavity > 0.1")
          .contains("−5.4 logit", "6.6 logit")
          .hasSize(10);
      assertThat(visit.all("#tree-note").innerText())
          .contains("171 rows", "84.0 %", "79.0 % to 89.0 %", "95.0 % of them");

      visit.pointAt("#tree-chart svg .layer_1_marks path");
      assertThat(visit.all("#tip").innerText())
          .contains("worst_texture <= 28", "180 training rows");
    }
  }

  @Test
  void aMeasureOfTheWholeStandsAboveThoseOfFeatures() throws IOException {
    try (Visit visit = chromium.open(written("measure", PartRuns.all()), Look.LIGHT).drawn()) {
      assertThat(visit.all("#measure-choice option").allTextContents())
          .containsExactly(
              "Permutation importance", "H-statistic: pairs", "Tree surrogate", "SAGE");

      visit.all("#measure-choice").selectOption("tree-surrogate\n");

      assertThat(visit.all("#measure-facts").innerText())
          .contains("held-out R2", "0.84, 95\u00a0% interval 0.79 to 0.89");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "a\nb"})
  void aHostileNameIsTextAndNothingElse(String hostile) throws IOException {
    try (Visit visit =
        chromium.open(written("hostile-parts", PartRuns.named(hostile)), Look.LIGHT).drawn()) {
      for (String chart :
          List.of("powered", "joint", "measure", "selection", "differences", "tree")) {
        String kind = chart.equals("joint") ? "rect" : "symbol";
        visit.pointAt("#" + chart + "-chart svg .mark-" + kind + " path");
        assertThat(visit.all("#tip").isVisible()).as(chart).isTrue();
        assertThat(visit.all("#tip img, #tip script").count()).isZero();
        visit.all("#" + chart + "-chart-numbers summary").click();
        visit.all("#" + chart + "-chart-numbers tbody tr").first().waitFor();
      }
      assertThat(visit.all("main img[src=x]").count()).isZero();
    }
  }

  private static String written(String name, ReportContents contents) throws IOException {
    Path file = Files.createDirectories(FOLDER).resolve("browser-" + name + ".html");
    Files.writeString(file, HtmlReport.render(contents));
    return file.toUri().toString();
  }
}
