package io.assay.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Renders a run as one HTML file that needs nothing else: styles, scripts, charts and numbers are
 * inside, and its content security policy forbids the browser to fetch anything. Everything that
 * came from a user is escaped. Without scripts the tables show the leading numbers of each section.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Returns the page.
   *
   * @param contents what to show
   * @return HTML in UTF-8, less than 3 MB, and 1.7 MB more with many images and texts
   */
  public static String render(ReportContents contents) {
    Template template =
        Mustache.compiler()
            .escapeHTML(true)
            .strictSections(true)
            .withLoader(name -> new StringReader(text(name)))
            .compile(text("report.mustache"));
    return template.execute(Page.of(contents));
  }

  /** Returns a file that lies beside this class. */
  static String text(String name) {
    try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
