package io.assay.spark.scan;

import io.assay.job.ExecutionSpec;
import java.util.List;

/**
 * What the shards of a run are made of, as it is stored with the run.
 *
 * @param way FILES or ROW_ID
 * @param shardRows rows of a shard, about
 * @param count how many there are
 * @param pieces of shards made of files: the pieces of each shard, as text, with the numbers of
 *     files in the run's list of input files; empty otherwise
 */
public record StoredShards(
    ExecutionSpec.Shards way, int shardRows, int count, List<String> pieces) {
  /** Copies the list. */
  public StoredShards {
    pieces = List.copyOf(pieces);
  }

  /** Shards made of row ids. */
  public static StoredShards ofRowIds(int shardRows, int count) {
    return new StoredShards(ExecutionSpec.Shards.ROW_ID, shardRows, count, List.of());
  }

  /** Shards made of files. */
  static StoredShards ofFiles(int shardRows, List<List<Piece>> shards) {
    return new StoredShards(
        ExecutionSpec.Shards.FILES,
        shardRows,
        shards.size(),
        shards.stream().map(Piece::text).toList());
  }

  /** Returns the numbers of the files that a shard's rows come from, ascending. */
  public List<Integer> filesOf(int shard) {
    return Piece.parse(pieces.get(shard)).stream().map(Piece::file).distinct().sorted().toList();
  }

  /** Returns whether shards are made of files. */
  public boolean isOfFiles() {
    return way == ExecutionSpec.Shards.FILES;
  }
}
