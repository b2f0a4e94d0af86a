package io.assay.job;

import io.assay.attribution.Setting;
import java.util.Optional;

/** How the work is cut and when it stops. */
public record ExecutionSpec(
    @Setting(
            meaning =
                "What a shard is made of: files and parts of files in their own order, without a shuffle; or the rows of a hash of the row id, in its order, after one shuffle. auto takes files where Spark's own readers of parquet, csv, json, orc and binary-file read the input and input.row-id is given, and row-id elsewhere.",
            standard = "auto")
        Shards shards,
    @Setting(
            meaning =
                "Rows in a shard, on average: the unit of work, of commit and of resume. none = chosen by the plan from rows, model calls and row width, never from the cluster, with 10,000 shards at most.",
            standard = "none",
            allowed = "1 to 10000000",
            unit = "rows")
        Optional<Integer> shardRows,
    @Setting(
            meaning = "The share of rows that may be rejected before the job fails.",
            standard = "0.01",
            allowed = "0 to 1")
        double maxRejectShare) {

  /** What a shard is made of. */
  public enum Shards {
    /** Files where that can be, row ids elsewhere. */
    AUTO,
    /** Files and parts of files. */
    FILES,
    /** Rows whose ids share a hash. */
    ROW_ID
  }
}
