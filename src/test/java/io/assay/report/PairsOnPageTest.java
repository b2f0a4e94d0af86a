package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Features and pairs of them, each in its place. */
class PairsOnPageTest {
  private static final List<String> GROUPS = Runs.measurements().subList(0, 23);

  @Test
  void aRunWithoutPairsHasNoPlaceForThem() {
    String page = PageText.markup(HtmlReport.render(Runs.usual()));

    assertThat(page).doesNotContain("id=\"interactions\"", "#interactions", "ranked together");
  }

  @Test
  void featuresAndPairsAreRankedTogetherAndShownApart() {
    ReportContents contents = PairRuns.of(GROUPS);

    String page = HtmlReport.render(contents);

    JsonObject section = section(page, 0);
    assertThat(names(section.getAsJsonArray("bars"))).isEqualTo(GROUPS.subList(0, 20));
    List<String> strongest =
        ImportanceTable.ranked(contents.importance().get(0)).stream()
            .filter(FeatureImportance::isPair)
            .map(FeatureImportance::name)
            .limit(20)
            .toList();
    assertThat(names(section.getAsJsonArray("pairs"))).isEqualTo(strongest);
    assertThat(page)
        .contains("href=\"#interactions\">Interactions</a>")
        .contains("the 20 most important of 23 features · features alone, ranked together")
        .contains("the 20 strongest of 253 pairs; the run’s importance table holds all")
        .contains("not pairs of them; Shapley interactions values both");
    assertThat(PageText.all(Pattern.compile("<figure id=\"([a-z-]+)\""), page))
        .contains("pairs-chart", "matrix-chart");
  }

  @Test
  void aMethodWithoutPairsInTheSameRunHasNone() {
    String page = HtmlReport.render(PairRuns.of(GROUPS));

    JsonObject saliency =
        PageText.numbers(page).getAsJsonArray("importance").asList().stream()
            .map(each -> each.getAsJsonObject())
            .filter(each -> each.get("method").getAsString().equals("saliency"))
            .findFirst()
            .orElseThrow();

    assertThat(saliency.getAsJsonArray("pairs")).isEmpty();
    assertThat(saliency.getAsJsonObject("matrix").getAsJsonArray("means")).isEmpty();
  }

  @Test
  void theMatrixHoldsFeaturesOnItsDiagonalAndEachPairOnce() {
    FeatureImportance a = single("a", 0.5);
    FeatureImportance b = single("b", 2);
    FeatureImportance c = single("c", 1.123456);
    FeatureImportance ac = FeatureImportance.ofPair("a x c", List.of("a", "c"), numbers(0.25));
    FeatureImportance ab = FeatureImportance.ofPair("a x b", List.of("a", "b"), numbers(1));
    ReportContents contents = Runs.of(a, b, c, ab, ac);

    PairMatrix matrix = PairMatrix.of(contents.importance().get(0));

    // totals: b 2 + 1, a 0.5 + 1 + 0.25, c 1.12 + 0.25; nobody valued b x c
    assertThat(matrix.names()).containsExactly("b", "a", "c");
    assertThat(matrix.places()).containsExactly(1, 0, 2);
    assertThat(matrix.means()).containsExactly(2.0, 1.0, 0.5, Double.NaN, 0.25, 1.123);
    assertThat(matrix.signed().get(1)).isEqualTo(Runs.importance(9, 1, 4, 1, 5).mean());
    assertThat(matrix.omitted()).isZero();
  }

  @Test
  void ofManyFeaturesTheMatrixHoldsThoseWithMost() {
    PairMatrix matrix = PairMatrix.of(PairRuns.of(GROUPS).importance().get(0));

    assertThat(matrix.names()).hasSize(PairMatrix.GROUPS).startsWith(GROUPS.get(0));
    assertThat(matrix.means()).hasSize(210);
    assertThat(matrix.omitted()).isEqualTo(3);
  }

  @Test
  void aFeatureThatIsNamedLikeAPairIsAFeature() {
    ReportContents contents = Runs.of(single("a", 2), single("b", 1), single("a x b", 0.5));

    String page = HtmlReport.render(contents);

    assertThat(names(section(page, 0).getAsJsonArray("bars"))).containsExactly("a", "b", "a x b");
    assertThat(PageText.markup(page)).doesNotContain("id=\"interactions\"");
  }

  @Test
  void aPairIsOfTwo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureImportance.ofPair("a", List.of("a"), numbers(1)))
        .withMessage("a is of [a]; need two groups or none");
  }

  private static FeatureImportance single(String name, double mean) {
    return new FeatureImportance(name, List.of(name), numbers(mean));
  }

  private static Importance numbers(double mean) {
    return Runs.importance(9, mean, 4, 1, 5);
  }

  private static JsonObject section(String page, int section) {
    return PageText.numbers(page).getAsJsonArray("importance").get(section).getAsJsonObject();
  }

  private static List<String> names(JsonArray bars) {
    return bars.asList().stream()
        .map(bar -> bar.getAsJsonObject().get("name").getAsString())
        .toList();
  }
}
