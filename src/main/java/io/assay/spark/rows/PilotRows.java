package io.assay.spark.rows;

import static org.apache.spark.sql.functions.col;

import io.assay.run.RowBatch;
import io.assay.tensor.Rng;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A random sample of an input's rows that no partitioning and no order of the input changes: those
 * of the smallest keys, where a key is a hash of seed, purpose and row id.
 */
public final class PilotRows {
  /** How many times the rows wanted are looked at, at most, where rows cannot be used. */
  private static final int MOST_TIMES = 64;

  private static final int TIMES_MORE = 8;

  private final Dataset<Row> canonical;
  private final Decoding decoding;
  private final Draw draw;

  /**
   * Names an input.
   *
   * @param canonical canonical columns of the layout, {@code row_id} among them
   */
  public PilotRows(Dataset<Row> canonical, Decoding decoding, Draw draw) {
    this.canonical = canonical;
    this.decoding = decoding;
    this.draw = draw;
  }

  /**
   * What a sample depends on, beside the row ids.
   *
   * @param seed the job's
   * @param purpose what the rows are for; samples of different purposes are independent
   */
  public record Draw(long seed, String purpose) implements Serializable {}

  /**
   * Returns the rows of the smallest keys among those that can be used, in the order of their keys;
   * fewer than wanted where there are no more, or where hardly any row can be used.
   *
   * @param wanted at least 1
   * @param usable takes out rows that cannot be used
   * @return nothing if no row can be used
   */
  public Optional<RowBatch> take(int wanted, UnaryOperator<RowBatch> usable) {
    for (int most = wanted; ; most *= TIMES_MORE) {
      List<String> ids = smallest(most);
      Optional<RowBatch> rows = read(ids).map(usable).filter(found -> found.rows() > 0);
      int found = rows.map(RowBatch::rows).orElse(0);
      if (found >= wanted || ids.size() < most || most >= MOST_TIMES * wanted) {
        return rows.map(batch -> batch.slice(0, Math.min(found, wanted)));
      }
    }
  }

  /** Returns the ids of the smallest keys, smallest first; no row is decoded for them. */
  private List<String> smallest(int most) {
    Sampling sampling = new Sampling(draw, most);
    TreeSet<Candidate> all = new TreeSet<>();
    all.addAll(
        DecodedRows.internal(canonical.select("row_id"))
            .mapPartitions(part -> sampling.of(part).iterator())
            .collect());
    return all.stream().limit(most).map(Candidate::rowId).toList();
  }

  /** Reads rows in the order of their ids; of rows that share an id, which are equal, the first. */
  private Optional<RowBatch> read(List<String> ids) {
    Map<String, InternalRow> byId = new HashMap<>();
    DecodedRows.internal(canonical.where(col("row_id").isin(ids.toArray())))
        .map(row -> row.copy())
        .collect()
        .forEach(row -> byId.putIfAbsent(row.getString(0), row));
    List<InternalRow> rows = ids.stream().filter(byId::containsKey).map(byId::get).toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        DecodedRows.batch(DecodedRows.next(rows.iterator(), decoding.decoder(), rows.size())));
  }

  /** Which rows a sample takes. */
  private record Sampling(Draw draw, int most) implements Serializable {
    Set<Candidate> of(Iterator<InternalRow> part) {
      TreeSet<Candidate> kept = new TreeSet<>();
      while (part.hasNext()) {
        InternalRow row = part.next();
        if (!row.isNullAt(0)) {
          String id = row.getString(0);
          kept.add(new Candidate(Rng.key(draw.seed(), draw.purpose(), id), id));
          if (kept.size() > most) {
            kept.pollLast();
          }
        }
      }
      return kept;
    }
  }

  /** A row that may become a pilot row. */
  private record Candidate(long key, String rowId) implements Comparable<Candidate>, Serializable {
    private static final Comparator<Candidate> ORDER =
        Comparator.comparingLong(Candidate::key).thenComparing(Candidate::rowId);

    @Override
    public int compareTo(Candidate other) {
      return ORDER.compare(this, other);
    }
  }
}
