package io.assay.aggregate;

import java.util.Locale;

/** The states that are stored, each with the version of its format. */
public enum StateKind {
  /** {@link ImportanceState}. */
  IMPORTANCE("AIMP", 4),
  /** {@link KeyedImportance}. */
  KEYED_IMPORTANCE("AKEY", 3),
  /** {@link RowSample}. */
  ROW_SAMPLE("AROW", 2),
  /** {@link Distribution}. */
  DISTRIBUTION("ADIS", 2),
  /** {@link InputSample}. */
  INPUT_SAMPLE("AINP", 1),
  /** {@link FoldSums}. */
  FOLD_SUMS("AFLD", 1),
  /** {@link io.assay.aggregate.sampled.PoweredState}. */
  POWERED("APOW", 1);

  private final int mark;
  private final int version;

  StateKind(String letters, int version) {
    int bits = 0;
    for (int i = letters.length() - 1; i >= 0; i--) {
      bits = bits << 8 | letters.charAt(i);
    }
    this.mark = bits;
    this.version = version;
  }

  /** Returns the four characters that stored bytes begin with, as a little-endian number. */
  int mark() {
    return mark;
  }

  int version() {
    return version;
  }

  /** Returns the name in words, for messages. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
