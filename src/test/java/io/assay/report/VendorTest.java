package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vendored files are what the notice says. */
class VendorTest {
  @ParameterizedTest
  @ValueSource(strings = {"vega", "vega-lite"})
  void aVendoredScriptHasTheDigestOfTheNotice(String name)
      throws IOException, NoSuchAlgorithmException {
    String file = name + ".min.js";
    byte[] digest;
    try (InputStream stream =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("vendor/" + file))) {
      digest = MessageDigest.getInstance("SHA-256").digest(stream.readAllBytes());
    }

    String notice = HtmlReport.text("vendor/NOTICE.txt");

    assertThat(notice.substring(notice.indexOf(file)).lines().limit(2))
        .last()
        .asString()
        .endsWith("sha256 " + HexFormat.of().formatHex(digest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vega", "vega-lite", "d3"})
  void aPageCarriesTheLicence(String name) {
    String licence = HtmlReport.text("vendor/LICENSE-" + name + ".txt");

    assertThat(HtmlReport.render(Runs.usual())).contains(licence);
  }
}
