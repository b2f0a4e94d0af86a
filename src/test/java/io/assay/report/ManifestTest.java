package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final Manifest MANIFEST =
      Runs.manifest(
          List.of("a", "<b>", "\u2028"), new Manifest.Counts(12, 10, 2, Map.of("NULL", 2L)));

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(Manifest.fromJson(MANIFEST.toJson())).isEqualTo(MANIFEST);
  }

  @Test
  void fieldsStandInTheOrderOfTheRecord() {
    JsonObject json = JsonParser.parseString(MANIFEST.toJson()).getAsJsonObject();

    assertThat(json.keySet())
        .containsExactlyElementsOf(
            Arrays.stream(Manifest.class.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getName)
                .toList());
    assertThat(json.getAsJsonObject("timings").keySet())
        .containsExactly("plan", "attribute", "aggregate", "report");
  }

  @Test
  void aNumberThatIsNoneIsNullInJson() {
    Manifest.Completeness unknown = new Manifest.Completeness(1e-3, Double.NaN, 0);
    Manifest.MethodRun run =
        new Manifest.MethodRun("saliency", Map.of(), 0, 0, 0, unknown, Double.POSITIVE_INFINITY);

    String json = Json.PRETTY.toJson(run);
    Manifest.MethodRun read = Json.PRETTY.fromJson(json, Manifest.MethodRun.class);

    assertThat(json).doesNotContain("NaN", "Infinity");
    assertThat(read.completeness()).isEqualTo(unknown);
    assertThat(read.seconds()).isNaN();
  }

  @Test
  void fieldsOfALaterVersionArePassedOver() {
    String later = MANIFEST.toJson().replaceFirst("\\{", "{\"colour\": [1, 2],");

    assertThat(Manifest.fromJson(later)).isEqualTo(MANIFEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"runId\": ", "{\"runId\": \"r\"}", "null", "7"})
  void whatIsNoManifestIsRefused(String text) {
    assertThatThrownBy(() -> Manifest.fromJson(text))
        .isInstanceOfSatisfying(
            AssayException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INPUT_UNREADABLE))
        .hasMessageStartingWith("Cannot read the manifest: ")
        .hasMessageEndingWith("it must be the manifest.json of a whole run");
  }
}
