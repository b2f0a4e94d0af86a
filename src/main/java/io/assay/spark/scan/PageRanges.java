package io.assay.spark.scan;

import io.assay.spark.parquet.RowSpan;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.RecordReaderIterator;
import org.apache.spark.sql.execution.datasources.parquet.SpecificParquetRecordReaderBase;
import org.apache.spark.sql.execution.datasources.parquet.VectorizedParquetRecordReader;
import scala.collection.Iterator;

/**
 * Makes Spark's vectorised Parquet reader read, of its one row group, the pages that hold some rows
 * and no others. Spark does so itself where a filter leaves rows out, but takes no ranges from
 * outside: they are put in here by reflection, and where that cannot be, rows are skipped instead.
 */
final class PageRanges {
  private PageRanges() {}

  /**
   * Narrows a reader that has not read anything yet.
   *
   * @param first the first row wanted, counted in the row group
   * @param count how many rows are wanted
   * @return whether the reader will give these rows alone; if not it is as it was
   */
  static boolean narrow(Iterator<InternalRow> rows, long first, long count) {
    if (!(rows instanceof RecordReaderIterator)) {
      return false;
    }
    try {
      Object reader = field(RecordReaderIterator.class, "rowReader").get(rows);
      return reader instanceof VectorizedParquetRecordReader vectorized
          && narrow(vectorized, first, count);
    } catch (ReflectiveOperationException otherVersion) {
      return false;
    }
  }

  private static boolean narrow(VectorizedParquetRecordReader reader, long first, long count)
      throws ReflectiveOperationException {
    Field groups = field(SpecificParquetRecordReaderBase.class, "reader");
    Field total = field(SpecificParquetRecordReaderBase.class, "totalRowCount");
    Object whole = groups.get(reader);
    ParquetFileReader file = (ParquetFileReader) field(whole.getClass(), "reader").get(whole);
    if (file.getRowGroups().size() != 1 || !RowGroups.isPaged(file.getRowGroups())) {
      return false;
    }
    RowRanges wanted = RowSpan.of(first, count);
    boolean[] isRead = new boolean[1];
    Object some =
        Proxy.newProxyInstance(
            groups.getType().getClassLoader(),
            new Class<?>[] {groups.getType()},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                file.close();
                return null;
              }
              if (isRead[0]) {
                return null;
              }
              isRead[0] = true;
              return file.readFilteredRowGroup(0, wanted);
            });
    groups.set(reader, some);
    total.setLong(reader, count);
    return true;
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
