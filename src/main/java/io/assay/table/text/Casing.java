package io.assay.table.text;

/** Whether a text is changed before it is cut into tokens. */
public enum Casing {
  /** Letters become small, by the rules of the root locale. */
  LOWER,
  /** Letters stay as they are. */
  KEEP
}
