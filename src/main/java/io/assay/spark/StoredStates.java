package io.assay.spark;

import io.assay.job.RunPlan;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.run.StateMerge;
import io.assay.run.StateRecord;
import io.assay.spark.store.StoreCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;

/** The states of a shard, as they lie in the states table. */
final class StoredStates {
  /** How many bytes of files may be read ahead. */
  private static final long WAITING_BYTES = 128L << 20;

  private StoredStates() {}

  /**
   * Reads the states of one shard.
   *
   * @throws io.assay.AssayException NOT_FOUND if the file cannot be read
   */
  static List<StateRecord> of(Path file, Configuration configuration) {
    List<StateRecord> states = new ArrayList<>();
    ParquetRecords.forEach(file, configuration, record -> states.add(state(record)));
    return states;
  }

  /**
   * Merges the states of shards, in the order of the files. Those that wait for their turn take
   * {@value #WAITING_BYTES} bytes at most, but for one.
   *
   * @param largest bytes of the largest file
   */
  static ShardStates merged(
      List<Path> shards, long largest, Configuration configuration, RunPlan plan) {
    ShardStates states = new ShardStates(plan);
    StateMerge merge = new StateMerge(states);
    long fitting = Math.max(1, WAITING_BYTES / Math.max(1, largest));
    StoreCalls.inOrder(
        shards,
        (int) Math.min(StoreCalls.WAITING, fitting),
        file -> of(file, configuration),
        merge::add);
    merge.finish();
    return states;
  }

  private static StateRecord state(Group record) {
    String kind = record.getString("kind", 0).toUpperCase(Locale.ROOT);
    return new StateRecord(
        new StateKey(
            record.getString("method", 0),
            record.getString("target", 0),
            record.getString("slice", 0),
            StateKey.Kind.valueOf(kind)),
        record.getBinary("state", 0).getBytes());
  }
}
