package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every page keeps: whole, self-contained, true to the numbers. */
class HtmlReportTest {
  private static final int BYTES_AT_MOST = 3_000_000;

  /** The pages are left in target/report, to be looked at. */
  @ParameterizedTest
  @EnumSource
  void aPageIsOneFileOfLessThanThreeMegabytes(Kind kind) throws IOException {
    String page = HtmlReport.render(kind.contents());

    Path folder = Files.createDirectories(Path.of("target", "report"));
    Path file = folder.resolve(kind.name().toLowerCase(Locale.ROOT) + ".html");
    Files.writeString(file, page);

    assertThat(Files.size(file)).isLessThan(BYTES_AT_MOST);
    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  enum Kind {
    USUAL,
    PARTS,
    PAIRS,
    FEW_PAIRS,
    LARGE,
    MANY_FEATURES,
    HOSTILE,
    EMPTY,
    SINGLE;

    ReportContents contents() {
      return switch (this) {
        case USUAL -> Runs.usual();
        case PARTS -> PartRuns.all();
        case PAIRS -> PairRuns.of(Runs.measurements().subList(0, 23));
        case FEW_PAIRS -> PairRuns.of(Runs.measurements().subList(3, 8));
        case LARGE -> Runs.large().with(PartRuns.large());
        case MANY_FEATURES -> ManyFeatures.of(10_000).with(PartRuns.large());
        case HOSTILE -> Runs.named("</script><script>alert('x')</script>");
        case EMPTY -> empty();
        case SINGLE -> withoutIntervals();
      };
    }
  }

  @Test
  void theLargestRunSaysWhatIsLeftOut() {
    String page = HtmlReport.render(Runs.large());

    assertThat(page)
        .contains("class 0, class 1, class 2, class 3, class 4 and 6 more</b>")
        .contains("the 20 most important of 1,000 features")
        .contains("more are in the run’s importance table")
        .contains("20 more pairs of method and target are left out here")
        .contains("more tables of slices are left out here");
  }

  @Test
  void everySectionStandsInItsPlace() {
    String markup = PageText.markup(HtmlReport.render(Runs.usual()));

    assertThat(PageText.all(Pattern.compile("<section id=\"([a-z]+)\""), markup))
        .containsExactly(
            "importance",
            "rows",
            "scores",
            "completeness",
            "slices",
            "rejects",
            "cost",
            "provenance");
    assertThat(PageText.all(Pattern.compile("<figure id=\"([a-z-]+)\""), markup))
        .containsExactly(
            "importance-chart",
            "swarm-chart",
            "dependence-chart",
            "waterfall-chart",
            "heat-chart",
            "score-chart",
            "gap-chart");
  }

  @Test
  void nothingIsFetchedFromAnywhere() {
    String page = HtmlReport.render(Runs.usual());
    String markup = PageText.markup(page);

    assertThat(markup).contains("content=\"default-src 'none'; ");
    assertThat(
            PageText.all(Pattern.compile("(?:src|href|action|srcset|poster)=(\"[^\"]*\")"), markup))
        .isNotEmpty()
        .allMatch(target -> target.startsWith("\"#"));
    assertThat(markup).doesNotContain("<link", "<iframe", "<img", "@import", "url(", "://");
    assertThat(Scripts.ours())
        .allSatisfy(
            script ->
                assertThat(script).doesNotContain("://", "fetch(", "XMLHttpRequest", "import("));
  }

  @Test
  void tablesAndChartsHoldTheNumbersGiven() {
    ReportContents contents = Runs.usual();
    ImportanceSection section = contents.importance().get(0);

    String page = HtmlReport.render(contents);

    for (FeatureImportance feature : section.features()) {
      Importance numbers = feature.importance();
      assertThat(page)
          .contains(
              "<th scope=\"row\"><span class=\"name\">%s</span></th><td>%s</td><td>%s</td>"
                  .formatted(feature.name(), numbers.meanAbs(), numbers.meanAbsSe()));
    }
    JsonArray bars = bars(page, 0);
    List<FeatureImportance> ranked = ImportanceTable.ranked(section);
    assertThat(bars).hasSize(20);
    for (int place = 0; place < bars.size(); place++) {
      JsonObject bar = bars.get(place).getAsJsonObject();
      Importance numbers = ranked.get(place).importance();
      assertThat(bar.get("name").getAsString()).isEqualTo(ranked.get(place).name());
      assertThat(bar.get("mean").getAsDouble()).isEqualTo(numbers.meanAbs());
      assertThat(bar.get("low").getAsDouble()).isEqualTo(numbers.low());
      assertThat(bar.get("high").getAsDouble()).isEqualTo(numbers.high());
    }
  }

  @Test
  void pointsOfTheSwarmAreTheRowsGiven() {
    ReportContents contents = Runs.usual();
    SampleSection sample = contents.samples().get(0);

    JsonObject swarm =
        PageText.numbers(HtmlReport.render(contents))
            .getAsJsonArray("swarms")
            .get(0)
            .getAsJsonObject();

    assertThat(swarm.get("sampled").getAsInt()).isEqualTo(500);
    assertThat(swarm.getAsJsonArray("rowIds")).hasSize(400);
    JsonObject strip = swarm.getAsJsonArray("strips").get(3).getAsJsonObject();
    int feature = sample.features().indexOf(strip.get("name").getAsString());
    for (int row = 0; row < 400; row++) {
      assertThat(strip.getAsJsonArray("values").get(row).getAsFloat())
          .isCloseTo(sample.rows().get(row).values().get(feature), withPercentage(1e-3));
    }
  }

  @Test
  void aRunWithNothingToShowSaysSo() {
    ReportContents contents = empty();

    String page = HtmlReport.render(contents);

    assertThat(page)
        .contains("The run holds no importance.")
        .contains("The run holds no sampled rows.")
        .contains("The run holds no score distribution.")
        .contains("The run holds no completeness gaps.")
        .contains("The job names no slices.")
        .contains("3 rows could not be explained; the run’s rejects table names them.")
        .contains("<dd>–</dd>");
    assertThat(PageText.markup(page)).doesNotContain("NaN", "Infinity", "<select");
  }

  @Test
  void oneFeatureWithoutIntervalsIsShownWithDashes() {
    ReportContents contents = withoutIntervals();

    String page = HtmlReport.render(contents);

    assertThat(page)
        .contains("<td class=\"n\">–</td>")
        .contains("100.0\u00a0% of all attribution.");
    assertThat(bars(page, 0).get(0).getAsJsonObject().get("low").isJsonNull()).isTrue();
    assertThat(PageText.markup(page)).doesNotContain("NaN");
  }

  @Test
  void renderingTwiceGivesTheSamePage() {
    assertThat(HtmlReport.render(Runs.usual())).isEqualTo(HtmlReport.render(Runs.usual()));
  }

  @Test
  void choicesAppearOnlyWhereThereIsSomethingToChoose() {
    String usual = HtmlReport.render(Runs.usual());
    String plain =
        HtmlReport.render(
            Runs.of(Runs.features(List.of("a", "b"), 10, 1).toArray(FeatureImportance[]::new)));

    assertThat(PageText.all(Pattern.compile("data-choice=\"([a-z]+)\""), PageText.markup(usual)))
        .containsExactly("method", "slice");
    assertThat(PageText.markup(plain)).doesNotContain("<select");
  }

  @Test
  void everyImportanceSectionHasItsTable() {
    ReportContents contents = Runs.usual();
    String markup = PageText.markup(HtmlReport.render(contents));

    List<String> captions =
        new ArrayList<>(PageText.all(Pattern.compile("<caption>([^<]*)</caption>"), markup));

    IntStream.range(0, contents.importance().size())
        .mapToObj(contents.importance()::get)
        .forEach(
            section ->
                assertThat(captions)
                    .anyMatch(
                        caption ->
                            caption.contains(section.title())
                                && caption.contains(
                                    section
                                        .slice()
                                        .replace(">=", "&gt;&#x3D;")
                                        .replace(" = ", " &#x3D; "))));
  }

  private static ReportContents empty() {
    Manifest manifest =
        Runs.manifest(List.of("only"), new Manifest.Counts(3, 0, 3, Map.of("NULL", 3L)));
    return new ReportContents(manifest, List.of(), List.of(), List.of(), RejectSummary.none());
  }

  private static ReportContents withoutIntervals() {
    double none = Double.NaN;
    Importance importance =
        new Importance(
            1, 0.25, none, none, none, 1, none, none, 1, 1, 1, -0.25, none, none, -0.25, -0.25,
            -0.25, -0.25, -0.25, -0.25, -0.25, 0);
    return Runs.of(new FeatureImportance("only", List.of("only"), importance));
  }

  private static JsonArray bars(String page, int section) {
    return PageText.numbers(page)
        .getAsJsonArray("importance")
        .get(section)
        .getAsJsonObject()
        .getAsJsonArray("bars");
  }
}
