package io.assay.table;

/** What becomes of the ids of rows as they come, one after the other. */
@FunctionalInterface
public interface RowIdRule {
  /**
   * Returns the id of the next row.
   *
   * @param id as the input has it
   * @throws io.assay.AssayException ROW_ID_DUPLICATE if it must not come again
   */
  String next(String id);

  /** Ids stay as they are. */
  static RowIdRule asTheyAre() {
    return id -> id;
  }
}
