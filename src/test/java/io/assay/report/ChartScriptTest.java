package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that draws without a browser holds what it is given, and nothing else. */
class ChartScriptTest {
  @ParameterizedTest
  @ValueSource(strings = {"/*WISHES*/", "/*NUMBERS*/", "/*LIBRARY*/", "$1", "\\"})
  void aNameThatIsSpeltAsAPlaceStaysAName(String name) {
    String numbers = Json.COMPACT.toJson(name);

    String script = Charts.script(numbers, "[\"wished\"]");

    assertThat(script)
        .contains("const numbers = " + numbers + ";")
        .contains("const wishes = [\"wished\"];")
        .contains(Scripts.charts());
  }

  @Test
  void noPlaceStaysEmpty() {
    assertThat(Charts.script("1", "2")).doesNotContain("/*NUMBERS*/", "/*WISHES*/", "/*CHARTS*/");
  }
}
