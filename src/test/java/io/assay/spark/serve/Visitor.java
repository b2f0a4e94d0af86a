package io.assay.spark.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who sends a server exactly what they want, and reads what comes back. */
final class Visitor {
  private static final Pattern LINK = Pattern.compile("(?:href|action)=\"([^\"]*)\"");

  private final URI server;

  Visitor(RunServer server) {
    this.server = URI.create(server.url());
  }

  /** What came back; the names of headers are in lower case. */
  record Answer(int status, Map<String, String> headers, String body) {
    /** Returns a header; empty if it did not come. */
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  Answer get(String path) {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  Answer send(String request) {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return answer(all.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer answer(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    return new Answer(status, headers, text.substring(end + 4));
  }

  /** Follows every link from the first page on, and returns what came back by address. */
  Map<String, Answer> everyPage() {
    Map<String, Answer> pages = new TreeMap<>();
    Set<String> open = new LinkedHashSet<>(Set.of("/"));
    while (!open.isEmpty() && pages.size() < 500) {
      String next = open.iterator().next();
      open.remove(next);
      Answer answer = get(next);
      pages.put(next, answer);
      boolean isOurs = !answer.header("content-security-policy").contains("sandbox");
      Matcher links = LINK.matcher(isOurs ? answer.body() : "");
      while (links.find()) {
        String link = unescaped(links.group(1));
        if (link.startsWith("/") && !pages.containsKey(link)) {
          open.add(link);
        }
      }
    }
    return pages;
  }

  private static String unescaped(String text) {
    return text.replace("&#x3D;", "=")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
