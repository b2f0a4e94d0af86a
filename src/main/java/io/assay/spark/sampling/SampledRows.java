package io.assay.spark.sampling;

import io.assay.spark.scan.StoredShards;
import java.util.ArrayList;
import java.util.List;

/**
 * The sample that a run explains, round by round, as it is stored with the run. Rounds follow each
 * other in the order of {@link SampleKeys}, and their shards are numbered one round after the
 * other.
 *
 * @param inputRows rows of the input
 * @param rounds at least one
 */
public record SampledRows(long inputRows, List<Round> rounds) {
  /** What {@link Round#precision} says before the round is explained. */
  public static final double UNKNOWN = -1;

  /** Copies the list. */
  public SampledRows {
    rounds = List.copyOf(rounds);
  }

  /**
   * Rows that are explained together.
   *
   * @param firstKey the least key
   * @param lastKey the greatest key
   * @param rows how many rows
   * @param firstShard the number of the first of their shards
   * @param shards their shards
   * @param precision half the width of the widest interval as a share of the largest importance
   *     once this round was explained; {@link #UNKNOWN} before
   */
  public record Round(
      long firstKey,
      long lastKey,
      long rows,
      int firstShard,
      StoredShards shards,
      double precision) {
    private Round reaching(double reached) {
      return new Round(firstKey, lastKey, rows, firstShard, shards, reached);
    }

    private boolean holds(int shard) {
      return shard >= firstShard && shard < firstShard + shards.count();
    }
  }

  /** Returns a sample of one round. */
  public static SampledRows first(long inputRows, SampleKeys.Cut cut, StoredShards shards) {
    Round round = new Round(Long.MIN_VALUE, cut.last(), cut.rows(), 0, shards, UNKNOWN);
    return new SampledRows(inputRows, List.of(round));
  }

  /** Returns the sample with what the last round has reached. */
  public SampledRows reaching(double precision) {
    List<Round> known = new ArrayList<>(rounds);
    known.set(known.size() - 1, last().reaching(precision));
    return new SampledRows(inputRows, known);
  }

  /**
   * Returns the round that makes this sample larger.
   *
   * @param cut all rows of the sample then
   * @param shards those of the new rows
   */
  public Round next(SampleKeys.Cut cut, StoredShards shards) {
    return new Round(
        last().lastKey() + 1, cut.last(), cut.rows() - rows(), shardCount(), shards, UNKNOWN);
  }

  /** Returns the sample with one more round. */
  public SampledRows with(Round round) {
    List<Round> more = new ArrayList<>(rounds);
    more.add(round);
    return new SampledRows(inputRows, more);
  }

  /** Returns the round that was begun last. */
  public Round last() {
    return rounds.get(rounds.size() - 1);
  }

  /** Returns the round that a shard belongs to. */
  public Round roundOf(int shard) {
    return rounds.stream().filter(round -> round.holds(shard)).findFirst().orElseThrow();
  }

  /** Returns how many rows the sample has. */
  public long rows() {
    return rounds.stream().mapToLong(Round::rows).sum();
  }

  /** Returns how many shards they lie in. */
  public int shardCount() {
    return rounds.stream().mapToInt(round -> round.shards().count()).sum();
  }
}
