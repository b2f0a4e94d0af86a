package io.assay.attribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a method has learnt from pilot rows: named lists of numbers, so that it can be stored with
 * the run, sent to executors, and read again when a row is replayed.
 *
 * @param numbers by name, snake_case
 */
public record Tuning(Map<String, List<Double>> numbers) implements Serializable {
  /** Copies the map. */
  public Tuning {
    Map<String, List<Double>> copy = new LinkedHashMap<>(); // immutable maps do not serialise well
    numbers.forEach((name, list) -> copy.put(name, new ArrayList<>(list)));
    numbers = copy;
  }

  /**
   * Returns a list of numbers.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public List<Double> list(String name) {
    List<Double> list = numbers.get(name);
    if (list == null) {
      throw new IllegalArgumentException("no " + name + " among " + numbers.keySet());
    }
    return List.copyOf(list);
  }
}
