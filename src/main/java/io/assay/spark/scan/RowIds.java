package io.assay.spark.scan;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.rows.DecodedRows;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * Finds ids that stand on more than one row, without a shuffle of rows: 64-bit hashes of the ids
 * travel, 8 bytes a row, bucketed by their top bits, and each bucket goes into a table. What has
 * the same hash is then looked at again as text, so that two ids of one hash are no error. A task
 * holds the hashes of one bucket, a million on average at any number of rows, in 24 MiB.
 */
public final class RowIds {
  private static final int ROWS_A_BUCKET = 1 << 20;
  private static final int CHUNK = 1024;
  private static final long SEED = 42;

  /** Enough to name one; a job with more has the wrong column. */
  private static final int MOST_CANDIDATES = 1000;

  private final Dataset<Row> ids;

  private RowIds(Dataset<Row> ids) {
    this.ids = ids;
  }

  /** Takes the ids of canonical rows. Rows without an id are rejected elsewhere. */
  public static RowIds of(Dataset<Row> canonical) {
    return new RowIds(canonical.select("row_id"));
  }

  /**
   * Compares all ids.
   *
   * @param rows how many rows there are, about
   * @return {@code rows}
   * @throws AssayException ROW_ID_DUPLICATE, with one of the ids
   */
  public long checkUnique(long rows) {
    int buckets = (int) Math.min(1 << 16, rows / ROWS_A_BUCKET + 1);
    Set<Long> candidates = new HashSet<>(candidates(buckets));
    if (candidates.isEmpty()) {
      return rows;
    }
    Set<String> seen = new HashSet<>();
    Set<String> twice = new TreeSet<>();
    for (String id : internal().mapPartitions(part -> new Matching(part, candidates)).collect()) {
      if (!seen.add(id)) {
        twice.add(id);
      }
    }
    for (String id : twice) {
      throw new AssayException(
          ErrorCode.ROW_ID_DUPLICATE,
          "The row id %s stands on more than one row; name a column in input.row-id that is unique,"
              + " or leave it out to have ids derived from the rows' content",
          id);
    }
    return rows;
  }

  /** Returns hashes that stand on more than one row, some of them if there are many. */
  private List<Long> candidates(int buckets) {
    return internal()
        .mapPartitionsToPair(part -> new Chunks(part, buckets))
        .partitionBy(new ByNumber(buckets))
        .mapPartitions(chunks -> repeated(chunks).iterator())
        .take(MOST_CANDIDATES);
  }

  private JavaRDD<InternalRow> internal() {
    return DecodedRows.internal(ids);
  }

  private static long hash(UTF8String id) {
    return XXH64.hashUnsafeBytes(id.getBaseObject(), id.getBaseOffset(), id.numBytes(), SEED);
  }

  private static Set<Long> repeated(Iterator<Tuple2<Integer, long[]>> chunks) {
    SeenHashes seen = new SeenHashes();
    Set<Long> found = new TreeSet<>();
    while (chunks.hasNext() && found.size() < MOST_CANDIDATES) {
      for (long hash : chunks.next()._2()) {
        if (!seen.add(hash)) {
          found.add(hash);
        }
      }
    }
    return found;
  }

  /** A key is a number of a partition. */
  private static final class ByNumber extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int count;

    ByNumber(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }

  /** The hashes of a partition's ids, handed out bucket by bucket as buckets fill up. */
  private static final class Chunks implements Iterator<Tuple2<Integer, long[]>> {
    private final Iterator<InternalRow> rows;
    private final long[][] chunks;
    private final int[] sizes;
    private final ArrayDeque<Tuple2<Integer, long[]>> full = new ArrayDeque<>();
    private int rest;

    Chunks(Iterator<InternalRow> rows, int buckets) {
      this.rows = rows;
      this.chunks = new long[buckets][];
      this.sizes = new int[buckets];
    }

    @Override
    public boolean hasNext() {
      while (full.isEmpty() && rows.hasNext()) {
        InternalRow row = rows.next();
        if (!row.isNullAt(0)) {
          add(hash(row.getUTF8String(0)));
        }
      }
      while (full.isEmpty() && rest < chunks.length) {
        hand(rest++);
      }
      return !full.isEmpty();
    }

    private void add(long hash) {
      int bucket = (int) Math.multiplyHigh(hash >>> 1, (long) chunks.length << 1);
      if (chunks[bucket] == null) {
        chunks[bucket] = new long[CHUNK];
      }
      chunks[bucket][sizes[bucket]++] = hash;
      if (sizes[bucket] == CHUNK) {
        hand(bucket);
      }
    }

    private void hand(int bucket) {
      if (sizes[bucket] > 0) {
        full.add(new Tuple2<>(bucket, Arrays.copyOf(chunks[bucket], sizes[bucket])));
        sizes[bucket] = 0;
      }
    }

    @Override
    public Tuple2<Integer, long[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all hashes are handed out");
      }
      return full.remove();
    }
  }

  /** The ids of a partition that have one of some hashes. */
  private static final class Matching implements Iterator<String> {
    private final Iterator<InternalRow> rows;
    private final Set<Long> hashes;
    private final ArrayDeque<String> next = new ArrayDeque<>();

    Matching(Iterator<InternalRow> rows, Set<Long> hashes) {
      this.rows = rows;
      this.hashes = hashes;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && rows.hasNext()) {
        InternalRow row = rows.next();
        if (!row.isNullAt(0) && hashes.contains(hash(row.getUTF8String(0)))) {
          next.add(row.getUTF8String(0).toString());
        }
      }
      return !next.isEmpty();
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all ids are handed out");
      }
      return next.remove();
    }
  }
}
