package io.assay.spark.parquet;

/** How many bytes rows take. */
@FunctionalInterface
interface RowSizes {
  /** Returns the bytes of the rows {@code from} to {@code to} (exclusive). */
  long size(int from, int to);

  /**
   * Returns the end of the rows that fill what room is left: the last of them is the first that
   * reaches the room's end. Where rows are cut is so the same however they come in.
   *
   * @param from the first row; there is at least one
   * @param to the end of the rows that there are
   */
  default int endOf(int from, int to, long room) {
    if (size(from, to) < room) {
      return to;
    }
    int low = from + 1;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (size(from, middle) < room) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
