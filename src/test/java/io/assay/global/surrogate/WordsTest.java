package io.assay.global.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "14.9, 15.3, 15",
    "0.1, 0.9, 0.5",
    "-3, 2, -0.5",
    "880.1, 889.7, 885",
    "0, 1, 0.5",
    "1e10, 3e10, 2e10",
    "-0.00013, -0.00011, -0.00012"
  })
  void aThresholdHasFewDigits(float low, float high, float threshold) {
    assertThat(RoundNumber.between(low, high)).isEqualTo(threshold);
  }

  @Test
  void aThresholdTellsItsTwoNeighboursApart() {
    Random random = new Random(1);
    for (int trial = 0; trial < 2000; trial++) {
      float low = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
      float high =
          trial % 2 == 0
              ? Math.nextUp(low)
              : low + Math.abs(low) * (float) random.nextDouble() + Float.MIN_NORMAL;

      float threshold = RoundNumber.between(low, high);

      assertThat(low <= threshold && threshold < high).as("%s %s", low, high).isTrue();
    }
    float most = Float.MAX_VALUE;
    assertThat(RoundNumber.between(-most, most)).isBetween(-most, most);
  }

  @Test
  void jsonIsReadAsItWasMeant() {
    Map<String, Object> json = new LinkedHashMap<>();
    String hostile = "</script>\"\\\n\u0000\u2028é𝄞";
    json.put(hostile, Arrays.asList(1, 2.5f, Double.NaN, true, null, hostile));
    json.put("none", Map.of());
    json.put("empty", List.of());

    String text = JsonText.of(json);

    assertThat(text).matches("(?s)[ -~\n]*").doesNotContain("<");
    JsonObject read = JsonParser.parseString(text).getAsJsonObject();
    assertThat(read.keySet()).containsExactly(hostile, "none", "empty");
    JsonArray values = read.getAsJsonArray(hostile);
    assertThat(values.get(0).getAsInt()).isEqualTo(1);
    assertThat(values.get(1).getAsDouble()).isEqualTo(2.5);
    assertThat(values.get(2).isJsonNull()).isTrue();
    assertThat(values.get(3).getAsBoolean()).isTrue();
    assertThat(values.get(4).isJsonNull()).isTrue();
    assertThat(values.get(5).getAsString()).isEqualTo(hostile);
    assertThat(read.getAsJsonObject("none").size()).isZero();
    assertThat(read.getAsJsonArray("empty")).isEmpty();
  }

  @Test
  void filesAreCalledByWhatNoFileSystemMinds() {
    assertThat(FileNames.of("malignant")).isEqualTo("malignant");
    assertThat(FileNames.of("a/b")).matches("a_b-[0-9a-f]{8}");
    assertThat(FileNames.of("a/b")).isNotEqualTo(FileNames.of("a:b"));
    assertThat(FileNames.of("x".repeat(300))).hasSizeLessThan(100);
    assertThat(FileNames.of("")).matches("-[0-9a-f]{8}");
  }
}
