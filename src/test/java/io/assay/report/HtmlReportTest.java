package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What every page keeps. */
class HtmlReportTest {
  @Test
  void aPageIsOneFileOfLessThanThreeMegabytes() throws IOException {
    String page = HtmlReport.render(Runs.usual());

    Path file = Files.createDirectories(Path.of("target", "report")).resolve("usual.html");
    Files.writeString(file, page);

    assertThat(Files.size(file)).isLessThan(3_000_000);
    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }
}
