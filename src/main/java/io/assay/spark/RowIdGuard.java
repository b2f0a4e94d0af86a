package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Watches the ids of rows that come sorted by id, column 0. Ids that the input gave must differ;
 * ids derived from content may repeat, because rows may be equal, and the second of equal rows
 * becomes {@code ID-2}.
 */
final class RowIdGuard implements Iterator<InternalRow> {
  private final Iterator<InternalRow> rows;
  private final StructType schema;
  private final boolean isDerived;
  private @Nullable UTF8String previous;
  private int copies;

  private RowIdGuard(Iterator<InternalRow> rows, StructType schema, boolean isDerived) {
    this.rows = rows;
    this.schema = schema;
    this.isDerived = isDerived;
  }

  /** Refuses a second row of the same id. */
  static RowIdGuard unique(Iterator<InternalRow> rows, StructType schema) {
    return new RowIdGuard(rows, schema, false);
  }

  /** Numbers equal rows. */
  static RowIdGuard numbering(Iterator<InternalRow> rows, StructType schema) {
    return new RowIdGuard(rows, schema, true);
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException ROW_ID_DUPLICATE
   */
  @Override
  public InternalRow next() {
    InternalRow row = rows.next();
    if (row.isNullAt(0)) {
      return row;
    }
    UTF8String id = row.getUTF8String(0);
    if (!id.equals(previous)) {
      previous = id.clone();
      copies = 1;
      return row;
    }
    if (!isDerived) {
      throw new AssayException(
          ErrorCode.ROW_ID_DUPLICATE,
          "The row id %s stands on more than one row; name a column in input.row-id that is unique,"
              + " or leave it out to have ids derived from the rows' content",
          id);
    }
    copies++;
    GenericInternalRow copy =
        new GenericInternalRow(
            (Object[]) row.toSeq(schema).toArray(scala.reflect.ClassTag.Object()));
    copy.update(0, UTF8String.concat(id, UTF8String.fromString("-" + copies)));
    return copy;
  }
}
