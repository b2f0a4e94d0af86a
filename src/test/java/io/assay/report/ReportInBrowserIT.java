package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.assay.browser.Chromium;
import io.assay.browser.Look;
import io.assay.browser.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report as people meet it: in a browser. */
class ReportInBrowserIT {
  private static final Path FOLDER = Path.of("target", "report");
  private static final String ROWS = "#importance-list tbody tr";

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
    for (ReportContents contents : List.of(Runs.usual(), PairRuns.of(Runs.measurements()))) {
      String name = contents.importance().size() + "-" + look.name().toLowerCase(Locale.ROOT);

      try (Visit visit = chromium.open(written(name, contents), look).drawn()) {
        List<Locator> shown = visit.all(".chart:visible").all();
        assertThat(shown).hasSizeGreaterThan(5);
        for (Locator chart : shown) {
          assertThat(chart.locator("svg .mark-group > path, svg .mark-group > g > path").count())
              .as("%s", chart.getAttribute("id"))
              .isPositive();
          assertThat(chart.boundingBox().height).isGreaterThan(40);
        }
        assertThat(overflow(visit)).isZero();
        visit.picture(FOLDER.resolve(name + ".png"));
      }
    }
  }

  @Test
  void withoutScriptsTheTablesShowTheNumbers() throws IOException {
    try (Visit visit = chromium.open(written("plain", Runs.usual()), Look.PLAIN)) {
      assertThat(visit.all("#importance .leading:visible tbody tr").count())
          .isGreaterThanOrEqualTo(20);
      assertThat(visit.all("#importance-list").isVisible()).isFalse();
    }
  }

  @Test
  void theFeatureUnderThePointerIsNamed() throws IOException {
    ReportContents contents = Runs.usual();
    String first = ImportanceTable.ranked(contents.importance().get(0)).get(0).name();

    try (Visit visit = chromium.open(written("tip", contents), Look.LIGHT).drawn()) {
      assertThat(visit.all("#tip").isVisible()).isFalse();

      visit.pointAt("#importance-chart svg .mark-rect path");

      assertThat(visit.all("#tip").isVisible()).isTrue();
      assertThat(visit.all("#tip").innerText())
          .startsWith(first + "\n")
          .contains("95\u00a0% interval");
    }
  }

  @Test
  void aClickOnAHeadingSortsAndAnotherTurnsTheOrder() throws IOException {
    List<Double> expected =
        Runs.usual().importance().get(0).features().stream()
            .map(feature -> feature.importance().mean())
            .sorted()
            .toList();

    try (Visit visit = chromium.open(written("sort", Runs.usual()), Look.LIGHT)) {
      Locator heading = visit.all("#importance-list button.sort").getByText("Mean, signed");
      heading.click();
      List<Double> falling = numbers(visit, 8);
      assertThat(heading.locator("xpath=..").getAttribute("aria-sort")).isEqualTo("descending");
      heading.click();

      assertThat(falling).hasSize(20).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(falling.get(0)).isCloseTo(expected.get(expected.size() - 1), offset(1e-3));
      assertThat(numbers(visit, 8)).isSorted();
      assertThat(heading.locator("xpath=..").getAttribute("aria-sort")).isEqualTo("ascending");
    }
  }

  @Test
  void whatIsSearchedIsFoundWhereverItStands() throws IOException {
    try (Visit visit = chromium.open(written("search", ManyFeatures.of(10_000)), Look.LIGHT)) {
      visit.all("#importance-list input").fill("NUMBER_777");

      assertThat(visit.all(ROWS + " th").allInnerTexts())
          .hasSize(11)
          .allMatch(name -> name.contains("number_777"));
      assertThat(visit.all("#importance-list .listed").innerText())
          .isEqualTo("1 to 11 of 11 found, of 10,000");

      visit.all("#importance-list input").fill("<b>nothing</b>");
      assertThat(visit.all(ROWS).count()).isZero();
      assertThat(visit.all("#importance-list .listed").innerText()).startsWith("No row of 0");
    }
  }

  @Test
  void pagesFollowEachOther() throws IOException {
    try (Visit visit = chromium.open(written("pages", Runs.usual()), Look.LIGHT)) {
      List<String> first = visit.all(ROWS + " th").allInnerTexts();
      visit.all("#importance-list button:text-is('Next')").click();
      List<String> second = visit.all(ROWS + " th").allInnerTexts();

      assertThat(first).hasSize(20).doesNotContainAnyElementsOf(second);
      assertThat(second).hasSize(10);
      assertThat(visit.all("#importance-list button:text-is('Next')").isDisabled()).isTrue();
    }
  }

  /** The bound is that of a person's patience; it holds on two cores. */
  @Test
  void tenThousandFeaturesOpenInLessThanTwoSeconds() throws IOException {
    String address = written("many", ManyFeatures.of(10_000));
    chromium.open(address, Look.LIGHT).drawn().close();

    try (Visit visit = chromium.open(address, Look.LIGHT).drawn()) {
      double milliseconds = Double.parseDouble(visit.all("html").getAttribute("data-opened"));

      assertThat(visit.all(ROWS).count()).isEqualTo(20);
      assertThat(milliseconds).isBetween(1.0, 2000.0);
      assertThat(visit.all("*").count()).isLessThan(20_000);
    }
  }

  @Test
  void anotherMethodChangesChartsAndTables() throws IOException {
    try (Visit visit = chromium.open(written("choice", Runs.usual()), Look.LIGHT).drawn()) {
      String before = visit.all("#swarm-chart svg").innerHTML();

      visit.all("select[data-choice=method]").selectOption("saliency");
      visit.drawn();

      assertThat(visit.all("#importance-list caption").innerText()).startsWith("Saliency");
      assertThat(visit.all("#swarm-chart svg").innerHTML()).isNotEqualTo(before);
      assertThat(visit.all("#gap-none").isVisible()).isTrue();
    }
  }

  @Test
  void aDependencePlotShowsTheFeatureThatIsChosen() throws IOException {
    ReportContents contents = Runs.usual();
    try (Visit visit = chromium.open(written("dependence", contents), Look.LIGHT).drawn()) {
      visit.all("#dependence-choice").selectOption("mean_area");
      visit.drawn();
      visit.pointAt("#dependence-chart svg .mark-symbol path");

      int numeric = contents.samples().get(0).features().size() - 1;
      assertThat(visit.all("#dependence-choice option").count()).isEqualTo(numeric);
      assertThat(visit.all("#dependence-chart svg .mark-symbol path").count()).isEqualTo(400);
      assertThat(visit.all("#tip").innerText()).contains("mean_area ", "attribution ");
    }
  }

  @Test
  void aWaterfallEndsAtTheScoreOfTheRowThatIsChosen() throws IOException {
    try (Visit visit = chromium.open(written("waterfall", Runs.usual()), Look.LIGHT).drawn()) {
      Locator choice = visit.all("#waterfall-choice");
      String row = choice.locator("option").nth(7).innerText();
      choice.selectOption(row.split(",", -1)[0]);
      visit.drawn();

      List<String> labels = visit.all("#waterfall-chart svg .role-mark text").allTextContents();
      assertThat(labels).hasSize(13);
      assertThat(row).endsWith("score " + labels.get(12));
      double sum = labels.subList(0, 12).stream().mapToDouble(ReportInBrowserIT::number).sum();
      assertThat(sum).isCloseTo(number(labels.get(12)), offset(0.02));
    }
  }

  @Test
  void theNumbersBehindAChartOpenAsATable() throws IOException {
    try (Visit visit = chromium.open(written("numbers", Runs.usual()), Look.LIGHT).drawn()) {
      assertThat(visit.all("#heat table").count()).isZero();

      visit.all("#heat summary").click();
      visit.all("#heat tbody tr").first().waitFor();

      assertThat(visit.all("#heat tbody tr").count()).isEqualTo(20);
      assertThat(visit.all("#heat .listed").innerText()).isEqualTo("1 to 20 of 1,560");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "a.b[0]['c']\\n\\",
        "datum.x; alert(1)",
        "{{constructor.constructor('alert(1)')()}}",
        "__proto__"
      })
  void aHostileNameIsTextAndNothingElse(String hostile) throws IOException {
    try (Visit visit = chromium.open(written("hostile", Runs.named(hostile)), Look.LIGHT).drawn()) {
      visit.ask("document.querySelectorAll('details').forEach(each => each.open = true)");
      visit.pointAt("#importance-chart svg .mark-rect path");

      assertThat(visit.all("#tip div").first().innerText()).isEqualTo(hostile);
      assertThat(visit.all(ROWS + " .name").first().innerText()).isEqualTo(hostile);
      assertThat(visit.all("#importance-chart svg").first().innerHTML()).contains("<text");
      assertThat(visit.all("main img[src=x], main svg[onload]").count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void textStandsOutFromItsGround(Look look) throws IOException {
    try (Visit visit = chromium.open(written("contrast", Runs.usual()), look).drawn()) {
      @SuppressWarnings("unchecked")
      List<String> faint = (List<String>) visit.ask(BrowserChecks.FAINT_TEXT);

      assertThat(faint).isEmpty();
    }
  }

  @Test
  void everythingThatOneCanOperateHasANameAndTheKeyboardReachesIt() throws IOException {
    try (Visit visit = chromium.open(written("keyboard", Runs.usual()), Look.LIGHT).drawn()) {
      @SuppressWarnings("unchecked")
      List<String> nameless = (List<String>) visit.ask(BrowserChecks.NAMELESS);
      visit.page().keyboard().press("Tab");
      String first = (String) visit.ask("document.activeElement.className");
      Locator sort = visit.all("#importance-list button.sort").nth(1);
      sort.focus();
      visit.page().keyboard().press("Enter");

      assertThat(nameless).isEmpty();
      assertThat(first).isEqualTo("skip");
      assertThat(sort.locator("xpath=..").getAttribute("aria-sort")).isEqualTo("ascending");
      assertThat(visit.all(ROWS + " th").allInnerTexts()).isSorted();
    }
  }

  @Test
  void onPaperEveryChartIsDrawnAndNoControlIsSeen() throws IOException {
    try (Visit visit = chromium.open(written("paper", Runs.usual()), Look.LIGHT)) {
      byte[] pdf = visit.page().pdf(new Page.PdfOptions().setPath(FOLDER.resolve("usual.pdf")));
      visit.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

      assertThat(pdf.length).isGreaterThan(50_000);
      assertThat(visit.all(".chart:visible:not(:has(svg))").count()).isZero();
      assertThat(
              visit
                  .all("nav:visible, select:visible, input:visible, button:not(.sort):visible")
                  .count())
          .isZero();
    }
  }

  private static int overflow(Visit visit) {
    return (int)
        visit.ask(
            "Math.max(0, document.documentElement.scrollWidth"
                + " - document.documentElement.clientWidth)");
  }

  private static List<Double> numbers(Visit visit, int column) {
    return visit.all(ROWS + " td:nth-child(" + column + ")").allInnerTexts().stream()
        .map(ReportInBrowserIT::number)
        .toList();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace('\u2212', '-'));
  }

  private static String written(String name, ReportContents contents) throws IOException {
    Path file = Files.createDirectories(FOLDER).resolve("browser-" + name + ".html");
    Files.writeString(file, HtmlReport.render(contents));
    return file.toUri().toString();
  }
}
