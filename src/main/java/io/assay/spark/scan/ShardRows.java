package io.assay.spark.scan;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/** The canonical rows of an input, cut into shards that no cluster changes. */
public interface ShardRows {
  /**
   * Returns rows of which a partition is a shard, under the shard's number.
   *
   * @param wanted numbers of shards, ascending; other partitions may lack rows, and those at the
   *     end may be missing where Spark knows that they have none
   */
  JavaRDD<InternalRow> rows(List<Integer> wanted);

  /** Returns what the shards are made of, to be stored with the run. */
  StoredShards stored();
}
