package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Coalitions;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.List;
import java.util.Optional;

/** Sobol indices of rows that are no images: groups are shown or hidden as a whole. */
final class SobolOfGroups implements PlayedRows.Rule<SobolOfGroups.Draw> {
  /** The coalitions that rows share: drawn ones, or all but the empty and the full one. */
  record Draw(Coalitions coalitions, Optional<PickFreeze> design) {}

  private static final int MOST_ENUMERATED = 24;

  private final Sobol.Options options;
  private final long seed;
  private final PlayedRows rows;

  SobolOfGroups(BlackBox model, AttributionRequest request, Sobol.Options options) {
    this.options = options;
    this.seed = request.seed();
    this.rows = new PlayedRows(model, request);
  }

  /** Returns how many coalitions are valued for a row of so many players, at most. */
  static int coalitions(int players, Sobol.Options options) {
    return isEnumerated(players, options)
        ? (1 << players) - 2
        : PickFreeze.size(players, options.samples());
  }

  private static boolean isEnumerated(int players, Sobol.Options options) {
    return players <= MOST_ENUMERATED
        && 1 << players <= PickFreeze.size(players, options.samples());
  }

  Attributions attribute() {
    rows.explain(options.banks(), this);
    return rows.result(List.of());
  }

  @Override
  public boolean isEnumerated(int players) {
    return isEnumerated(players, options);
  }

  @Override
  public Draw draw(int players, int bank) {
    if (isEnumerated(players)) {
      return new Draw(Coalitions.proper(players), Optional.empty());
    }
    PickFreeze design =
        PickFreeze.whole(
            players, options.samples(), Rng.of(seed, Sobol.INFO.key(), "bank-" + bank));
    return new Draw(design.coalitions(), Optional.of(design));
  }

  @Override
  public Coalitions coalitions(Draw draw) {
    return draw.coalitions();
  }

  @Override
  public void explain(Draw draw, List<Integer> players, int scalar, double[] valued) {
    double[][] found =
        draw.design()
            .map(design -> design.indices(options.index(), valued, 0))
            .orElseGet(() -> exact(players.size(), scalar, valued));
    for (int player = 0; player < players.size(); player++) {
      rows.put(scalar, players.get(player), found[0][player], found[1][player]);
    }
  }

  /** Who equals the baseline does not vary. */
  @Override
  public void explainNothing(int scalar) {
    rows.putAll(scalar, 0, 0);
  }

  private double[][] exact(int players, int scalar, double[] valued) {
    double[] all = new double[valued.length + 2];
    all[0] = rows.empty(scalar);
    System.arraycopy(valued, 0, all, 1, valued.length);
    all[all.length - 1] = rows.full(scalar);
    return new double[][] {PickFreeze.exact(options.index(), all, players), new double[players]};
  }
}
