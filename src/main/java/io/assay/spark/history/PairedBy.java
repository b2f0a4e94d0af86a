package io.assay.spark.history;

/** How the rows of two runs are taken when the runs are compared. */
public enum PairedBy {
  /** By their ids where both runs have them and reading takes minutes at most; else as unknown. */
  AUTO,
  /** By their ids, however long reading takes. */
  IDS,
  /** As distinct: two independent samples. */
  NONE,
  /** As unknown: the widest interval. */
  UNKNOWN
}
