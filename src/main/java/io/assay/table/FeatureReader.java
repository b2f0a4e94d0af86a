package io.assay.table;

import io.assay.table.InputLayout.Missing;
import org.apache.arrow.vector.FieldVector;

/** Reads one feature column of a batch into its places among the model inputs. */
interface FeatureReader {
  /**
   * Reads all rows.
   *
   * @param vector the column
   * @param faults takes the rows whose value cannot be an input
   * @param inputs takes the values
   * @param place the column's first place in a row of the inputs
   */
  void read(FieldVector vector, Faults faults, Inputs inputs, int place);

  /**
   * Returns the reader of a column.
   *
   * @param missing what becomes of missing values
   * @param sources files and tokenizers, if the column needs any
   * @param rounding of float64 numbers
   */
  static FeatureReader of(
      FeatureColumn column, Missing missing, RowSources sources, Rounding rounding) {
    return switch (column.kind()) {
      case NUMERIC -> new NumericReader(column.name(), missing, rounding);
      case ONE_HOT, ORDINAL -> new CategoryReader(column, missing);
      case ARRAY, ARRAY_OF_FLOAT64 -> new ArrayReader(column, missing, rounding);
      case IMAGE, IMAGE_FILE -> new ImageReader(column, sources);
      case TEXT -> new TextReader(column, sources);
      case TOKEN_IDS -> new TokenIdReader(column);
    };
  }
}
