package io.assay.attribution.shapley.surrogate;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.ControlVariate;
import io.assay.baseline.Coalitions;
import io.assay.model.BlackBox;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Boosted trees that imitate a black box where Shapley estimators ask it, one ensemble an output.
 * Their own Shapley values are exact, so that
 *
 * <pre>
 * phi = phi_trees + estimate of (v - v_trees)
 * </pre>
 *
 * is right on average if the estimate is, and errs less as far as the trees are near the model.
 * Nothing of it depends on the rows that are explained together.
 */
public final class Surrogate {
  /** Beyond, trees of few splits say little, and hybrids fill the memory. */
  private static final int MOST_FEATURES = 1024;

  private static final int FEWEST_ROWS = 4;
  private static final int MOST_COLUMNS = 4;
  private static final int MOST_INPUTS = 20_000;

  /** Values in all hybrids: 32 MiB. */
  private static final int MOST_VALUES = 1 << 23;

  private static final int MOST_OF_A_ROW = 1000;
  private static final String COLUMN = "surrogate_of_output_";

  private final Map<Integer, BoostedTrees> trees; // by output column

  private Surrogate(Map<Integer, BoostedTrees> trees) {
    this.trees = trees;
  }

  /**
   * Fits trees to the model's outputs at 20,000 hybrids of pilot rows and references, at most. A
   * quarter of the rows is not fitted but tells when to stop.
   *
   * @param pilot the rows, in one request or several
   * @param seed the job's seed
   * @return empty if absent features do not take reference values, if there are fewer than four
   *     rows, or more than 1,024 features, or if no tree is better than none
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
    Map<Integer, BoostedTrees> trees = new TreeMap<>();
    for (int column : rows.columns(MOST_COLUMNS)) {
      BoostedTrees grown =
          BoostedTrees.fit(fitted.labelled(column), aside.labelled(column), growth);
      if (grown.trees() > 0) {
        trees.put(column, grown);
      }
    }
    return trees.isEmpty() ? Optional.empty() : Optional.of(new Surrogate(trees));
  }

  /** Returns what was learnt, as named lists of numbers. */
  public Map<String, List<Double>> toNumbers() {
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    trees.forEach((column, grown) -> numbers.put(COLUMN + column, grown.toNumbers()));
    return numbers;
  }

  /**
   * Returns what was learnt before.
   *
   * @param numbers of {@link #toNumbers}, maybe among others
   * @return empty if there is nothing of a surrogate among them
   * @throws IllegalArgumentException if the numbers are no trees
   */
  public static Optional<Surrogate> of(Map<String, List<Double>> numbers) {
    Map<Integer, BoostedTrees> trees = new TreeMap<>();
    numbers.forEach(
        (name, list) -> {
          if (name.startsWith(COLUMN)) {
            trees.put(Integer.valueOf(name.substring(COLUMN.length())), BoostedTrees.of(list));
          }
        });
    return trees.isEmpty() ? Optional.empty() : Optional.of(new Surrogate(trees));
  }

  /**
   * Returns the trees' games on the rows of a request, for one thread. An output that has no trees
   * is worth nothing everywhere, so that its estimate is what it is without a control variate.
   *
   * @return empty if absent features do not take reference values or are as many as never seen
   */
  public Optional<ControlVariate> on(AttributionRequest request) {
    int features = trees.values().iterator().next().features();
    return request.groups().features() == features && PilotRows.isReplaced(request)
        ? Optional.of(new OnRequest(trees, request))
        : Optional.empty();
  }

  private static final class OnRequest implements ControlVariate {
    private final Map<Integer, BoostedTrees> trees;
    private final AttributionRequest request;
    private final float[] rows;
    private final int features;
    private final Map<Integer, TreeGame> games = new HashMap<>();
    private final double[] all; // [players]

    OnRequest(Map<Integer, BoostedTrees> trees, AttributionRequest request) {
      this.trees = trees;
      this.request = request;
      this.rows = request.batch().input().values();
      this.features = request.groups().features();
      this.all = new double[request.groups().size()];
    }

    private Optional<TreeGame> game(int row, int slot) {
      int column = request.target().column(row, slot);
      BoostedTrees of = trees.get(column);
      return of == null
          ? Optional.empty()
          : Optional.of(
              games.computeIfAbsent(
                  column, each -> new TreeGame(of, request.baseline(), request.groups())));
    }

    @Override
    public void values(
        int row, int slot, List<Integer> players, Coalitions coalitions, double[] into) {
      Optional<TreeGame> game = game(row, slot);
      if (game.isPresent()) {
        game.get().values(rows, row * features, players, coalitions, into);
      } else {
        Arrays.fill(into, 0, coalitions.size(), 0);
      }
    }

    @Override
    public void shapley(int row, int slot, List<Integer> players, double[] into) {
      Optional<TreeGame> game = game(row, slot);
      Arrays.fill(all, 0);
      game.ifPresent(trees -> trees.shapley(rows, row * features, all));
      for (int i = 0; i < players.size(); i++) {
        into[i] = all[players.get(i)];
      }
    }
  }
}
