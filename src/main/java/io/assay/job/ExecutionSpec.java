package io.assay.job;

import io.assay.attribution.Setting;

/** How the work is cut and when it stops. */
public record ExecutionSpec(
    @Setting(
            meaning = "Rows in a shard, on average: the unit of work, of commit and of resume.",
            standard = "8192",
            allowed = "1 to 10000000",
            unit = "rows")
        int shardRows,
    @Setting(
            meaning = "The share of rows that may be rejected before the job fails.",
            standard = "0.01",
            allowed = "0 to 1")
        double maxRejectShare) {}
