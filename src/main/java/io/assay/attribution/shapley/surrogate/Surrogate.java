package io.assay.attribution.shapley.surrogate;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.ControlVariate;
import io.assay.model.BlackBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Imitates a black box where Shapley estimators ask it: boosted trees, or a polynomial of order two
 * and trees on what it leaves over, for every explained output. Both have exact Shapley values s,
 * so that
 *
 * <pre>
 * phi = s + estimate of the values of (v - v_surrogate)
 * </pre>
 *
 * is right on average if the estimate is, and errs less as far as the imitation is near. Nothing of
 * it depends on the rows that are explained together.
 */
public final class Surrogate {
  /** Beyond, trees of few splits say little, and slopes take long to fit. */
  private static final int MOST_FEATURES = 512;

  private static final int FEWEST_ROWS = 4;
  private static final int MOST_COLUMNS = 4;
  private static final int MOST_INPUTS = 20_000;

  /** Values in all hybrids: 32 MiB. */
  private static final int MOST_VALUES = 1 << 23;

  private static final int MOST_OF_A_ROW = 1000;
  private static final String COLUMN = "surrogate_of_output_";

  private final Map<Integer, Imitation> imitations; // by output column

  private Surrogate(Map<Integer, Imitation> imitations) {
    this.imitations = imitations;
  }

  /**
   * Fits the model's outputs at 20,000 hybrids of pilot rows and references, at most; they are all
   * the calls it makes. A quarter of the rows is not fitted but tells when to stop. Of the
   * explained outputs it imitates the four that most rows have.
   *
   * @param pilot the rows, in one request or several
   * @param seed the job's seed
   * @return empty if absent features do not take reference values, if there are fewer than four
   *     rows, or more than 512 features, or if every output is constant
   */
  public static Optional<Surrogate> train(
      BlackBox model, List<AttributionRequest> pilot, long seed) {
    return train(model, pilot, seed, Growth.standard());
  }

  static Optional<Surrogate> train(
      BlackBox model, List<AttributionRequest> pilot, long seed, Growth growth) {
    PilotRows rows = PilotRows.of(pilot, seed);
    if (rows.size() < FEWEST_ROWS || !rows.areReplaced() || rows.features() > MOST_FEATURES) {
      return Optional.empty();
    }
    int inputs = Math.min(MOST_INPUTS, MOST_VALUES / rows.features());
    int each = Math.min(MOST_OF_A_ROW, inputs / rows.size());
    HybridInputs fitted = HybridInputs.of(model, rows.fitted(), each, seed);
    HybridInputs aside = HybridInputs.of(model, rows.aside(), each, seed);
    Map<Integer, Imitation> imitations = new TreeMap<>();
    for (int column : rows.columns(MOST_COLUMNS)) {
      Imitation fit = Imitation.fit(fitted.labelled(column), aside.labelled(column), growth);
      if (!fit.isConstant()) {
        imitations.put(column, fit);
      }
    }
    return imitations.isEmpty() ? Optional.empty() : Optional.of(new Surrogate(imitations));
  }

  /** Returns what was learnt, as named lists of numbers. */
  public Map<String, List<Double>> toNumbers() {
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    imitations.forEach((column, fit) -> numbers.put(COLUMN + column, fit.toNumbers()));
    return numbers;
  }

  /**
   * Returns what was learnt before.
   *
   * @param numbers of {@link #toNumbers}, maybe among others
   * @return empty if there is nothing of a surrogate among them
   * @throws IllegalArgumentException if the numbers are no surrogate's
   */
  public static Optional<Surrogate> of(Map<String, List<Double>> numbers) {
    Map<Integer, Imitation> imitations = new TreeMap<>();
    numbers.forEach(
        (name, list) -> {
          if (name.startsWith(COLUMN)) {
            imitations.put(Integer.valueOf(name.substring(COLUMN.length())), Imitation.of(list));
          }
        });
    return imitations.isEmpty() ? Optional.empty() : Optional.of(new Surrogate(imitations));
  }

  /**
   * Returns the surrogate's games on the rows of a request, for one thread. An output that it does
   * not imitate is worth nothing everywhere, so that its estimate is as without it.
   *
   * @return empty if absent features do not take reference values or are as many as never seen
   */
  public Optional<ControlVariate> on(AttributionRequest request) {
    int features = imitations.values().iterator().next().features();
    return request.groups().features() == features && PilotRows.isReplaced(request)
        ? Optional.of(new SurrogateGames(imitations, request))
        : Optional.empty();
  }
}
