package io.assay.aggregate;

/**
 * How finely a {@link QuantileSketch} tells values apart. A bucket is a range of magnitudes of one
 * sign; an octave, from a power of two to the next, has as many buckets as said, of about equal
 * ratio. Where a bucket begins is given by the upper bits of float32 numbers (the exponent and
 * eleven bits of the mantissa), so that a value's bucket is looked up without a logarithm.
 *
 * <p>A bucket from a to b answers with 2 a b / (a + b), which is off by (b - a) / (b + a) of the
 * value at most. Under the least normal number of float32, 1.2e-38, buckets are those of the
 * mantissa alone: there, answers are off by at most 2.4e-40.
 */
final class Resolution {
  /** A page holds the buckets of two octaves; bits above these name the page. */
  static final int PAGE_SHIFT = 24;

  /** Pages there may be: seven bits of the exponent, and the sign on top. */
  static final int PAGES = 1 << (Float.SIZE - PAGE_SHIFT);

  private static final int UNIT_SHIFT = 12;
  private static final int OCTAVE_UNITS = 1 << 11;
  private static final int UNIT_MASK = 2 * OCTAVE_UNITS - 1;
  private static final int SIGN = PAGES / 2;

  /** For attributions: within 1 % of the value. */
  static final Resolution ATTRIBUTIONS = new Resolution(36, 200);

  /** For scores and gaps: within 0.2 % of the value. */
  static final Resolution SCORES = new Resolution(256, 1000);

  private final int perOctave;
  private final int mostKept;
  private final int[] beginnings;
  private final char[] places = new char[2 * OCTAVE_UNITS];

  private Resolution(int perOctave, int mostKept) {
    this.perOctave = perOctave;
    this.mostKept = mostKept;
    beginnings = new int[perOctave];
    for (int bucket = 0; bucket < perOctave; bucket++) {
      double ratio = StrictMath.pow(2, (double) bucket / perOctave);
      beginnings[bucket] = (int) Math.ceil(OCTAVE_UNITS * (ratio - 1));
    }
    int bucket = 0;
    for (int unit = 0; unit < OCTAVE_UNITS; unit++) {
      bucket += bucket + 1 < perOctave && beginnings[bucket + 1] <= unit ? 1 : 0;
      places[unit] = (char) bucket;
      places[OCTAVE_UNITS + unit] = (char) (perOctave + bucket);
    }
  }

  /** Returns how many buckets an octave has. */
  int perOctave() {
    return perOctave;
  }

  /** Returns how many buckets a page has. */
  int pageSize() {
    return 2 * perOctave;
  }

  /** Returns up to how many values other than 0 are kept as they are. */
  int mostKept() {
    return mostKept;
  }

  /** Returns the place of a bucket in its page, by {@link #unit}; for reading only. */
  char[] places() {
    return places;
  }

  /** Returns where a number's place stands in {@link #places}. */
  static int unit(int bits) {
    return bits >>> UNIT_SHIFT & UNIT_MASK;
  }

  /** Returns whether a page has such a place, and finite numbers in it. */
  boolean holds(int page, long place) {
    boolean isLast = (page & (SIGN - 1)) == SIGN - 1;
    return place >= 0 && place < (isLast ? perOctave : pageSize());
  }

  /** Returns whether a page is of negative numbers. */
  static boolean isNegative(int page) {
    return page >= SIGN;
  }

  /** Returns the least magnitude of a bucket. */
  float least(int page, int place) {
    return Float.intBitsToFloat(beginning(page, place));
  }

  /** Returns the greatest magnitude of a bucket. */
  float greatest(int page, int place) {
    int next =
        place + 1 < pageSize()
            ? beginning(page, place + 1)
            : beginning(page & (SIGN - 1), 0) + (1 << PAGE_SHIFT);
    return Float.intBitsToFloat(next - 1);
  }

  /** Returns the magnitude a bucket answers with. */
  double answer(int page, int place) {
    double least = least(page, place);
    double greatest = greatest(page, place);
    return 2 * least * greatest / (least + greatest);
  }

  private int beginning(int page, int place) {
    int octave = place / perOctave;
    int bits = (page & (SIGN - 1)) << PAGE_SHIFT | octave << (PAGE_SHIFT - 1);
    return bits | beginnings[place - octave * perOctave] << UNIT_SHIFT;
  }
}
