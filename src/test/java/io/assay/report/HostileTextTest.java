package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of users never becomes markup or code, wherever it stands. */
class HostileTextTest {
  private static final String CHECKED = "harmless";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        "<!--",
        "]]>",
        "\" autofocus onfocus=\"alert(1)",
        "' onmouseover='alert(1)",
        "` onload=`alert(1)",
        "${x}",
        "{{summary}}{{{json}}}",
        "a\u2028b\u2029c",
        "&lt;b&gt;",
        "a.b[0]['c']\\n\\"
      })
  void aPageHasTheSameElementsWhateverItsNames(String hostile) {
    String plain = HtmlReport.render(PartRuns.named(CHECKED));

    String page = HtmlReport.render(PartRuns.named(hostile));

    assertThat(PageText.elements(page)).isEqualTo(PageText.elements(plain));
    assertThat(PageText.scripts(page)).hasSameSizeAs(PageText.scripts(plain));
    assertThat(PageText.scripts(page).subList(1, 6))
        .isEqualTo(PageText.scripts(plain).subList(1, 6));
    assertThat(PageText.markup(page).split("\"", -1))
        .hasSameSizeAs(PageText.markup(plain).split("\"", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<script>alert(1)</script>", "</script>", "a\u2028b", "\"'`${x}", "{{json}}"})
  void chartsSeeTheNameAsItIs(String hostile) {
    String page = HtmlReport.render(Runs.named(hostile));

    String json = PageText.scripts(page).get(0);
    JsonElement bar =
        PageText.numbers(page)
            .getAsJsonArray("importance")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("bars")
            .get(0);

    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    assertThat(bar.getAsJsonObject().get("name").getAsString()).isEqualTo(hostile);
  }

  @Test
  void vendoredScriptsDoNotEndTheirElement() {
    List<String> scripts = Scripts.all();

    assertThat(scripts).noneMatch(script -> script.contains("</script") || script.contains("<!--"));
  }
}
