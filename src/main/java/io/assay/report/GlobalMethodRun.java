package io.assay.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a global method was asked and what it cost.
 *
 * @param key its key in the catalogue
 * @param options its options, defaults filled in, by kebab-case key
 * @param rows that it was given, drawn by their ids
 * @param calls how many inputs the model was asked to score
 * @param seconds of wall time, on the driver
 * @param files what it left beside the manifest
 * @param failure why there is nothing of it in the global table; null if there is
 */
public record GlobalMethodRun(
    String key,
    Map<String, Object> options,
    int rows,
    long calls,
    double seconds,
    List<String> files,
    @Nullable String failure) {
  /** Copies the collections. */
  public GlobalMethodRun {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    files = List.copyOf(files);
  }
}
