package io.assay.spark.sampling;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.assay.aggregate.RowSample;
import io.assay.spark.rows.DecodedRows;
import io.assay.tensor.Rng;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of an input in a random order that no file, partition or cluster changes: that of their
 * keys, hashes of the job's seed and the row's id. The first n rows of that order are a simple
 * random sample without replacement, and those behind them enlarge it, so that a sample that was
 * too small is gone on from. Rows without an id have no key.
 *
 * <p>Cost: one pass over the column of ids to find the n-th key, 20 ns a row about, in which the
 * driver gets some hundred keys a partition at most.
 */
public final class SampleKeys {
  private static final String PURPOSE = "input.rows";

  /** The n-th of N uniform keys is further from n/N than so many sigma once in 1e9 inputs. */
  private static final double SIGMAS = 6;

  private static final double FEW = 32;
  private static final double WIDER = 8;
  private static final double ALL_KEYS = 0x1p64;

  private final Dataset<Row> canonical;
  private final long seed;

  /**
   * Names an input.
   *
   * @param canonical rows with a column {@code row_id}
   * @param seed the job's
   */
  public SampleKeys(Dataset<Row> canonical, long seed) {
    this.canonical = canonical;
    this.seed = Rng.key(seed, PURPOSE, "");
  }

  /**
   * The rows whose key is at most another.
   *
   * @param last the greatest key
   * @param rows how many they are
   */
  public record Cut(long last, long rows) {}

  /** Returns the key of a row, uniform over all longs. */
  long key(String rowId) {
    return RowSample.key(seed, rowId);
  }

  /**
   * Returns the rows whose keys lie between two, both included, in the input's order.
   *
   * @param first the least key
   * @param last the greatest key
   */
  public Dataset<Row> between(long first, long last) {
    long seeded = seed;
    UDF1<String, Long> ofRow = id -> id == null ? null : RowSample.key(seeded, id);
    Column key = udf(ofRow, DataTypes.LongType).apply(col("row_id"));
    return canonical.where(key.between(first, last));
  }

  /**
   * Finds the rows of the smallest keys.
   *
   * @param wanted how many, at least 1; fewer are found if the input has fewer rows with an id
   * @param inputRows rows of the input, about
   */
  public Cut smallest(long wanted, long inputRows) {
    double spread = SIGMAS * Math.sqrt((double) wanted) + FEW;
    while (true) {
      Window window =
          new Window(seed, at((wanted - spread) / inputRows), at((wanted + spread) / inputRows));
      Found found = window.in(canonical);
      long within = wanted - found.before;
      if (within >= 1 && within <= found.keys.length) {
        return found.cut(found.keys[(int) within - 1]);
      }
      if (within > found.keys.length && window.last == Long.MAX_VALUE) {
        return new Cut(Long.MAX_VALUE, found.before + found.keys.length);
      }
      spread = WIDER * spread;
    }
  }

  /** Returns the key that has a share of all possible keys before it. */
  private static long at(double share) {
    return (long) ((share - 0.5) * ALL_KEYS); // a cast stops at the least and the greatest long
  }

  /** Keys of a window, ascending, and how many are before it. */
  private static final class Found implements Serializable {
    private static final long serialVersionUID = 1;
    private final long before;
    private final long[] keys;

    Found(long before, long... keys) {
      this.before = before;
      this.keys = keys;
    }

    /**
     * Rows of one key, which are none if ids are unique but for one case in 2^64, stay together.
     */
    Cut cut(long last) {
      int end = keys.length;
      while (end > 0 && keys[end - 1] > last) {
        end--;
      }
      return new Cut(last, before + end);
    }

    Found and(Found other) {
      long[] all = Arrays.copyOf(keys, keys.length + other.keys.length);
      System.arraycopy(other.keys, 0, all, keys.length, other.keys.length);
      return new Found(before + other.before, all);
    }
  }

  /** A part of the order in which a key is looked for. */
  private record Window(long seed, long first, long last) implements Serializable {
    Found in(Dataset<Row> canonical) {
      List<Found> parts =
          DecodedRows.internal(canonical.select("row_id"))
              .mapPartitions(rows -> List.of(of(rows)).iterator())
              .collect();
      Found all = parts.stream().reduce(new Found(0), Found::and);
      Arrays.sort(all.keys);
      return all;
    }

    private Found of(Iterator<InternalRow> rows) {
      long before = 0;
      long[] keys = new long[16];
      int size = 0;
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        if (row.isNullAt(0)) {
          continue;
        }
        long key = RowSample.key(seed, row.getString(0));
        if (key < first) {
          before++;
        } else if (key <= last) {
          keys = size == keys.length ? Arrays.copyOf(keys, 2 * size) : keys;
          keys[size++] = key;
        }
      }
      return new Found(before, Arrays.copyOf(keys, size));
    }
  }
}
