package io.assay.spark.rows;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.table.RowIdRule;
import org.jspecify.annotations.Nullable;

/**
 * Watches the ids of rows that come sorted by id. Ids that the input gave must differ; ids derived
 * from content may repeat, because rows may be equal, and the second of equal rows becomes {@code
 * ID-2}.
 */
public final class RowIdGuard implements RowIdRule {
  private final boolean isDerived;
  private @Nullable String previous;
  private int copies;

  private RowIdGuard(boolean isDerived) {
    this.isDerived = isDerived;
  }

  /** Refuses a second row of the same id. */
  public static RowIdGuard unique() {
    return new RowIdGuard(false);
  }

  /** Numbers equal rows. */
  public static RowIdGuard numbering() {
    return new RowIdGuard(true);
  }

  @Override
  public String next(String id) {
    if (!id.equals(previous)) {
      previous = id;
      copies = 1;
      return id;
    }
    if (!isDerived) {
      throw new AssayException(
          ErrorCode.ROW_ID_DUPLICATE,
          "The row id %s stands on more than one row; name a column in input.row-id that is unique,"
              + " or leave it out to have ids derived from the rows' content",
          id);
    }
    copies++;
    return id + "-" + copies;
  }
}
