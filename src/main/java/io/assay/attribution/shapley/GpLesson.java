package io.assay.attribution.shapley;

import io.assay.attribution.Tuning;
import io.assay.attribution.shapley.operator.Prior;
import io.assay.attribution.shapley.surrogate.Surrogate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link GpShap} learnt from pilot rows.
 *
 * @param prior of the model's games, or of what the surrogate leaves of them
 * @param surrogate if one pays
 */
record GpLesson(Prior prior, Optional<Surrogate> surrogate) {
  private static final String SHARES = "order_shares";
  private static final String STRENGTHS = "strengths";

  /**
   * Reads what was stored.
   *
   * @return empty if nothing was learnt
   * @throws IllegalArgumentException if the numbers are not of this method
   */
  static Optional<GpLesson> of(Tuning tuning) {
    if (tuning.numbers().isEmpty()) {
      return Optional.empty();
    }
    Prior prior = new Prior(tuning.list(SHARES), tuning.list(STRENGTHS));
    return Optional.of(new GpLesson(prior, Surrogate.of(tuning.numbers())));
  }

  /** Returns what is to be stored. */
  Tuning tuning() {
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    numbers.put(SHARES, prior.shares());
    numbers.put(STRENGTHS, prior.strengths());
    surrogate.ifPresent(trees -> numbers.putAll(trees.toNumbers()));
    return new Tuning(numbers);
  }
}
