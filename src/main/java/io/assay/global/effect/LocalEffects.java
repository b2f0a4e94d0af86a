package io.assay.global.effect;

import io.assay.global.Estimate;
import io.assay.tensor.Tensor;

/** The mean change of the score over each interval of a ladder, summed up and centred. */
final class LocalEffects {
  private final Ladder ladder;
  private final double[] changes; // a step
  private final int[] counts; // an interval, from 1
  private final double[] means; // an interval, from 1

  private LocalEffects(Ladder ladder) {
    int edges = ladder.points().size();
    this.ladder = ladder;
    this.changes = new double[ladder.steps()];
    this.counts = new int[edges];
    this.means = new double[edges];
  }

  /**
   * Takes the changes of one slot.
   *
   * @param scores [steps, 2, slots]: at the lower and at the upper edge of each step's interval
   */
  static LocalEffects of(Ladder ladder, Tensor scores, int slot) {
    LocalEffects effects = new LocalEffects(ladder);
    int slots = scores.size(2);
    for (int step = 0; step < effects.changes.length; step++) {
      double low = scores.at(2 * step * slots + slot);
      double high = scores.at((2 * step + 1) * slots + slot);
      int interval = ladder.interval(step);
      effects.changes[step] = high - low;
      effects.means[interval] += high - low;
      effects.counts[interval]++;
    }
    for (int interval = 1; interval < effects.means.length; interval++) {
      effects.means[interval] /= effects.counts[interval];
    }
    return effects;
  }

  /** Returns the effect at an edge. */
  Estimate at(int edge, double confidence) {
    double[] factors = factors(edge);
    double value = 0;
    int degrees = 0;
    for (int interval = 1; interval < means.length; interval++) {
      value += factors[interval] * means[interval];
      degrees += counts[interval] - 1;
    }
    if (means.length == 1) {
      return Estimate.exact(0); // a single value: nothing changes
    }
    return Estimate.of(value, Math.sqrt(variance(factors)), degrees, confidence);
  }

  /**
   * Returns by which factor the mean change of each interval goes into the effect at an edge: 1 up
   * to there, less the share of the rows at edges that lie behind the interval.
   */
  private double[] factors(int edge) {
    double[] factors = new double[means.length];
    double behind = 0;
    for (int interval = means.length - 1; interval >= 1; interval--) {
      behind += ladder.share(interval);
      factors[interval] = (interval <= edge ? 1 : 0) - behind;
    }
    return factors;
  }

  /**
   * Returns the variance over rows; a row's steps vary together. NaN if an interval has one row.
   */
  private double variance(double... factors) {
    double sum = 0;
    double ofRow = 0;
    for (int step = 0; step < changes.length; step++) {
      int interval = ladder.interval(step);
      int count = counts[interval];
      double scale = factors[interval] / Math.sqrt(count * (count - 1.0));
      double part = factors[interval] == 0 ? 0 : scale * (changes[step] - means[interval]);
      boolean isFirstOfRow = step == 0 || ladder.row(step - 1) != ladder.row(step);
      if (isFirstOfRow) {
        sum += ofRow * ofRow;
        ofRow = 0;
      }
      ofRow += part;
    }
    return sum + ofRow * ofRow;
  }
}
