package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.BalancedBits;
import io.assay.baseline.Coalitions;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.List;
import java.util.Optional;

/** RISE of rows that are no images: groups are shown or hidden as a whole. */
final class RiseOfGroups implements PlayedRows.Rule<RiseOfGroups.Draw> {
  /** The coalitions that rows share: drawn ones, or all but the empty and the full one. */
  record Draw(Coalitions coalitions, Optional<BalancedBits> bits) {}

  private final Rise.Options options;
  private final long seed;
  private final PlayedRows rows;

  RiseOfGroups(BlackBox model, AttributionRequest request, Rise.Options options) {
    this.options = options;
    this.seed = request.seed();
    this.rows = new PlayedRows(model, request);
  }

  /** Returns how many coalitions are valued for a row of so many players, at most. */
  static int coalitions(int players, Rise.Options options) {
    return isEnumerated(players, options)
        ? (1 << players) - 2
        : BalancedBits.size(players, options.probability(), options.masks());
  }

  private static boolean isEnumerated(int players, Rise.Options options) {
    return players < Integer.SIZE - 1 && (1 << players) <= options.masks();
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
    BalancedBits bits =
        BalancedBits.drawn(
            players,
            options.probability(),
            options.masks(),
            Rng.of(seed, Rise.INFO.key(), "bank-" + bank));
    return new Draw(bits.coalitions(), Optional.of(bits));
  }

  @Override
  public Coalitions coalitions(Draw draw) {
    return draw.coalitions();
  }

  @Override
  public void explain(Draw draw, List<Integer> players, int scalar, double[] valued) {
    if (draw.bits().isPresent()) {
      sampled(draw.bits().orElseThrow(), players, scalar, valued);
    } else {
      exact(draw.coalitions(), players, scalar, valued);
    }
  }

  @Override
  public void explainNothing(int scalar) {
    rows.putAll(scalar, options.form().value(rows.full(scalar), 0, options.probability()), 0);
  }

  /** Takes means over masks; the last place is never shown, and so is correlated with nothing. */
  private void sampled(BalancedBits bits, List<Integer> players, int scalar, double[] valued) {
    int size = players.size();
    MaskMoments moments =
        new MaskMoments(size + 1, bits.blockSize(), options.probability(), options.form());
    float[] mask = new float[size + 1];
    for (int coalition = 0; coalition < valued.length; coalition++) {
      for (int player = 0; player < size; player++) {
        mask[player] = bits.isOne(coalition, player) ? 1 : 0;
      }
      moments.add(mask, valued[coalition]);
    }
    rows.putAll(scalar, moments.value(size), moments.error(size));
    for (int player = 0; player < size; player++) {
      rows.put(scalar, players.get(player), moments.value(player), moments.error(player));
    }
  }

  /** Takes expectations over all coalitions, each under its chance. */
  private void exact(Coalitions coalitions, List<Integer> players, int scalar, double[] valued) {
    int size = players.size();
    double chance = options.probability();
    double full = rows.full(scalar);
    double mean = Math.pow(1 - chance, size) * (rows.empty(scalar) - full); // less the full one's
    double[] shown = new double[size];
    for (int coalition = 0; coalition < valued.length; coalition++) {
      int present = 0;
      for (int player = 0; player < size; player++) {
        present += coalitions.contains(coalition, player) ? 1 : 0;
      }
      double weight = Math.pow(chance, present) * Math.pow(1 - chance, size - present);
      double part = weight * (valued[coalition] - full);
      mean += part;
      for (int player = 0; player < size; player++) {
        shown[player] += coalitions.contains(coalition, player) ? part : 0;
      }
    }
    rows.putAll(scalar, options.form().value(full + mean, 0, chance), 0);
    for (int player = 0; player < size; player++) {
      double covariance = shown[player] - chance * mean;
      double value = options.form().value(full + mean, covariance, chance);
      rows.put(scalar, players.get(player), value, 0);
    }
  }
}
