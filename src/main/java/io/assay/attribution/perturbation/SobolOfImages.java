package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.GroupFold;
import io.assay.baseline.Banks;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.Superpixels;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sobol indices of images: cells of a grid, or groups, are blended with the baseline. */
final class SobolOfImages {
  /** Scores held at once: 16 MiB. */
  private static final int SCORES_AT_ONCE = 1 << 21;

  private final AttributionRequest request;
  private final Sobol.Options options;
  private final Blends blends;
  private final FeatureGroups places;
  private final int slots;
  private final float[] values; // [rows, slots, groups]
  private final float[] errors;

  SobolOfImages(BlackBox model, AttributionRequest request, Sobol.Options options) {
    this.request = request;
    this.options = options;
    Tensor input = request.batch().input();
    int side = options.grid();
    boolean areFew =
        request.groups().size() <= cells(input.size(2), side) * cells(input.size(3), side);
    this.places =
        areFew
            ? request.groups()
            : Superpixels.grid(
                    input.size(2),
                    input.size(3),
                    cells(input.size(2), side),
                    cells(input.size(3), side))
                .groups(input.size(1));
    this.blends = new Blends(model, request);
    this.slots = request.target().slots();
    this.values = new float[Math.multiplyExact(input.rows() * slots, request.groups().size())];
    this.errors = new float[values.length];
  }

  private static int cells(int pixels, int side) {
    return Math.min(pixels, side);
  }

  /** Returns how many cells or groups are masked. */
  static int places(int height, int width, int groups, int side) {
    return Math.min(groups, cells(height, side) * cells(width, side));
  }

  Attributions attribute() {
    int scoresARow = Math.multiplyExact(PickFreeze.size(places.size(), options.samples()), slots);
    int step = Math.max(1, SCORES_AT_ONCE / scoresARow);
    rowsOfBanks()
        .forEach(
            (bank, rows) -> {
              PickFreeze design =
                  PickFreeze.graded(
                      places.size(),
                      options.samples(),
                      Rng.of(request.seed(), Sobol.INFO.key(), "bank-" + bank));
              for (int from = 0; from < rows.size(); from += step) {
                explain(rows.subList(from, Math.min(rows.size(), from + step)), design);
              }
            });
    int[] shape = {request.batch().rows(), slots, request.groups().size()};
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, shape),
        blends.scores(),
        blends.baselineScores(),
        Optional.of(Tensor.of(errors, shape)),
        List.of(),
        blends.calls());
  }

  private Map<Integer, List<Integer>> rowsOfBanks() {
    Banks banks = new Banks(options.banks());
    Map<Integer, List<Integer>> rows = new TreeMap<>();
    for (int row = 0; row < request.batch().rows(); row++) {
      int bank = banks.of(request.seed(), request.batch().rowIds().id(row));
      rows.computeIfAbsent(bank, key -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  private void explain(List<Integer> rows, PickFreeze design) {
    double[] scores = new double[rows.size() * slots * design.size()];
    blends.score(
        rows.stream().mapToInt(Integer::intValue).toArray(),
        design.size(),
        number -> mask(design, number),
        (mask, place, slot, score) ->
            scores[(place * slots + slot) * design.size() + mask] = score);
    for (int scalar = 0; scalar < rows.size() * slots; scalar++) {
      double[][] found = design.indices(options.index(), scores, scalar * design.size());
      int into = rows.get(scalar / slots) * slots + scalar % slots;
      put(into, found[0], values);
      put(into, found[1], errors);
    }
  }

  private float[] mask(PickFreeze design, int number) {
    float[] mask = new float[places.features()];
    for (int position = 0; position < mask.length; position++) {
      mask[position] = design.shown(number, places.groupOf(position));
    }
    return mask;
  }

  /** Gives every group the mean over its positions. */
  private void put(int scalar, double[] ofPlaces, float[] into) {
    double[] ofPositions = new double[places.features()];
    for (int position = 0; position < ofPositions.length; position++) {
      ofPositions[position] = ofPlaces[places.groupOf(position)];
    }
    float[] folded = GroupFold.means(ofPositions, 1, 1, request.groups()).values();
    System.arraycopy(folded, 0, into, scalar * folded.length, folded.length);
  }
}
