package io.assay.run;

import java.util.Comparator;

/**
 * What a state summarises.
 *
 * @param method the method's key
 * @param target the output's name, or {@code predicted} or {@code label} for all outputs together
 * @param slice the slice, {@link #ALL_ROWS} for all rows
 * @param kind what is summarised
 */
public record StateKey(String method, String target, String slice, Kind kind)
    implements Comparable<StateKey> {
  /** The slice that every row lies in. */
  public static final String ALL_ROWS = "all";

  private static final Comparator<StateKey> ORDER =
      Comparator.comparing(StateKey::method)
          .thenComparing(StateKey::target)
          .thenComparing(StateKey::slice)
          .thenComparing(StateKey::kind);

  /** What is summarised. */
  public enum Kind {
    /** Attributions: {@link io.assay.aggregate.ImportanceState}. */
    IMPORTANCE,
    /** Attributions by token: {@link io.assay.aggregate.KeyedImportance}. */
    TOKENS,
    /** A sample of rows for plots: {@link io.assay.aggregate.RowSample}. */
    SAMPLE,
    /** Scores: {@link io.assay.aggregate.Distribution}. */
    SCORE,
    /** Completeness gaps, as shares: {@link io.assay.aggregate.Distribution}. */
    GAP,
    /** A sample of rows with their inputs: {@link io.assay.aggregate.InputSample}. */
    INPUTS,
    /**
     * Some rows, explained without parts of the background: {@link io.assay.aggregate.FoldSums}.
     */
    BACKGROUND,
    /** All rows by a part of their ids' hash: {@link io.assay.aggregate.FoldSums}. */
    FOLDS,
    /**
     * Attributions of a surrogate beside exact ones: {@link
     * io.assay.aggregate.sampled.PoweredState}.
     */
    POWERED,
    /**
     * Some rows with attributions and slices: {@link io.assay.aggregate.InputSample}, see {@link
     * SearchRows}.
     */
    SEARCH
  }

  @Override
  public int compareTo(StateKey other) {
    return ORDER.compare(this, other);
  }
}
