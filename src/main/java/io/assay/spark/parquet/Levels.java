package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * What stands beside a page's values: for every entry whether it begins a row (repetition 0) or
 * goes on with its list (1), and how much of it is there (definition: the greatest is a value).
 */
final class Levels {
  private final int greatestRepetition;
  private final int greatestDefinition;
  private final RunLengths repetitions;
  private final RunLengths definitions;
  private int entries;
  private int nulls;

  Levels(ColumnDescriptor column) {
    this.greatestRepetition = column.getMaxRepetitionLevel();
    this.greatestDefinition = column.getMaxDefinitionLevel();
    this.repetitions = new RunLengths(width(greatestRepetition));
    this.definitions = new RunLengths(width(greatestDefinition));
  }

  private static int width(int greatest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
  }

  /** Adds entries that are values, without saying where they stand. */
  void addValues(int count) {
    entries += count;
    if (greatestDefinition > 0) {
      definitions.add(greatestDefinition, count);
    }
  }

  /** Adds entries that are no values, because something further out is missing. */
  void addNulls(int definition, int count) {
    entries += count;
    nulls += count;
    definitions.add(definition, count);
  }

  /** Says that the next entries are rows of their own. */
  void beginRow() {
    repetitions.add(0, 1);
  }

  /** Says that the next entries belong to the list of the last. */
  void goOn(int count) {
    repetitions.add(1, count);
  }

  /** Returns how many entries the page has, nulls among them. */
  int entries() {
    return entries;
  }

  /** Returns how many of the entries are no values. */
  int nulls() {
    return nulls;
  }

  /** Ends the page, and returns how many bytes its levels are. */
  int end() {
    return (greatestRepetition > 0 ? Integer.BYTES + repetitions.end() : 0)
        + (greatestDefinition > 0 ? Integer.BYTES + definitions.end() : 0);
  }

  /** Writes the page's levels and begins the next page. */
  void drainTo(ByteBuffer page) {
    if (greatestRepetition > 0) {
      page.putInt(repetitions.end());
      repetitions.drainTo(page);
    }
    if (greatestDefinition > 0) {
      page.putInt(definitions.end());
      definitions.drainTo(page);
    }
    entries = 0;
    nulls = 0;
  }
}
