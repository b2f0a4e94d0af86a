package io.assay.spark.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The resolved job of a run as keys and values, for comparison: a line of it is a key, the keys
 * that it is indented under, and a value.
 */
public final class JobText {
  private static final String NONE = "nothing";

  private JobText() {}

  /**
   * A key whose value differs.
   *
   * @param key such as {@code baseline.kind}
   * @param before the value in the earlier job
   * @param after the value in the later
   */
  record Change(String key, String before, String after) {}

  /** Returns what differs between two jobs, in the order of their keys. */
  static List<Change> changes(String before, String after) {
    Map<String, String> old = values(before);
    Map<String, String> now = values(after);
    Set<String> keys = new LinkedHashSet<>(old.keySet());
    keys.addAll(now.keySet());
    List<Change> changes = new ArrayList<>();
    for (String key : keys) {
      String was = old.getOrDefault(key, NONE);
      String is = now.getOrDefault(key, NONE);
      if (!was.equals(is)) {
        changes.add(new Change(key, was, is));
      }
    }
    return changes;
  }

  /** Returns the values by their keys, dots between. */
  public static Map<String, String> values(String job) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> above = new ArrayList<>();
    List<Integer> indents = new ArrayList<>();
    for (String line : job.lines().filter(each -> !each.isBlank()).toList()) {
      int indent = line.length() - line.stripLeading().length();
      while (!indents.isEmpty() && indents.get(indents.size() - 1) >= indent) {
        indents.remove(indents.size() - 1);
        above.remove(above.size() - 1);
      }
      String text = line.strip().replaceFirst("^- ", "");
      int colon = text.endsWith(":") ? text.length() - 1 : text.indexOf(": ");
      String key = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "given" : text.substring(colon + 1).strip();
      above.add(key);
      indents.add(indent);
      String whole = String.join(".", above);
      while (values.containsKey(whole)) {
        whole += "'"; // an item of a list with the key of another
      }
      values.put(whole, value.isEmpty() ? "given" : value);
    }
    return values;
  }
}
