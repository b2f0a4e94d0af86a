package io.assay.job;

import io.assay.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what is wrong with a job, so that all of it is said in one go. A key with a problem is
 * spoilt: what depends on its value is not judged any more.
 */
final class Problems {
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> spoilt = new LinkedHashSet<>();
  private final Map<String, String> places = new HashMap<>();

  /** Notes a problem of the job file. */
  void add(String key, String where, String text) {
    found.add(new Problem(ErrorCode.SPEC_INVALID, key, where, text));
    spoil(key);
  }

  /** Notes that the value of a key, good in itself, does not go with others. */
  void note(String key, String text) {
    found.add(new Problem(ErrorCode.SPEC_INVALID, key, places.getOrDefault(key, ""), text));
  }

  /** Remembers where a key stands. */
  void place(String key, String where) {
    places.put(key, where);
  }

  /** Marks a key as one whose value cannot be trusted. */
  void spoil(String key) {
    spoilt.add(key);
  }

  /** Returns whether a key, something above it or something below it is spoilt. */
  boolean isSpoilt(String key) {
    return spoilt.stream()
        .anyMatch(other -> other.equals(key) || isBelow(other, key) || isBelow(key, other));
  }

  /** Returns everything found, in order. */
  List<Problem> found() {
    return List.copyOf(found);
  }

  /** Throws all that was found, if there is anything. */
  void throwIfAny(String subject) {
    if (!found.isEmpty()) {
      throw Problem.exception(subject, found);
    }
  }

  /** Returns the path of a key below another. */
  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isBelow(String key, String above) {
    return above.isEmpty() || key.startsWith(above + ".") || key.startsWith(above + "[");
  }
}
