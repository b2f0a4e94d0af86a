package io.assay.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of maps that keep their order, as {@link Map#copyOf} does not. */
final class Copies {
  private Copies() {}

  static <V> Map<String, V> of(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
