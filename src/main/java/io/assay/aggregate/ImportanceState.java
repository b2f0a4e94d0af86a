package io.assay.aggregate;

import java.util.Arrays;
import java.util.List;

/**
 * What is kept of the attributions of rows to give their {@link Importance}: one state for each
 * method, target and slice of a shard; states of shards merge.
 *
 * <p>Moments are exact, in float64 (see {@link AttributionMoments}); quantiles are approximate (see
 * {@link QuantileSketch}: 1.33 % of rank at 99 % confidence, exact up to 200 rows). A state is a
 * function of the rows added, their order, and the order of merging, bit for bit: neither the
 * clock, other threads, {@link #toBytes} nor questions in between change it. Rows wait in blocks,
 * so merging states of other cuts gives the same moments but for rounding.
 *
 * <p>Memory: about 2.5 kB a group, one block of rows (at most 256 rows), and up to {@value
 * AttributionMoments#MOST_PAIRED_GROUPS} groups 8 bytes a pair of groups. One thread at a time.
 */
public final class ImportanceState {
  private static final int MOST_BLOCK_ROWS = 256;
  private static final int LEAST_BLOCK_ROWS = 16;
  private static final int BLOCK_VALUES = 65_536;

  private final int groups;
  private final int blockRows;
  private final float[] block;
  private final float[] magnitudes;
  private int waiting;
  private final AttributionMoments moments;
  private final QuantileSketch[] sketches;

  private ImportanceState(AttributionMoments moments, QuantileSketch[] sketches) {
    this.groups = moments.groups();
    this.moments = moments;
    this.sketches = sketches;
    blockRows = Math.max(LEAST_BLOCK_ROWS, Math.min(MOST_BLOCK_ROWS, BLOCK_VALUES / groups));
    block = new float[Math.multiplyExact(blockRows, groups)];
    magnitudes = new float[block.length];
  }

  /**
   * Returns the state of no rows.
   *
   * @param groups attributions a row, 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public static ImportanceState empty(int groups) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups is " + groups + "; need 1 or more");
    }
    QuantileSketch[] sketches = new QuantileSketch[groups];
    Arrays.setAll(sketches, group -> new QuantileSketch());
    return new ImportanceState(new AttributionMoments(groups), sketches);
  }

  /**
   * Adds one row whose attributions are known exactly, or with errors that nobody knows.
   *
   * @param values attributions, score units, all finite; they are copied
   * @param offset where the row begins; it is {@link #groups} long
   * @throws IllegalArgumentException if a value is not finite; the row is not added
   */
  public void add(float[] values, int offset) {
    int start = waiting * groups;
    float check = 0;
    for (int group = 0; group < groups; group++) {
      float value = values[offset + group] + 0.0f; // -0 becomes 0
      check += value * 0;
      block[start + group] = value;
      magnitudes[start + group] = Math.abs(value);
    }
    if (check != 0) {
      throw notFinite(values, offset);
    }
    took();
  }

  /**
   * Adds one row whose attributions are estimates. What the noise of the estimates lifts magnitudes
   * by is taken off (see {@link Magnitude}); signed numbers stay as they are.
   *
   * @param values attributions, score units, all finite; they are copied
   * @param standardErrors of the attributions, score units, all finite and 0 or more
   * @param offset where the row begins in both; it is {@link #groups} long
   * @throws IllegalArgumentException if a value or a standard error is not so; the row is not added
   */
  public void add(float[] values, float[] standardErrors, int offset) {
    int start = waiting * groups;
    float check = 0;
    float errors = 0;
    for (int group = 0; group < groups; group++) {
      float value = values[offset + group] + 0.0f; // -0 becomes 0
      float error = standardErrors[offset + group];
      check += value * 0;
      errors += error >= 0 ? error * 0 : Float.NaN;
      block[start + group] = value;
      magnitudes[start + group] = Magnitude.of(value, error);
    }
    if (check != 0) {
      throw notFinite(values, offset);
    }
    if (errors != 0) {
      throw notAnError(standardErrors, offset);
    }
    took();
  }

  private void took() {
    waiting++;
    if (waiting == blockRows) {
      settle();
    }
  }

  private static IllegalArgumentException notFinite(float[] values, int offset) {
    int group = 0;
    while (Float.isFinite(values[offset + group])) {
      group++;
    }
    return new IllegalArgumentException(
        "attribution of group " + group + " is " + values[offset + group] + "; need a finite one");
  }

  private static IllegalArgumentException notAnError(float[] standardErrors, int offset) {
    int group = 0;
    while (standardErrors[offset + group] >= 0
        && standardErrors[offset + group] < Float.POSITIVE_INFINITY) {
      group++;
    }
    return new IllegalArgumentException(
        "standard error of group %d is %s; need a finite one, 0 or more"
            .formatted(group, standardErrors[offset + group]));
  }

