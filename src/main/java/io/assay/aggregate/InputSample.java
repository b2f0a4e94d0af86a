package io.assay.aggregate;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A uniform sample of rows, kept whole so that a model can be asked about them and about rows
 * composed from them: the rows with the least keys, as in {@link RowSample}. It depends on the rows
 * alone, neither on their order nor on how they were split over shards or runs, and so samples of
 * different parts merge into the very sample of the whole. One thread at a time.
 */
public final class InputSample {
  private static final Comparator<InputRow> BY_KEY =
      Comparator.comparingLong(InputRow::key).thenComparing(InputRow::rowId);

  private final int capacity;
  private final int width;
  private final PriorityQueue<InputRow> greatestFirst = new PriorityQueue<>(BY_KEY.reversed());

  private InputSample(int capacity, int width) {
    this.capacity = capacity;
    this.width = width;
  }

  /**
   * Returns a sample of no rows.
   *
   * @param capacity most rows kept, 1 or more
   * @param width values of a row's input, 1 or more
   * @throws IllegalArgumentException if either is less
   */
  public static InputSample empty(int capacity, int width) {
    if (capacity < 1 || width < 1) {
      throw new IllegalArgumentException(
          "capacity is " + capacity + " and width is " + width + "; need 1 or more of each");
    }
    return new InputSample(capacity, width);
  }

  /** Says whether a row with this key may enter, so that others need not be made. */
  public boolean admits(long key) {
    InputRow greatest = greatestFirst.peek();
    return greatest == null || greatestFirst.size() < capacity || key <= greatest.key();
  }

  /**
   * Adds a row; it is kept if its key is among the least.
   *
   * @throws IllegalArgumentException if its input has another width
   */
  public void add(InputRow row) {
    if (row.input().rowLength() != width) {
      throw new IllegalArgumentException(
          "the input of row %s has %d values in a sample of %d"
              .formatted(row.rowId(), row.input().rowLength(), width));
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
   * @throws IllegalArgumentException if capacity or width differ
   */
  public void merge(InputSample other) {
    if (other.capacity != capacity || other.width != width) {
      throw new IllegalArgumentException(
          "cannot merge a sample of %d rows of %d values into one of %d rows of %d"
              .formatted(other.capacity, other.width, capacity, width));
    }
    other.rows().forEach(this::add);
  }

  /** Returns the rows by ascending key. */
  public List<InputRow> rows() {
    List<InputRow> rows = new ArrayList<>(greatestFirst);
    rows.sort(BY_KEY);
    return List.copyOf(rows);
  }

  /** Returns the sample as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.INPUT_SAMPLE);
    out.writeInt(capacity);
    out.writeInt(width);
    out.writeInt(greatestFirst.size());
    for (InputRow row : rows()) {
      out.writeLong(row.key());
      out.writeText(row.rowId());
      out.writeText(row.label());
      out.writeInt(row.output());
      out.writeFloats(row.input().values());
    }
    return out.seal();
  }

  /**
   * Returns the sample that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a sample
   */
  public static InputSample fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.INPUT_SAMPLE, bytes);
    int capacity = in.readInt();
    int width = in.readInt();
    in.require(capacity >= 1, "capacity", capacity);
    in.require(width >= 1, "width", width);
    InputSample sample = new InputSample(capacity, width);
    int size = in.readSize(Float.BYTES);
    in.require(size <= capacity, "rows", size);
    for (int row = 0; row < size; row++) {
      long key = in.readLong();
      String rowId = in.readText();
      String label = in.readText();
      int output = in.readInt();
      Tensor input = Tensor.of(in.readFloats(width), 1, width);
      sample.greatestFirst.add(new InputRow(key, rowId, label, output, input));
    }
    in.end();
    return sample;
  }
}
