package io.assay.spark.scan;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.assay.spark.rows.DecodedRows;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Shards by row id: a row's shard is the hash of its id, and rows lie in a shard in the order of
 * their ids, however the input was partitioned. One shuffle of the columns that the job needs.
 */
public final class HashShards implements ShardRows {
  private final Dataset<Row> canonical;
  private final StoredShards stored;

  /**
   * Cuts rows.
   *
   * @param canonical rows with a column {@code row_id}
   * @param stored shards made of row ids
   */
  public HashShards(Dataset<Row> canonical, StoredShards stored) {
    this.canonical = canonical;
    this.stored = stored;
  }

  @Override
  public JavaRDD<InternalRow> rows(List<Integer> wanted) {
    int shards = stored.count();
    Dataset<Row> rows = canonical;
    if (wanted.size() < shards) { // the hash is the one by which Spark repartitions below
      rows = rows.where(pmod(hash(col("row_id")), lit(shards)).isin(wanted.toArray()));
    }
    return DecodedRows.internal(
        rows.repartition(shards, col("row_id")).sortWithinPartitions("row_id"));
  }

  @Override
  public StoredShards stored() {
    return stored;
  }
}
