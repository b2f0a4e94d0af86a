package io.assay.global.catalog;

import io.assay.global.effect.AccumulatedLocalEffects;
import io.assay.global.effect.HStatistic;
import io.assay.global.effect.IndividualConditionalExpectation;
import io.assay.global.effect.PartialDependence;
import io.assay.global.effect.PermutationImportance;
import io.assay.global.loss.Sage;
import io.assay.global.surrogate.LinearSurrogate;
import io.assay.global.surrogate.TreeSurrogate;
import java.util.List;
import java.util.Optional;

/** The shelf of global methods: one line each, in the order in which people should meet them. */
public final class GlobalCatalog {
  private static final List<GlobalEntry<?>> ENTRIES =
      List.of(
          new GlobalEntry<>(
                  PartialDependence.INFO, PartialDependence.Options.class, PartialDependence::new)
              .alias("pdp"),
          new GlobalEntry<>(
                  IndividualConditionalExpectation.INFO,
                  IndividualConditionalExpectation.Options.class,
                  IndividualConditionalExpectation::new)
              .alias("ice"),
          new GlobalEntry<>(
                  AccumulatedLocalEffects.INFO,
                  AccumulatedLocalEffects.Options.class,
                  AccumulatedLocalEffects::new)
              .alias("ale"),
          new GlobalEntry<>(HStatistic.INFO, HStatistic.Options.class, HStatistic::new),
          new GlobalEntry<>(
              PermutationImportance.INFO,
              PermutationImportance.Options.class,
              PermutationImportance::new),
          new GlobalEntry<>(Sage.INFO, Sage.Options.class, Sage::new),
          new GlobalEntry<>(TreeSurrogate.INFO, TreeSurrogate.Options.class, TreeSurrogate::new)
              .alias("surrogate-tree"),
          new GlobalEntry<>(
                  LinearSurrogate.INFO, LinearSurrogate.Options.class, LinearSurrogate::new)
              .alias("surrogate-linear"));

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
