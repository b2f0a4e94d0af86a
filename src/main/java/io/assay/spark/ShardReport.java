package io.assay.spark;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.assay.ErrorCode;
import io.assay.run.MethodTotals;
import io.assay.spark.metrics.Counts;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt at a shard did: handed to the driver, and stored as the shard's commit.
 *
 * @param shard its number, from 0
 * @param attempt names the folder of its files
 * @param rowsIn rows read
 * @param attributed rows explained
 * @param rejects rejected rows by reason
 * @param files the tables' files
 * @param totals what each method did
 * @param targetCalls forward calls made to find each row's target
 * @param work what the task counted: batches, and time beside the methods'; null in commits of
 *     earlier versions
 * @param failure why the job must end, if it must
 */
record ShardReport(
    int shard,
    long attempt,
    long rowsIn,
    long attributed,
    Map<String, Long> rejects,
    List<TableFile> files,
    List<MethodTotals> totals,
    long targetCalls,
    @Nullable Counts work,
    @Nullable Failure failure)
    implements Serializable {
  /**
   * A file of a table.
   *
   * @param table the table, such as {@code attributions}
   * @param partition the folder within the table, such as {@code method=saliency}; empty if none
   * @param name the file's name in the attempt's folder
   * @param rows how many rows it holds
   * @param bytes its length when it was written
   */
  record TableFile(String table, String partition, String name, long rows, long bytes)
      implements Serializable {}

  /**
   * A fault that no retry mends.
   *
   * @param code what went wrong
   * @param message for people
   */
  record Failure(ErrorCode code, String message) implements Serializable {}

  /** Returns the report of a shard that ended the job. */
  static ShardReport failed(int shard, long attempt, ErrorCode code, String message) {
    return new ShardReport(
        shard, attempt, 0, 0, Map.of(), List.of(), List.of(), 0, null, new Failure(code, message));
  }

  /** Returns the report of a shard in which there are no rows. */
  static ShardReport empty(int shard) {
    return new ShardReport(shard, 0, 0, 0, Map.of(), List.of(), List.of(), 0, null, null);
  }

  /** Returns how many rows were rejected. */
  long rejected() {
    return rejects.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns what was done, as it is counted. */
  Counts counts() {
    Counts counted = work == null ? Counts.NONE : work;
    return counted.withRows(rowsIn, attributed, rejected()).withMethods(totals);
  }

  String toJson() {
    return new Gson().toJson(this);
  }

  /** Reads a commit; nothing if whoever wrote it was killed before it was whole. */
  static Optional<ShardReport> fromJson(String json) {
    try {
      return Optional.ofNullable(new Gson().fromJson(json, ShardReport.class));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
