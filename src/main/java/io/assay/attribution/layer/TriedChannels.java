package io.assay.attribution.layer;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.CallsPerRow;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The channels of a layer that are tried one by one, and the maps that the answers weight.
 *
 * @param activations [rows, channels, height, width]
 * @param chosen the channels that are tried, by row
 */
record TriedChannels(Tensor activations, List<List<Integer>> chosen) {
  static final int MOST = 65_536;
  static final String ALLOWED = "1 to 65536";

  private static final int VALUES_A_BATCH = 1 << 22; // 16 MB

  /** How strong a channel is in a row. */
  interface Strength {
    double of(Channels held, int channel);
  }

  /** What the model answers to trials. */
  interface Trials {
    /**
     * Returns the scores, [trials, slots].
     *
     * @param trials the row and channel of each
     * @param target of the trials
     */
    Tensor scores(List<Trial> trials, Target target);
  }

  /** A channel that is tried in a row. */
  record Trial(int row, int channel) {
    /** Returns the rows of all. */
    static int[] rows(List<Trial> trials) {
      return trials.stream().mapToInt(Trial::row).toArray();
    }
  }

  static void check(int channels) {
    if (channels < 1 || channels > MOST) {
      throw new IllegalArgumentException("channels is " + channels + "; need " + ALLOWED);
    }
  }

  /** Returns what a row costs: what the layer holds, the score, and one call a channel. */
  static CallsPerRow calls(int most, int channels) {
    return new CallsPerRow(2L + Math.min(most, channels), 0);
  }

  /** Chooses the strongest channels of each row; of equals the first. */
  static TriedChannels strongest(Tensor activations, int most, Strength strength) {
    return new TriedChannels(
        activations,
        IntStream.range(0, activations.rows())
            .mapToObj(row -> strongest(Channels.of(activations, row), most, strength))
            .toList());
  }

  private static List<Integer> strongest(Channels held, int most, Strength strength) {
    double[] strengths =
        IntStream.range(0, held.count()).mapToDouble(k -> strength.of(held, k)).toArray();
    return IntStream.range(0, held.count())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer channel) -> -strengths[channel]))
        .limit(most)
        .toList();
  }

  /** Returns how many channels a row tries. */
  int tried() {
    return chosen.isEmpty() ? 0 : chosen.get(0).size();
  }

  /**
   * Returns the scores of all trials, in batches of bounded size.
   *
   * @param length values that a trial hands to the model
   * @return [rows, tried, slots]
   */
  Tensor scores(AttributionRequest request, int length, Trials trials) {
    List<Trial> all =
        IntStream.range(0, activations.rows())
            .boxed()
            .flatMap(row -> chosen.get(row).stream().map(channel -> new Trial(row, channel)))
            .toList();
    int slots = request.target().slots();
    float[] scores = new float[all.size() * slots];
    int atOnce = Math.max(1, VALUES_A_BATCH / length);
    for (int start = 0; start < all.size(); start += atOnce) {
      List<Trial> batch = all.subList(start, Math.min(all.size(), start + atOnce));
      Tensor answers = trials.scores(batch, request.target().select(Trial.rows(batch)));
      System.arraycopy(answers.values(), 0, scores, start * slots, batch.size() * slots);
    }
    return Tensor.of(scores, activations.rows(), tried(), slots);
  }

  /**
   * Returns the sum of a row's maps, each times its weight.
   *
   * @param weights by trial
   */
  double[] weighted(int row, double[] weights) {
    Channels held = Channels.of(activations, row);
    double[] ofChannel = new double[held.count()];
    for (int trial = 0; trial < weights.length; trial++) {
      ofChannel[chosen.get(row).get(trial)] = weights[trial];
    }
    return held.weighted(channel -> ofChannel[channel]);
  }
}
