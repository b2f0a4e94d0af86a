package io.assay.spark.history;

import io.assay.aggregate.Importance;
import io.assay.spark.read.TableFile;
import io.assay.spark.read.TableRow;
import io.assay.table.ImportanceRecord;
import io.assay.table.ImportanceTable;
import java.util.ArrayList;
import java.util.List;

/** Reads the importance table back. */
final class ImportanceRows {
  private static final List<String> COLUMNS = ImportanceTable.names();
  private static final int NUMBERS = COLUMNS.indexOf("rows");

  private ImportanceRows() {}

  /** Returns the records of a file, those of its filter alone, and closes it. */
  static List<ImportanceRecord> of(TableFile file) {
    List<ImportanceRecord> records = new ArrayList<>();
    try (TableFile table = file) {
      table.forEach(COLUMNS, row -> records.add(record(row)));
    }
    return records;
  }

  private static ImportanceRecord record(TableRow row) {
    return new ImportanceRecord(
        row.text(0), row.text(1), row.text(2), row.text(3), row.texts(4), importance(row));
  }

  private static Importance importance(TableRow row) {
    int at = NUMBERS;
    return new Importance(
        (long) row.number(at),
        row.number(at + 1),
        row.number(at + 2),
        row.number(at + 3),
        row.number(at + 4),
        row.number(at + 5),
        row.number(at + 6),
        row.number(at + 7),
        (int) row.number(at + 8),
        (int) row.number(at + 9),
        (int) row.number(at + 10),
        row.number(at + 11),
        row.number(at + 12),
        row.number(at + 13),
        row.number(at + 14),
        row.number(at + 15),
        row.number(at + 16),
        row.number(at + 17),
        row.number(at + 18),
        row.number(at + 19),
        row.number(at + 20),
        row.number(at + 21));
  }
}
