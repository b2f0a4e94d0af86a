package io.assay.spark.serve;

import java.nio.charset.StandardCharsets;

/**
 * What a visitor gets.
 *
 * @param status of HTTP
 * @param type the media type
 * @param policy what the browser may do with it: the content security policy
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // it is made, sent and forgotten
record Response(int status, String type, String policy, byte[] body) {
  /** Our own pages: no script at all, styles and forms of ours. */
  private static final String OF_PAGES =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /**
   * Reports: their scripts run, in an origin of their own, from which nothing here can be read and
   * nothing can be fetched.
   */
  private static final String OF_REPORTS =
      "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'"
          + " 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private static final String HTML = "text/html; charset=utf-8";

  static Response page(String html) {
    return page(200, html);
  }

  static Response page(int status, String html) {
    return new Response(status, HTML, OF_PAGES, html.getBytes(StandardCharsets.UTF_8));
  }

  static Response report(byte[] html) {
    return new Response(200, HTML, OF_REPORTS, html);
  }

  static Response json(byte[] json) {
    return new Response(200, "application/json; charset=utf-8", OF_PAGES, json);
  }

  static Response styles(byte[] css) {
    return new Response(200, "text/css; charset=utf-8", OF_PAGES, css);
  }

  static Response drawing(byte[] svg) {
    return new Response(200, "image/svg+xml", OF_PAGES, svg);
  }

  static Response text(int status, String text) {
    return new Response(
        status, "text/plain; charset=utf-8", OF_PAGES, text.getBytes(StandardCharsets.UTF_8));
  }
}
