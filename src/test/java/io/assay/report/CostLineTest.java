package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest.Actual;
import io.assay.report.Manifest.Prediction;
import io.assay.report.number.Numbers;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostLineTest {
  private static final Actual SPENT = new Actual(1000, 51_000, 20, 35, 2);

  private static Manifest manifest(Prediction prediction) {
    return Runs.named("x").manifest().withCost(prediction, SPENT);
  }

  @Test
  void whatWasForetoldStandsBesideWhatWasSpent() {
    Manifest manifest = manifest(new Prediction(1000, 60, 50, 51.5, 18, 22, 36));

    assertThat(CostLine.of(manifest))
        .contains(
            new CostLine("Rows", "1,000", "1,000"),
            new CostLine("Model calls a row", "51.5; 60 at most", "51"),
            new CostLine("Rows a second", "45.45 to 55.56", "50"),
            new CostLine("Tasks side by side", Numbers.NONE, "2"));
    assertThat(CostLine.source(manifest)).contains("first 50 rows");
    assertThat(HtmlReport.render(onPage(manifest))).contains("Expected and actual");
  }

  private static ReportContents onPage(Manifest manifest) {
    ReportContents plain = Runs.named("x");
    return new ReportContents(
        manifest, plain.importance(), List.of(), List.of(), RejectSummary.none());
  }

  @Test
  void aRunThatWasOverTooSoonHasThePlansCallsAlone() {
    double unknown = Double.NaN;
    Manifest manifest = manifest(new Prediction(1000, 60, 0, unknown, unknown, unknown, unknown));

    Manifest stored = Manifest.fromJson(manifest.toJson());

    assertThat(stored.prediction()).isEqualTo(manifest.prediction());
    assertThat(CostLine.of(stored))
        .contains(
            new CostLine("Model calls a row", "60 at most", "51"),
            new CostLine("Rows a second", Numbers.NONE, "50"));
    assertThat(CostLine.source(stored)).contains("over before");
  }

  @Test
  void aManifestOfAnEarlierVersionHasNoLines() {
    assertThat(CostLine.of(Runs.named("x").manifest())).isEmpty();
  }
}
