package io.assay.aggregate.sampled;

import io.assay.aggregate.IntervalRule;
import io.assay.aggregate.Magnitude;
import io.assay.aggregate.StateKind;
import io.assay.aggregate.StateReader;
import io.assay.aggregate.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * What is kept of a surrogate's attributions of all rows, and of both its and the exact ones of a
 * random sample of them, to give {@link PoweredImportance}: one state for each method, target and
 * slice of a shard; states of shards merge. Rows of the sample are dealt to folds by their keys, so
 * that the factor of a fold is learnt from the others.
 *
 * <p>Memory: {@value #FOLDS} times 40 bytes a group, and 8 bytes. One thread at a time.
 */
public final class PoweredState {
  static final int FOLDS = 5;

  private final int groups;
  private final PairedMoments[] folds = new PairedMoments[FOLDS];
  private long rows;
  private final double[] means;

  private PoweredState(int groups) {
    this.groups = groups;
    this.means = new double[groups];
    Arrays.setAll(folds, fold -> new PairedMoments(groups));
  }

  /**
   * Returns the state of no rows.
   *
   * @param groups attributions a row, 1 or more
   * @throws IllegalArgumentException if there are fewer
   */
  public static PoweredState empty(int groups) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups is " + groups + "; need 1 or more");
    }
    return new PoweredState(groups);
  }

  /**
   * Adds a row, one of all, as the surrogate explains it.
   *
   * @param surrogate attributions, score units, all finite
   * @param offset where the row begins; it is {@link #groups} long
   */
  public void add(float[] surrogate, int offset) {
    rows++;
    for (int group = 0; group < groups; group++) {
      means[group] += (Math.abs((double) surrogate[offset + group]) - means[group]) / rows;
    }
  }

  /**
   * Adds a row of the sample, which is one of all rows as well.
   *
   * @param key the row's random key, which deals it to a fold
   * @param exact attributions, score units, all finite
   * @param errors their standard errors, laid out like them; empty if they are exact or nobody
   *     knows
   * @param surrogate the surrogate's attributions, laid out like them
   * @param offset where the row begins; it is {@link #groups} long
   */
  public void add(long key, float[] exact, float[] errors, float[] surrogate, int offset) {
    PairedMoments fold = folds[(int) Math.floorMod(key, (long) FOLDS)];
    fold.addRow();
    for (int group = 0; group < groups; group++) {
      int at = offset + group;
      double size = errors.length == 0 ? Math.abs(exact[at]) : Magnitude.of(exact[at], errors[at]);
      fold.add(group, size, Math.abs(surrogate[at]));
    }
  }

  /**
   * Adds the rows of another state, which stays as it is. Fold shards from the left, in shard
   * order, to get the same bytes every time.
   *
   * @throws IllegalArgumentException if it has another number of groups
   */
  public void merge(PoweredState other) {
    if (other.groups != groups) {
      throw new IllegalArgumentException(
          "cannot merge a state of " + other.groups + " groups into one of " + groups);
    }
    for (int fold = 0; fold < FOLDS; fold++) {
      folds[fold].merge(other.folds[fold]);
    }
    if (other.rows > 0) {
      double share = (double) other.rows / (rows + other.rows);
      for (int group = 0; group < groups; group++) {
        means[group] += (other.means[group] - means[group]) * share;
      }
      rows += other.rows;
    }
  }

  /** Returns how many attributions a row has. */
  public int groups() {
    return groups;
  }

  /** Returns how many rows the surrogate explained, those of the sample among them. */
  public long rows() {
    return rows;
  }

  /** Returns how many rows the sample has. */
  public long exactRows() {
    return Arrays.stream(folds).mapToLong(PairedMoments::rows).sum();
  }

  /** Returns the mean over all rows of the surrogate's magnitude. */
  double mean(int group) {
    return means[group];
  }

  /** Returns the rows of the sample that are in a fold. */
  PairedMoments fold(int fold) {
    return folds[fold];
  }

  /**
   * Returns the rows of the sample that are in no fold but others.
   *
   * @param left the fold that is left out; none if negative
   */
  PairedMoments without(int left) {
    PairedMoments others = new PairedMoments(groups);
    for (int fold = 0; fold < FOLDS; fold++) {
      if (fold != left) {
        others.merge(folds[fold]);
      }
    }
    return others;
  }

  /**
   * Returns the importance of every group, in position order; see {@link PoweredImportances}. Of
   * fewer than two rows of the sample everything that needs a spread is NaN.
   *
   * @param confidence of each two-sided interval, over 0 and under 1, such as 0.95
   * @throws IllegalArgumentException if it is outside
   */
  public List<PoweredImportance> importances(double confidence) {
    return importances(confidence, IntervalRule.SharedError.NONE);
  }

  /**
   * Returns the importance of every group as above, in whose intervals there is an error that all
   * rows share.
   *
   * @param shared of groups of size one
   * @throws IllegalArgumentException if the confidence is outside
   */
  public List<PoweredImportance> importances(double confidence, IntervalRule.SharedError shared) {
    return new PoweredImportances(this, confidence, shared).all();
  }

  /** Returns the state as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.POWERED);
    out.writeInt(groups);
    out.writeLong(rows);
    out.writeDoubles(means);
    for (PairedMoments fold : folds) {
      fold.write(out);
    }
    return out.seal();
  }

  /**
   * Returns the state that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a state
   */
  public static PoweredState fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.POWERED, bytes);
    int groups = in.readSize(Double.BYTES);
    in.require(groups >= 1, "groups", groups);
    PoweredState state = new PoweredState(groups);
    state.rows = in.readLong();
    in.require(state.rows >= 0, "rows", state.rows);
    in.readDoubles(state.means);
    Arrays.setAll(state.folds, fold -> PairedMoments.read(in, groups));
    in.end();
    return state;
  }
}
