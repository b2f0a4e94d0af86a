package io.assay.spark.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.assay.browser.Chromium;
import io.assay.browser.Look;
import io.assay.browser.Visit;
import io.assay.spark.history.StoredRuns;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server's pages as people meet them: in a browser, with names that try to run. */
class ServerInBrowserIT {
  private static final Path PICTURES = Path.of("target", "serve");
  private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
  private static final String ROW = "<svg onload=alert(1)>";

  /** What can be operated, and has no name that a screen reader could say. */
  private static final String NAMELESS =
      """
      [...document.querySelectorAll('a, button, input, select, [tabindex], [role=img]')]
        .filter(node => node.checkVisibility())
        .filter(node => !(node.getAttribute('aria-label') || node.textContent.trim()
          || [...node.labels ?? []].some(label => label.textContent.trim())))
        .map(node => node.outerHTML)
      """;

  @TempDir private static Path folder;
  private static Chromium chromium;
  private static RunServer server;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    StoredRuns runs = new StoredRuns(folder.resolve("out"), List.of("age", HOSTILE, "site"));
    Map<String, float[]> rows =
        Map.of("a", new float[] {1, 2, 3}, ROW, new float[] {2, -1, 1}, "c", new float[] {3, 1, 0});
    runs.withJob("name: \"" + HOSTILE + "\"\n").add("r1", rows);
    runs.withModel("bb").add("r2", rows);
    server = RunServer.start(folder, InetAddress.getLoopbackAddress(), 0);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Look.class)
  void peopleGoFromRunsToAFeatureAndToARow(Look look) {
    String name = look.name().toLowerCase(Locale.ROOT);
    try (Visit visit = chromium.open(server.url(), look)) {
      visit.picture(PICTURES.resolve("home-" + name + ".png"));
      visit.follow(visit.all("h2 a").first());
      assertThat(visit.all("main table").count()).isEqualTo(2);
      assertThat(overflow(visit)).isZero();
      visit.picture(PICTURES.resolve("output-" + name + ".png"));
      visit.follow(visit.page().getByText(HOSTILE).first());
      assertThat(visit.all("h1").textContent()).isEqualTo(HOSTILE);
      assertThat(visit.all("svg.plot:visible").count()).isEqualTo(1);
      assertThat(visit.all("svg.plot:visible .run").count()).isEqualTo(2);
      assertThat(visit.all("svg.plot:visible .dot").first().boundingBox().height).isGreaterThan(5);
      assertThat(textSizes(visit)).hasSizeGreaterThan(3).allMatch(size -> size >= 9 && size <= 18);
      assertThat(visit.ask("getComputedStyle(document.querySelector('.change')).stroke"))
          .isEqualTo(look == Look.DARK ? "rgb(240, 168, 120)" : "rgb(164, 70, 15)");
      assertThat(visit.ask(NAMELESS)).isEqualTo(List.of());
      assertThat(overflow(visit)).isZero();
      visit.picture(PICTURES.resolve("history-" + name + ".png"));
      visit.page().navigate(server.url() + "out/run/r1/table/attributions/method=saliency");
      visit.follow(visit.page().getByText(ROW));
      assertThat(visit.all("h1").textContent()).isEqualTo("Row " + ROW);
      assertThat(visit.all("svg.bar rect").count()).isEqualTo(3);
      Locator longest = visit.all("svg.bar rect").first();
      assertThat(longest.boundingBox().x + longest.boundingBox().width)
          .isBetween(100.0, (double) visit.page().viewportSize().width);
      assertThat(visit.ask(NAMELESS)).isEqualTo(List.of());
      assertThat(overflow(visit)).isZero();
      visit.picture(PICTURES.resolve("row-" + name + ".png"));
    }
  }

  /** How large the letters of the plot are on the screen, in pixels. */
  @SuppressWarnings("unchecked")
  private static List<Double> textSizes(Visit visit) {
    String sizes =
        "[...document.querySelectorAll('svg.plot')].filter(svg => svg.checkVisibility())"
            + ".flatMap(svg => [...svg.querySelectorAll('text')]"
            + ".map(text => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a))";
    return ((List<Number>) visit.ask(sizes)).stream().map(Number::doubleValue).toList();
  }

  private static int overflow(Visit visit) {
    return ((Number)
            visit.ask(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .intValue();
  }
}
