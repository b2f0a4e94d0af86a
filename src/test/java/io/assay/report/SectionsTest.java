package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.assay.report.DistributionSection.Bin;
import io.assay.report.DistributionSection.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections that lack something, and sections that do not fit together. */
class SectionsTest {
  @Test
  void rowsMayLackTheValuesOfTheirFeatures() {
    SampleSection.Row row = new SampleSection.Row("r7", 3f, List.of(1f, -2f), List.of());
    SampleSection section = new SampleSection("m", "t", List.of("a", "b"), List.of(row));

    JsonArray held =
        numbers(section).getAsJsonArray("strips").get(0).getAsJsonObject().getAsJsonArray("held");

    assertThat(held).hasSize(1).allMatch(JsonElement::isJsonNull);
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    SampleSection.Row row = new SampleSection.Row("r7", 0, List.of(1f), List.of(1f));

    assertThatThrownBy(() -> new SampleSection("m", "t", List.of("a", "b"), List.of(row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row r7 has 1 values and 1 feature values; need 2 of each");
  }

  @Test
  void aDistributionOfNoRowsHasNoBins() {
    Bin none = new Bin(Double.NaN, Double.NaN, 0);
    DistributionSection section =
        new DistributionSection(Quantity.SCORE, "m", "t", "", List.of(none), List.of());

    ChartNumbers.Histogram histogram = ChartNumbers.Histogram.of(section, Runs.usual().manifest());

    assertThat(histogram.bins()).isEmpty();
  }

  private static JsonObject numbers(SampleSection section) {
    Swarm swarm =
        Swarm.of(
            section, List.of(), Runs.usual().manifest(), new FeatureList.Names(), Swarm.Room.of(1));
    String json = Json.COMPACT.toJson(swarm);
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
