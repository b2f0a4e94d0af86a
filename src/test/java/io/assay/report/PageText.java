package io.assay.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a rendered page the way a browser would take it apart. */
final class PageText {
  private static final Pattern SCRIPT =
      Pattern.compile("<script(?: [^>]*)?>(.*?)</script>", Pattern.DOTALL);

  private PageText() {}

  /** Returns the bodies of the script elements, in order. */
  static List<String> scripts(String page) {
    return all(SCRIPT, page);
  }

  /** Returns the page without what stands inside its scripts. */
  static String markup(String page) {
    return SCRIPT.matcher(page).replaceAll("<script></script>");
  }

  /** Returns the numbers of the charts. */
  static JsonObject numbers(String page) {
    return JsonParser.parseString(scripts(page).get(0)).getAsJsonObject();
  }

  /** Returns the names of the elements that the markup opens, in order. */
  static List<String> elements(String page) {
    return all(Pattern.compile("<([a-zA-Z][a-zA-Z0-9]*)[ >]"), markup(page));
  }

  /** Returns the first group of every match. */
  static List<String> all(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
