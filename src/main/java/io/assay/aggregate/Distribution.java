package io.assay.aggregate;

import java.util.Arrays;

/**
 * How a scalar (a score, a completeness gap) is distributed over rows: count, mean, standard
 * deviation, least and greatest value exactly, in float64; quantiles, rounded to float32, to within
 * 0.2 % of the value, and exactly while up to 1,000 values are other than 0 (see {@link
 * QuantileSketch}). States of shards merge; quantiles are functions of the values alone, moments of
 * the values, their order and the order of merging. One thread at a time.
 */
public final class Distribution {
  private static final int BLOCK = 256;
  private static final int FIRST_ROOM = 16;

  private double[] pending = new double[FIRST_ROOM];
  private int waiting;
  private long count;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private final QuantileSketch sketch;

  private Distribution(QuantileSketch sketch) {
    this.sketch = sketch;
  }

  /** Returns the distribution of no values. */
  public static Distribution empty() {
    return new Distribution(new QuantileSketch(Resolution.SCORES));
  }

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value " + value + " is not finite");
    }
    if (waiting == pending.length) {
      pending = Arrays.copyOf(pending, 2 * waiting);
    }
    pending[waiting++] = value;
    if (waiting == BLOCK) {
      settle();
    }
  }

  /** Adds what another distribution saw; the other one stays as it is. */
  public void merge(Distribution other) {
    settle();
    Distribution settled = other.settled();
    if (settled.count > 0) {
      combine(settled.count, settled.mean, settled.squares);
      min = Math.min(min, settled.min);
      max = Math.max(max, settled.max);
      sketch.merge(settled.sketch);
    }
  }

  /** Returns how many values there are. */
  public long count() {
    return count + waiting;
  }

  /** Returns the mean; NaN if there are no values. */
  public double mean() {
    Distribution settled = settled();
    return settled.count == 0 ? Double.NaN : settled.mean;
  }

  /** Returns the sample standard deviation; NaN if there are fewer than two values. */
  public double std() {
    Distribution settled = settled();
    return settled.count < 2 ? Double.NaN : Math.sqrt(settled.squares / (settled.count - 1));
  }

  /** Returns the least value; NaN if there are no values. */
  public double min() {
    Distribution settled = settled();
    return settled.count == 0 ? Double.NaN : settled.min;
  }

  /** Returns the greatest value; NaN if there are no values. */
  public double max() {
    Distribution settled = settled();
    return settled.count == 0 ? Double.NaN : settled.max;
  }

  /**
   * Returns about the least value whose rank is at least {@code share} of the count; NaN if there
   * are no values.
   *
   * @param share 0 (the least value) to 1 (the greatest)
   * @throws IllegalArgumentException if it is outside
   */
  public double quantile(double share) {
    return Quantiles.of(settled().sketch).quantile(share);
  }

  /**
   * Returns about how many values fall into bins of equal width from the least to the greatest.
   *
   * @param bins 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public Histogram histogram(int bins) {
    return Quantiles.of(settled().sketch).histogram(bins);
  }

  /** Returns the distribution as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    Distribution settled = settled();
    StateWriter out = new StateWriter(StateKind.DISTRIBUTION);
    out.writeLong(settled.count);
    out.writeDouble(settled.mean);
    out.writeDouble(settled.squares);
    out.writeDouble(settled.min);
    out.writeDouble(settled.max);
    settled.sketch.write(out);
    return out.seal();
  }

  /**
   * Returns the distribution that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a distribution
   */
  public static Distribution fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.DISTRIBUTION, bytes);
    long count = in.readLong();
    double mean = in.readDouble();
    double squares = in.readDouble();
    double min = in.readDouble();
    double max = in.readDouble();
    Distribution read = new Distribution(QuantileSketch.read(in, Resolution.SCORES));
    in.end();
    in.require(count == read.sketch.count(), "count", count);
    read.count = count;
    read.mean = mean;
    read.squares = squares;
    read.min = min;
    read.max = max;
    return read;
  }

  private Distribution settled() {
    if (waiting == 0) {
      return this;
    }
    Distribution copy = new Distribution(sketch.copy());
    copy.count = count;
    copy.mean = mean;
    copy.squares = squares;
    copy.min = min;
    copy.max = max;
    copy.waiting = waiting;
    copy.pending = Arrays.copyOf(pending, waiting);
    copy.settle();
    return copy;
  }

  private void settle() {
    if (waiting == 0) {
      return;
    }
    double sum = 0;
    float[] rounded = new float[waiting];
    for (int i = 0; i < waiting; i++) {
      sum += pending[i];
      min = Math.min(min, pending[i]);
      max = Math.max(max, pending[i]);
      rounded[i] = rounded(pending[i]);
    }
    double blockMean = sum / waiting;
    double blockSquares = 0;
    for (int i = 0; i < waiting; i++) {
      double distance = pending[i] - blockMean;
      blockSquares += distance * distance;
    }
    combine(waiting, blockMean, blockSquares);
    sketch.add(rounded, 0, waiting);
    waiting = 0;
  }

  /** Rounds to float32, an overflow to the greatest float32 and -0 to 0. */
  private static float rounded(double value) {
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value)) + 0.0f;
  }

  private void combine(long otherCount, double otherMean, double otherSquares) {
    long sum = count + otherCount;
    double distance = otherMean - mean;
    squares += otherSquares + distance * distance * ((double) count * otherCount / sum);
    mean += distance * otherCount / sum;
    count = sum;
  }
}