  /**
   * Adds the rows of another state, which stays as it is. Fold shards from the left, in shard
   * order, to get the same bytes every time.
   *
   * @throws IllegalArgumentException if it has another number of groups
   */
  public void merge(ImportanceState other) {
    if (other.groups != groups) {
      throw new IllegalArgumentException(
          "cannot merge a state of " + other.groups + " groups into one of " + groups);
    }
    settle();
    ImportanceState settled = other.settled();
    moments.merge(settled.moments);
    for (int group = 0; group < groups; group++) {
      sketches[group].merge(settled.sketches[group]);
    }
  }

  /**
   * Returns the state of the same rows among more groups, which were 0 in every row so far. This
   * one stays as it is.
   *
   * @param wider how many groups there are then, as many as now or more
   * @param positions where each of the present groups goes, each elsewhere
   * @throws IllegalArgumentException if there are not as many positions as groups
   */
  public ImportanceState among(int wider, int... positions) {
    if (positions.length != groups || wider < groups) {
      throw new IllegalArgumentException(
          "%d positions among %d for %d groups".formatted(positions.length, wider, groups));
    }
    ImportanceState settled = settled();
    QuantileSketch zeros = QuantileSketch.ofZeros(settled.rows());
    QuantileSketch[] sketches = new QuantileSketch[wider];
    for (int group = 0; group < groups; group++) {
      sketches[positions[group]] = settled.sketches[group].copy();
    }
    for (int group = 0; group < wider; group++) {
      if (sketches[group] == null) {
        sketches[group] = zeros.copy();
      }
    }
    return new ImportanceState(settled.moments.among(wider, positions), sketches);
  }

  /** Returns how many attributions a row has. */
  public int groups() {
    return groups;
  }

  /** Returns how many rows were added. */
  public long rows() {
    return moments.rows() + waiting;
  }

  /**
   * Returns the importance of every group, in position order; see {@link Importances} for what the
   * intervals mean. Of no rows all numbers are NaN but rows (0), rank (the position), rankLow (1)
   * and rankHigh (groups). Of one row everything that needs a spread (standard errors, bounds, std)
   * is NaN, and every rank is possible. Where every attribution is 0, shares are NaN.
   *
   * @param confidence of each two-sided interval, over 0 and under 1, such as 0.95
   * @throws IllegalArgumentException if it is outside
   */
  public List<Importance> importances(double confidence) {
    ImportanceState settled = settled();
    return new Importances(settled.moments, confidence).of(settled.sketches);
  }

  /**
   * Returns about how many rows have a signed attribution in bins of equal width, from the least to
   * the greatest.
   *
   * @param group position of the group
   * @param bins 1 or more
   * @throws IllegalArgumentException if there are fewer bins
   */
  public Histogram histogram(int group, int bins) {
    return Quantiles.of(settled().sketches[group]).histogram(bins);
  }

  /** Returns the state as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    ImportanceState settled = settled();
    StateWriter out = new StateWriter(StateKind.IMPORTANCE);
    out.writeInt(groups);
    settled.moments.write(out);
    for (QuantileSketch sketch : settled.sketches) {
      sketch.write(out);
    }
    return out.seal();
  }

  /**
   * Returns the state that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a state
   */
  public static ImportanceState fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.IMPORTANCE, bytes);
    int groups = in.readSize(Double.BYTES);
    in.require(groups >= 1, "groups", groups);
    AttributionMoments moments = AttributionMoments.read(in, groups);
    QuantileSketch[] sketches = new QuantileSketch[groups];
    for (int group = 0; group < groups; group++) {
      sketches[group] = QuantileSketch.read(in);
      in.require(sketches[group].count() == moments.rows(), "rows", moments.rows());
    }
    in.end();
    return new ImportanceState(moments, sketches);
  }

  /** Returns a state with the same rows and none waiting; this one stays as it is. */
  private ImportanceState settled() {
    if (waiting == 0) {
      return this;
    }
    QuantileSketch[] copies = new QuantileSketch[groups];
    Arrays.setAll(copies, group -> sketches[group].copy());
    ImportanceState copy = new ImportanceState(moments.copy(), copies);
    System.arraycopy(block, 0, copy.block, 0, waiting * groups);
    System.arraycopy(magnitudes, 0, copy.magnitudes, 0, waiting * groups);
    copy.waiting = waiting;
    copy.settle();
    return copy;
  }

  private void settle() {
    if (waiting == 0) {
      return;
    }
    moments.merge(AttributionMoments.of(block, magnitudes, waiting, groups));
    float[] column = new float[waiting];
    for (int group = 0; group < groups; group++) {
      for (int row = 0; row < waiting; row++) {
        column[row] = block[row * groups + group];
      }
      sketches[group].addSorting(column, waiting);
    }
    waiting = 0;
  }
}
