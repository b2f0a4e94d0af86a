package io.assay.table;

import io.assay.table.FeatureColumn.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one feature column, or numeric columns beside each other, of one row after the other. */
interface FeatureReader {
  /**
   * Reads a row.
   *
   * @param inputs takes the values
   * @return why a value cannot be an input, if one cannot
   */
  Optional<Fault> read(RowCells row, Inputs inputs);

  /**
   * Where a reader's values are.
   *
   * @param column among the row's cells
   * @param place among the model's inputs, the first of the column's
   */
  record At(int column, int place) {}

  /**
   * Returns the readers of a layout, in the order of its columns.
   *
   * @param sources files and tokenizers, if a column needs any
   * @param rounding of float64 numbers
   */
  static List<FeatureReader> all(InputLayout layout, RowSources sources, Rounding rounding) {
    List<FeatureColumn> columns = layout.features();
    List<FeatureReader> readers = new ArrayList<>();
    int place = 0;
    for (int first = 0; first < columns.size(); ) {
      At at = new At(InputLayout.FIRST_FEATURE + first, place);
      int end = first + 1;
      while (columns.get(first).kind() == Kind.NUMERIC
          && end < columns.size()
          && columns.get(end).kind() == Kind.NUMERIC) {
        end++;
      }
      List<FeatureColumn> together = columns.subList(first, end);
      readers.add(of(together, at, layout, sources, rounding));
      place += together.stream().mapToInt(FeatureColumn::width).sum();
      first = end;
    }
    return readers;
  }

  private static FeatureReader of(
      List<FeatureColumn> columns,
      At at,
      InputLayout layout,
      RowSources sources,
      Rounding rounding) {
    FeatureColumn column = columns.get(0);
    return switch (column.kind()) {
      case NUMERIC -> {
        List<String> names = columns.stream().map(FeatureColumn::name).toList();
        yield new NumericReader(names, at, layout.missing(), rounding);
      }
      case ONE_HOT, ORDINAL -> new CategoryReader(column, at, layout.missing());
      case ARRAY, ARRAY_OF_FLOAT64 -> new ArrayReader(column, at, layout.missing(), rounding);
      case IMAGE, IMAGE_FILE -> new ImageReader(column, at, sources);
      case TEXT -> new TextReader(column, at, sources);
      case TOKEN_IDS -> new TokenIdReader(column, at);
    };
  }
}
