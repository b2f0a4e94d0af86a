package io.assay.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * The ids of the rows of a batch, in order. An id names a row wherever it is stored; randomness is
 * keyed by it.
 *
 * @param ids one id a row, as text
 */
public record RowIds(List<String> ids) {
  /** Copies the list. */
  public RowIds {
    ids = List.copyOf(ids);
  }

  /** Returns how many rows there are. */
  public int size() {
    return ids.size();
  }

  /** Returns the id of a row. */
  public String id(int row) {
    return ids.get(row);
  }

  /** Returns the ids of rows {@code from} (inclusive) to {@code to} (exclusive). */
  public RowIds slice(int from, int to) {
    return new RowIds(ids.subList(from, to));
  }

  /** Returns the ids of chosen rows, in the order given. */
  public RowIds select(int... rows) {
    return new RowIds(Arrays.stream(rows).mapToObj(ids::get).toList());
  }
}
