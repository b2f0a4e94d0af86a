package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.run.StateRecord;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads a shard's states back, on the driver, without a Spark job. */
final class StoredStates {
  private StoredStates() {}

  /**
   * Merges the states of one file into those of the shards before it.
   *
   * @throws AssayException NOT_FOUND if the file cannot be read
   */
  static void mergeInto(ShardStates states, Path file, Configuration configuration) {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(configuration).build()) {
      for (Group record = reader.read(); record != null; record = reader.read()) {
        states.merge(state(record));
      }
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.NOT_FOUND, "Cannot read the states %s: %s", file, e.getMessage());
    }
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
