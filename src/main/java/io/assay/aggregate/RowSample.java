package io.assay.aggregate;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A uniform sample of rows for plots: the rows with the least keys ("bottom-k"; Cohen and Kaplan
 * (2007), "Summarizing data using bottom-k sketches", PODC). As a row's key is a hash of its id,
 * every set of that many rows is as likely as another, and the sample depends on the rows alone,
 * neither on their order nor on how they were split over shards. One thread at a time.
 */
public final class RowSample {
  private static final Comparator<SampledRow> BY_KEY =
      Comparator.comparingLong(SampledRow::key).thenComparing(SampledRow::rowId);

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final int capacity;
  private final int groups;
  private final PriorityQueue<SampledRow> greatestFirst = new PriorityQueue<>(BY_KEY.reversed());

  private RowSample(int capacity, int groups) {
    this.capacity = capacity;
    this.groups = groups;
  }

  /**
   * Returns a sample of no rows.
   *
   * @param capacity most rows kept, 1 or more
   * @param groups attributions a row, 1 or more
   * @throws IllegalArgumentException if either is less
   */
  public static RowSample empty(int capacity, int groups) {
    if (capacity < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "capacity is " + capacity + " and groups is " + groups + "; need 1 or more of each");
    }
    return new RowSample(capacity, groups);
  }

  /**
   * Returns the key of a row: a hash of its id, uniform over all longs, and cheap, for it is asked
   * of every row. The characters go through a multiplication each and at last the finaliser of
   * {@link java.util.SplittableRandom} (Stafford's variant 13).
   *
   * @param seed the job's seed
   */
  public static long key(long seed, String rowId) {
    long hash = mixed(seed + GOLDEN) + rowId.length();
    for (int i = 0; i < rowId.length(); i++) {
      hash = (hash ^ rowId.charAt(i)) * GOLDEN;
      hash ^= hash >>> 32;
    }
    return mixed(hash);
  }

  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Says whether a row with this key may enter, so that a caller can spare itself the making of a
   * row that would be dropped.
   */
  public boolean admits(long key) {
    SampledRow greatest = greatestFirst.peek();
    return greatest == null || greatestFirst.size() < capacity || key <= greatest.key();
  }

  /**
   * Adds a row; it is kept if its key is among the least.
   *
   * @throws IllegalArgumentException if it has another number of groups
   */
  public void add(SampledRow row) {
    if (row.values().rowLength() != groups) {
      throw new IllegalArgumentException(
          "values " + row.values() + " of row " + row.rowId() + " in a sample of " + groups);
    }
    if (admits(row.key())) {
      greatestFirst.add(row);
      if (greatestFirst.size() > capacity) {
        greatestFirst.remove();
      }
    }
  }

  /**
   * Adds the rows of another sample, which stays as it is.
   *
   * @throws IllegalArgumentException if capacity or groups differ
   */
  public void merge(RowSample other) {
    if (other.capacity != capacity || other.groups != groups) {
      throw new IllegalArgumentException(
          "cannot merge a sample of %d rows, %d groups into one of %d rows, %d groups"
              .formatted(other.capacity, other.groups, capacity, groups));
    }
    other.rows().forEach(this::add);
  }

  /** Returns the rows by ascending key. */
  public List<SampledRow> rows() {
    List<SampledRow> rows = new ArrayList<>(greatestFirst);
    rows.sort(BY_KEY);
    return List.copyOf(rows);
  }

  /** Returns the sample as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.ROW_SAMPLE);
    out.writeInt(capacity);
    out.writeInt(groups);
    out.writeInt(greatestFirst.size());
    for (SampledRow row : rows()) {
      out.writeLong(row.key());
      out.writeText(row.rowId());
      out.writeFloat(row.score());
      out.writeFloat(row.baselineScore());
      out.writeFloats(row.values().values());
      out.writeInt(row.features().rowLength());
      out.writeFloats(row.features().values());
    }
    return out.seal();
  }

  /**
   * Returns the sample that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a sample
   */
  public static RowSample fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.ROW_SAMPLE, bytes);
    int capacity = in.readInt();
    int groups = in.readInt();
    in.require(capacity >= 1, "capacity", capacity);
    in.require(groups >= 1, "groups", groups);
    RowSample sample = new RowSample(capacity, groups);
    int size = in.readSize(Float.BYTES);
    in.require(size <= capacity, "rows", size);
    for (int row = 0; row < size; row++) {
      sample.greatestFirst.add(read(in, groups));
    }
    in.end();
    return sample;
  }

  private static SampledRow read(StateReader in, int groups) {
    long key = in.readLong();
    String rowId = in.readText();
    float score = in.readFloat();
    float baselineScore = in.readFloat();
    Tensor values = Tensor.of(in.readFloats(groups), 1, groups);
    int width = in.readSize(Float.BYTES);
    Tensor features = Tensor.of(in.readFloats(width), 1, width);
    return new SampledRow(key, rowId, score, baselineScore, values, features);
  }
}
