package io.assay.attribution.shapley;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Estimators that were made for batches before, so that rows of later batches need not make them
 * again. It holds a fixed number and forgets the one that was used least recently; it may be shared
 * between threads.
 */
final class Recent {
  private final Map<Object, Estimator> held;

  Recent(int most) {
    this.held =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Estimator> eldest) {
            return size() > most;
          }
        };
  }

  /** Returns the estimator of a key; if there is none yet, makes it, outside of any lock. */
  Estimator of(Object key, Supplier<Estimator> made) {
    synchronized (held) {
      Estimator known = held.get(key);
      if (known != null) {
        return known;
      }
    }
    Estimator estimator = made.get();
    synchronized (held) {
      held.put(key, estimator);
    }
    return estimator;
  }
}
