package io.assay.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of finite float32 values in little memory: the DDSketch of Masson, Rim and Lee (2019),
 * "DDSketch: A fast and fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12,
 * arXiv:1908.10693. Values are counted in buckets of about equal ratio, by sign (see {@link
 * Resolution} for the bounds); an answer is off by at most the stated share of the value. Zeros,
 * the least and the greatest value are exact, and so is every answer while few values are other
 * than 0.
 *
 * <p>The sketch is a function of the values alone: neither their order, nor how they were split,
 * nor the order of merging changes a bit of it.
 */
final class QuantileSketch {
  private static final int FIRST_ROOM = 8;
  private static final float[] NONE = {};

  private final Resolution resolution;
  private long count;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long zeros; // with those kept; in buckets otherwise
  private float[] kept = NONE;
  private int keptCount;
  private @Nullable BucketCounts buckets;

  QuantileSketch(Resolution resolution) {
    this.resolution = resolution;
  }

  /** Adds values {@code from} (inclusive) to {@code to} (exclusive), finite and none of them -0. */
  void add(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (values[i] < min) {
        min = values[i];
      }
      if (values[i] > max) {
        max = values[i];
      }
    }
    count += to - from;
    take(values, from, to);
  }

  private void take(float[] values, int from, int to) {
    int next = buckets == null ? keep(values, from, to) : from;
    if (next < to) {
      counted().add(values, next, to);
    }
  }

  /** Keeps values while there is room, and returns the first that has none. */
  private int keep(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (values[i] == 0) {
        zeros++;
      } else if (keptCount == resolution.mostKept()) {
        return i;
      } else {
        if (keptCount == kept.length) {
          int room = Math.max(FIRST_ROOM, 2 * keptCount);
          kept = Arrays.copyOf(kept, Math.min(room, resolution.mostKept()));
        }
        kept[keptCount++] = values[i];
      }
    }
    return to;
  }

  /** Returns the buckets; from now on values are counted there. */
  private BucketCounts counted() {
    BucketCounts known = buckets;
    if (known == null) {
      known = new BucketCounts(resolution);
      known.add(kept, 0, keptCount);
      known.addZeros(zeros);
      buckets = known;
      kept = NONE;
      keptCount = 0;
      zeros = 0;
    }
    return known;
  }

  /** Adds so many zeros. */
  void addZeros(long more) {
    if (more > 0) {
      count += more;
      min = Math.min(min, 0);
      max = Math.max(max, 0);
      takeZeros(more);
    }
  }

  private void takeZeros(long more) {
    if (buckets == null) {
      zeros += more;
    } else {
      buckets.addZeros(more);
    }
  }

  /** Adds what another sketch of the same resolution saw. The other one stays as it is. */
  void merge(QuantileSketch other) {
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    if (other.buckets == null) {
      take(other.kept, 0, other.keptCount);
      takeZeros(other.zeros);
    } else {
      counted().merge(other.buckets);
    }
  }

  QuantileSketch copy() {
    QuantileSketch copy = new QuantileSketch(resolution);
    copy.count = count;
    copy.min = min;
    copy.max = max;
    copy.zeros = zeros;
    copy.kept = Arrays.copyOf(kept, keptCount);
    copy.keptCount = keptCount;
    copy.buckets = buckets == null ? null : buckets.copy();
    return copy;
  }

  long count() {
    return count;
  }

  /** Returns the least value, NaN if there is none. */
  double min() {
    return count == 0 ? Double.NaN : min;
  }

  /** Returns the greatest value, NaN if there is none. */
  double max() {
    return count == 0 ? Double.NaN : max;
  }

  Resolution resolution() {
    return resolution;
  }

  /** Returns the values other than 0 in ascending order, if they are kept as they are. */
  float[] kept() {
    float[] sorted = Arrays.copyOf(kept, keptCount);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Returns how many zeros there are beside the values {@link #kept}. */
  long zeros() {
    return zeros;
  }

  /** Returns the counts by bucket; none while values are kept as they are. */
  @Nullable BucketCounts buckets() {
    return buckets;
  }

  void write(StateWriter out) {
    out.writeVarint(resolution.perOctave());
    out.writeVarint(count);
    out.writeFloat(min);
    out.writeFloat(max);
    out.writeVarint(buckets == null ? 0 : 1);
    if (buckets == null) {
      out.writeVarint(keptCount);
      out.writeFloats(kept());
    } else {
      buckets.write(out);
    }
  }

  static QuantileSketch read(StateReader in, Resolution resolution) {
    QuantileSketch sketch = new QuantileSketch(resolution);
    sketch.merge(in);
    return sketch;
  }

  /** Adds what a sketch that {@link #write} wrote saw, and returns how many values that is. */
  long merge(StateReader in) {
    long perOctave = in.readVarint();
    in.require(perOctave == resolution.perOctave(), "buckets an octave", perOctave);
    long more = in.readVarint();
    float least = in.readFloat();
    float greatest = in.readFloat();
    requireRange(in, more, least, greatest);
    long form = in.readVarint();
    in.require(form == 0 || form == 1, "quantile form", form);
    if (form == 0) {
      mergeKept(in, more, least, greatest);
    } else {
      counted().merge(in, more);
    }
    count += more;
    min = Math.min(min, least);
    max = Math.max(max, greatest);
    return more;
  }

  private void mergeKept(StateReader in, long more, float least, float greatest) {
    long size = in.readVarint();
    in.require(size <= Math.min(more, resolution.mostKept()), "values kept", size);
    float[] values = in.readFloats((int) size);
    float before = least;
    for (float value : values) {
      if (!(value >= before && value <= greatest && value != 0)) {
        throw in.unreadable("quantile value", value);
      }
      before = value;
    }
    take(values, 0, values.length);
    takeZeros(more - size);
  }

  private static void requireRange(StateReader in, long count, float least, float greatest) {
    boolean isEmpty = least == Float.POSITIVE_INFINITY && greatest == Float.NEGATIVE_INFINITY;
    boolean isRange = Float.isFinite(least) && Float.isFinite(greatest) && least <= greatest;
    if (count == 0 ? !isEmpty : !isRange) { // words are made for errors alone
      throw in.unreadable("quantile range", least + " to " + greatest);
    }
  }
}
