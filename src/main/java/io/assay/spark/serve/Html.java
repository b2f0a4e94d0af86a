package io.assay.spark.serve;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes pages of templates. Everything that came from somebody is escaped by them. */
final class Html {
  private final Map<String, Template> templates = new ConcurrentHashMap<>();

  /** A link; one without an address is where the visitor is. */
  record Link(String name, String href) {
    boolean isLink() {
      return !href.isEmpty();
    }
  }

  /**
   * Makes a page.
   *
   * @param template its name
   * @param title of the page
   * @param above links to the pages above it
   * @param content what the template asks for
   */
  String page(String template, String title, List<Link> above, Map<String, Object> content) {
    List<Link> crumbs = new ArrayList<>();
    crumbs.add(new Link("Assay", "/"));
    crumbs.addAll(above);
    Map<String, Object> all = new HashMap<>();
    all.put("title", title);
    all.put("crumbs", crumbs);
    all.put("body", template(template).execute(content));
    return template("layout").execute(all);
  }

  private Template template(String name) {
    return templates.computeIfAbsent(
        name,
        absent ->
            Mustache.compiler()
                .escapeHTML(true)
                .strictSections(true)
                .withLoader(part -> new StringReader(text(part)))
                .compile(text(absent)));
  }

  private static String text(String template) {
    return new String(resource(template + ".mustache"), StandardCharsets.UTF_8);
  }

  /** Returns a file that lies beside this class. */
  static byte[] resource(String name) {
    try (InputStream stream = Html.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return stream.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
