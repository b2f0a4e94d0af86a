package io.assay.report.part;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Shares room among groups of things: of each the first one, then of each the second, and so on.
 */
public final class Fair {
  private Fair() {}

  /**
   * Returns what there is room for, in the order given.
   *
   * @param all things, those of a group in the order in which they matter
   * @param group of a thing
   * @param size of a thing
   * @param room for all sizes together; the first thing that is too large for what is left ends it
   */
  public static <T> List<T> first(
      List<T> all, Function<T, Object> group, ToIntFunction<T> size, int room) {
    Map<Object, Integer> seen = new HashMap<>();
    IdentityHashMap<T, Integer> turns = new IdentityHashMap<>();
    for (T each : all) {
      turns.put(each, seen.merge(group.apply(each), 1, Integer::sum));
    }
    List<T> fairly = new ArrayList<>(all);
    fairly.sort(Comparator.comparing(turns::get));
    Set<T> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    int used = 0;
    for (T each : fairly) {
      used += size.applyAsInt(each);
      if (used > room) {
        break;
      }
      kept.add(each);
    }
    return all.stream().filter(kept::contains).toList();
  }
}
