package io.assay.global.catalog;

import io.assay.global.effect.PartialDependence;
import java.util.List;
import java.util.Optional;

/** The shelf of global methods: one line each, in the order in which people should meet them. */
public final class GlobalCatalog {
  private static final List<GlobalEntry<?>> ENTRIES =
      List.of(
          new GlobalEntry<>(
                  PartialDependence.INFO, PartialDependence.Options.class, PartialDependence::new)
              .alias("pdp"));

  private GlobalCatalog() {}

  /** Returns all global methods. */
  public static List<GlobalEntry<?>> entries() {
    return ENTRIES;
  }

  /** Returns the global method of a key or of another name. */
  public static Optional<GlobalEntry<?>> find(String name) {
    return ENTRIES.stream()
        .<GlobalEntry<?>>map(entry -> entry)
        .filter(entry -> entry.answersTo(name))
        .findFirst();
  }
}
