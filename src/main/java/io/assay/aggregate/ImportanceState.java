package io.assay.aggregate;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is kept of the attributions of rows to give their {@link Importance}: one state for each
 * method, target and slice of a shard; states of shards merge.
 *
 * <p>Moments are exact, in float64 (see {@link AttributionMoments}); quantiles are within 1 % of
 * the value, and exact while up to 200 rows have another value than 0 (see {@link QuantileSketch}).
 * Quantiles, the least and the greatest value are functions of the rows alone. Moments are
 * functions of the rows, their order, and the order of merging, bit for bit: neither the clock,
 * other threads, {@link #toBytes}, questions in between, nor whether rows come one by one or many
 * at once change them. Rows wait in blocks, so merging states of other cuts gives the same moments
 * but for rounding.
 *
 * <p>Memory: 0.5 kB a group with 100 rows, 5 kB with 10,000 and 10 kB with 100,000, a block of rows
 * that wait included (at most 256), and up to {@value AttributionMoments#MOST_PAIRED_GROUPS} groups
 * 8 bytes a pair of groups. One thread at a time.
 */
public final class ImportanceState {
  private static final int MOST_BLOCK_ROWS = 256;
  private static final int LEAST_BLOCK_ROWS = 16;
  private static final int BLOCK_VALUES = 65_536;

  /** Up to so many rows that wait, making their block again costs less than reading its moments. */
  private static final int MOST_STORED_ROWS = 32;

  private final int groups;
  private final int blockRows;
  private final WaitingRows waiting;
  private final BlockColumns columns;
  private final AttributionMoments moments;
  private final GroupSketches sketches;

  private ImportanceState(
      AttributionMoments moments, GroupSketches sketches, BlockColumns columns) {
    this.groups = moments.groups();
    this.moments = moments;
    this.sketches = sketches;
    this.columns = columns;
    blockRows = Math.max(LEAST_BLOCK_ROWS, Math.min(MOST_BLOCK_ROWS, BLOCK_VALUES / groups));
    Math.multiplyExact(blockRows, groups);
    waiting = new WaitingRows(groups, blockRows);
  }

  /**
   * Returns the state of no rows.
   *
   * @param groups attributions a row, 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public static ImportanceState empty(int groups) {
    return empty(groups, new BlockColumns());
  }

  /**
   * Returns the state of no rows, one of many.
   *
   * @param groups attributions a row, 1 or more
   * @param columns working memory, shared with other states of the same thread
   * @throws IllegalArgumentException if there are fewer groups
   */
  public static ImportanceState empty(int groups, BlockColumns columns) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups is " + groups + "; need 1 or more");
    }
    return new ImportanceState(new AttributionMoments(groups), new GroupSketches(groups), columns);
  }

  /**
   * Adds one row whose attributions are known exactly, or with errors that nobody knows.
   *
   * @param values attributions, score units, all finite; they are copied
   * @param offset where the row begins; it is {@link #groups} long
   * @throws IllegalArgumentException if a value is not finite; the row is not added
   */
  public void add(float[] values, int offset) {
    waiting.requireFinite(values, offset);
    waiting.add(values, offset);
    settleIfFull();
  }

  /**
   * Adds rows whose attributions are known exactly, or with errors that nobody knows: the same as
   * adding one after the other.
   *
   * @param values attributions, score units, all finite; they are copied
   * @param starts where each row begins; a row is {@link #groups} long
   * @param from the first of the rows
   * @param to the end of the rows, exclusive
   * @throws IllegalArgumentException if a value is not finite; no row is added
   */
  public void addAll(float[] values, int[] starts, int from, int to) {
    for (int row = from; row < to; row++) {
      waiting.requireFinite(values, starts[row]);
    }
    int next = from;
    while (next < to) {
      if (waiting.rows() == 0 && to - next >= blockRows) {
        columns.take(values, starts, next, blockRows, groups);
        addBlock(columns);
        next += blockRows;
      } else {
        waiting.add(values, starts[next]);
        settleIfFull();
        next++;
      }
    }
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
    waiting.requireFinite(values, offset);
    waiting.requireErrors(standardErrors, offset);
    waiting.add(values, standardErrors, offset);
    settleIfFull();
  }

  /**
   * Adds rows whose attributions are estimates: the same as adding one after the other.
   *
   * @param values attributions, score units, all finite; they are copied
   * @param standardErrors of the attributions, score units, all finite and 0 or more
   * @param starts where each row begins in both; a row is {@link #groups} long
   * @param from the first of the rows
   * @param to the end of the rows, exclusive
   * @throws IllegalArgumentException if a value or a standard error is not so; no row is added
   */
  public void addAll(float[] values, float[] standardErrors, int[] starts, int from, int to) {
    for (int row = from; row < to; row++) {
      waiting.requireFinite(values, starts[row]);
      waiting.requireErrors(standardErrors, starts[row]);
    }
    for (int row = from; row < to; row++) {
      waiting.add(values, standardErrors, starts[row]);
      settleIfFull();
    }
  }

  /**
   * Adds the rows of another state, which stays as it is. Fold shards from the left, in shard
   * order, to get the same bytes every time.
   *
   * @throws IllegalArgumentException if it has another number of groups
   */
  public void merge(ImportanceState other) {
    requireGroups(other.groups);
    merge(other, same());
  }

  /**
   * Adds the rows of another state of fewer groups, as if it were {@link #among} these.
   *
   * @param positions where each of its groups stands here
   */
  void merge(ImportanceState other, int... positions) {
    settle();
    ImportanceState settled = other.settled();
    moments.merge(settled.moments.among(groups, positions));
    sketches.merge(settled.sketches, positions);
  }

  /**
   * Adds rows as a block, in which all groups but some are 0. None may wait.
   *
   * @param some the groups that are not, ascending
   * @param values their attributions, score units, all finite: [rows, some]
   */
  void addBlock(int[] some, float[] values, int rows) {
    columns.take(values, WaitingRows.starts(rows, some.length), 0, rows, some.length);
    sketches.add(columns, some);
    moments.merge(AttributionMoments.of(columns, groups).among(groups, some));
  }

  /** Returns how many rows make a block. */
  int blockRows() {
    return blockRows;
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
    return settled().copy().moved(wider, positions);
  }

  /** Returns this state with more groups after the present ones. This one is used up by it. */
  ImportanceState widened(int wider) {
    settle();
    return moved(wider, same());
  }

  private int[] same() {
    return IntStream.range(0, groups).toArray();
  }

  private ImportanceState moved(int wider, int... positions) {
    if (positions.length != groups || wider < groups) {
      throw new IllegalArgumentException(
          "%d positions among %d for %d groups".formatted(positions.length, wider, groups));
    }
    return new ImportanceState(
        moments.among(wider, positions), sketches.among(wider, positions), columns);
  }

  /** Returns how many attributions a row has. */
  public int groups() {
    return groups;
  }

  /** Returns how many rows were added. */
  public long rows() {
    return moments.rows() + waiting.rows();
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
    return importances(IntervalRule.asymptotic(confidence));
  }

  /**
   * Returns the importance of every group, as above.
   *
   * @param rule how intervals are made; bounds are NaN where they are strict and an attribution was
   *     larger than the rule says
   */
  public List<Importance> importances(IntervalRule rule) {
    return importances(rule, IntervalRule.SharedError.NONE);
  }

  /**
   * Returns the importance of every group, as above, with an error that all rows share in the
   * asymptotic intervals.
   *
   * @param shared the error, relative to the groups' mean magnitudes
   */
  public List<Importance> importances(IntervalRule rule, IntervalRule.SharedError shared) {
    ImportanceState settled = settled();
    return new Importances(settled.moments, settled.sketches.all(), rule, shared).all();
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
    return Quantiles.of(settled().sketches.all()[group]).histogram(bins);
  }

  /** Returns the moments of all rows; they may change with the next row. */
  AttributionMoments moments() {
    return settled().moments;
  }

  /**
   * Returns the state as bytes: little-endian, versioned, with a checksum. Of few rows the rows
   * themselves, which take less room than their moments and are summed up where they are read.
   */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.IMPORTANCE);
    out.writeInt(groups);
    boolean isRows = waiting.rows() == rows() && rows() > 0 && rows() <= MOST_STORED_ROWS;
    out.writeVarint(isRows ? 1 : 0);
    if (isRows) {
      waiting.write(out);
    } else {
      ImportanceState settled = settled();
      settled.moments.write(out);
      settled.sketches.write(out);
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
    ImportanceState read = empty(groups(in));
    read.merge(in, read.columns);
    return read;
  }

  private static int groups(StateReader in) {
    int groups = in.readSize(Float.BYTES);
    in.require(groups >= 1, "groups", groups);
    return groups;
  }

  /**
   * Adds the rows of a stored state: the same as reading it and merging it, in less time.
   *
   * @param stored what {@link #toBytes} wrote
   * @param working memory of this thread
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a state
   * @throws IllegalArgumentException if it has another number of groups
   */
  public void merge(byte[] stored, BlockColumns working) {
    StateReader in = new StateReader(StateKind.IMPORTANCE, stored);
    requireGroups(groups(in));
    settle(working);
    merge(in, working);
  }

  private void merge(StateReader in, BlockColumns working) {
    long form = in.readVarint();
    in.require(form == 0 || form == 1, "form", form);
    if (form == 0) {
      AttributionMoments more = AttributionMoments.read(in, groups);
      moments.merge(more);
      sketches.merge(in, more.rows());
    } else {
      waiting.read(in);
      if (moments.rows() > 0) { // rows of another state make a block of their own
        settle(working);
      }
    }
    in.end();
  }

  private void requireGroups(int others) {
    if (others != groups) {
      throw new IllegalArgumentException(
          "cannot merge a state of " + others + " groups into one of " + groups);
    }
  }

  /** Returns a state with the same rows and none waiting; this one stays as it is. */
  private ImportanceState settled() {
    if (waiting.rows() == 0) {
      return this;
    }
    ImportanceState copy = copy();
    waiting.layOut(columns);
    copy.addBlock(columns);
    return copy;
  }

  /** Returns a state of the same rows but for those that wait. */
  ImportanceState copy() {
    return new ImportanceState(moments.copy(), sketches.copy(), columns);
  }

  private void settleIfFull() {
    if (waiting.isFull()) {
      settle();
    }
  }

  private void settle() {
    settle(columns);
  }

  private void settle(BlockColumns working) {
    if (waiting.rows() > 0) {
      waiting.layOut(working);
      waiting.clear();
      addBlock(working);
    }
  }

  /** Adds the rows that lie in columns. */
  private void addBlock(BlockColumns block) {
    sketches.add(block);
    moments.merge(AttributionMoments.of(block));
  }
}
