package io.assay.table;

import io.assay.tensor.Coded;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads in which slices rows lie. The cells of a row's slice columns, behind each other, are a key
 * by which the list of slices is found again.
 */
final class SliceReader {
  // No byte of a UTF-8 text is one of these.
  private static final byte NULL = (byte) 0xFE;
  private static final byte END = (byte) 0xFF;

  private final List<SliceColumn> slices;
  private final int firstColumn;
  private final TextBytes key = new TextBytes();
  private CodedColumn<List<String>> rows;
  private int count;

  SliceReader(InputLayout layout) {
    this.slices = layout.slices();
    this.firstColumn = layout.sliceColumn(0);
    this.rows = new CodedColumn<>(0, this::slices);
  }

  /** Starts a batch. */
  void start(int mostRows) {
    rows = new CodedColumn<>(slices.isEmpty() ? 0 : mostRows, this::slices);
    count = 0;
  }

  /** Reads a row. */
  void read(RowCells row) {
    count++;
    if (slices.isEmpty()) {
      return;
    }
    key.clear();
    for (int slice = 0; slice < slices.size(); slice++) {
      int column = firstColumn + slice;
      if (row.isNull(column)) {
        key.mark(NULL);
      } else {
        row.text(column, key);
      }
      key.mark(END);
    }
    rows.add(key);
  }

  private List<String> slices(TextBytes cells) {
    List<String> found = new ArrayList<>();
    int from = 0;
    for (SliceColumn slice : slices) {
      int end = from;
      while (cells.array()[end] != END) {
        end++;
      }
      boolean isNull = end > from && cells.array()[from] == NULL;
      slice
          .sliceOf(isNull ? null : cells.text(from, end))
          .filter(name -> !found.contains(name)) // a row counts once, however often a job says so
          .ifPresent(found::add);
      from = end + 1;
    }
    return List.copyOf(found);
  }

  /** Returns the slices of all rows of the batch. */
  Coded<List<String>> finish() {
    return slices.isEmpty() ? Coded.same(List.of(), count) : rows.finish();
  }
}
