package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Banks;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.MaskGrid;
import io.assay.baseline.SmoothMasks;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** RISE of images: smooth masks over the pixels, folded into groups. */
final class RiseOfImages {
  /** Sums held at once: 16 MiB. */
  private static final int SUMS_AT_ONCE = 1 << 21;

  private static final int SUMS_A_PLACE = 4;

  private final AttributionRequest request;
  private final Rise.Options options;
  private final MaskGrid grid;
  private final Blends blends;
  private final FeatureGroups groups;
  private final int[] sizes; // positions of each group
  private final int slots;
  private final float[] values; // [rows, slots, groups]
  private final float[] errors;

  RiseOfImages(BlackBox model, AttributionRequest request, Rise.Options options) {
    this.request = request;
    this.options = options;
    Tensor input = request.batch().input();
    this.grid = MaskGrid.over(input.size(2), input.size(3), options.grid());
    this.blends = new Blends(model, request);
    this.groups = request.groups();
    this.sizes = new int[groups.size()];
    for (int position = 0; position < groups.features(); position++) {
      sizes[groups.groupOf(position)]++;
    }
    this.slots = request.target().slots();
    this.values = new float[Math.multiplyExact(input.rows() * slots, groups.size())];
    this.errors = new float[values.length];
  }

  Attributions attribute() {
    long sumsARow = (long) slots * groups.size() * SUMS_A_PLACE;
    int step = (int) Math.max(1, SUMS_AT_ONCE / sumsARow);
    rowsOfBanks()
        .forEach(
            (bank, rows) -> {
              SmoothMasks masks =
                  SmoothMasks.drawn(
                      grid,
                      options.probability(),
                      options.masks(),
                      Rng.of(request.seed(), Rise.INFO.key(), "bank-" + bank));
              for (int from = 0; from < rows.size(); from += step) {
                explain(rows.subList(from, Math.min(rows.size(), from + step)), masks);
              }
            });
    int[] shape = {request.batch().rows(), slots, groups.size()};
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

  private void explain(List<Integer> rows, SmoothMasks masks) {
    List<MaskMoments> moments = new ArrayList<>(); // [rows, slots]
    for (int scalar = 0; scalar < rows.size() * slots; scalar++) {
      moments.add(
          new MaskMoments(groups.size(), masks.blockSize(), options.probability(), options.form()));
    }
    Folded folded = new Folded(masks);
    blends.score(
        rows.stream().mapToInt(Integer::intValue).toArray(),
        masks.size(),
        folded::overChannels,
        (mask, place, slot, score) ->
            moments.get(place * slots + slot).add(folded.overGroups(mask), score));
    for (int scalar = 0; scalar < moments.size(); scalar++) {
      put(rows.get(scalar / slots) * slots + scalar % slots, moments.get(scalar));
    }
  }

  private void put(int scalar, MaskMoments moments) {
    for (int group = 0; group < groups.size(); group++) {
      values[scalar * groups.size() + group] = (float) moments.value(group);
      errors[scalar * groups.size() + group] = (float) moments.error(group);
    }
  }

  /**
   * Masks as positions of a row see them, and what they show of each group. Scores come in the
   * order of the masks, a few masks after the inputs.
   */
  private final class Folded {
    private final SmoothMasks masks;
    private final Deque<float[]> waiting = new ArrayDeque<>();
    private int current = -1;
    private float[] ofGroups = new float[0];

    Folded(SmoothMasks masks) {
      this.masks = masks;
    }

    /** Repeats a mask for every channel. */
    float[] overChannels(int number) {
      float[] mask = masks.mask(number);
      waiting.add(mask);
      float[] repeated = new float[groups.features()];
      for (int from = 0; from < repeated.length; from += mask.length) {
        System.arraycopy(mask, 0, repeated, from, mask.length);
      }
      return repeated;
    }

    /** Returns the mean of a mask over the positions of each group. */
    float[] overGroups(int number) {
      if (number != current) {
        float[] mask = waiting.remove();
        double[] sums = new double[groups.size()];
        for (int from = 0; from < groups.features(); from += mask.length) { // channels
          for (int pixel = 0; pixel < mask.length; pixel++) {
            sums[groups.groupOf(from + pixel)] += mask[pixel];
          }
        }
        ofGroups = new float[sums.length];
        for (int group = 0; group < sums.length; group++) {
          ofGroups[group] = (float) (sums[group] / sizes[group]);
        }
        current = number;
      }
      return ofGroups;
    }
  }
}
