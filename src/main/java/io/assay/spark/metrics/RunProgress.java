package io.assay.spark.metrics;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is, as its driver writes it into the run's folder every few seconds, for whoever
 * looks at it from outside. A driver that is killed leaves what it wrote last.
 *
 * @param runId the run
 * @param phase what is being done, such as {@code explaining}
 * @param startedAt when this attempt at the run began, ISO-8601
 * @param renewedAt when this was written, ISO-8601
 * @param rows in all; 0 until they are known
 * @param rowsDone in shards that are committed or under way
 * @param committed rows of committed shards
 * @param shards in all
 * @param shardsDone committed
 * @param pace how fast it goes; null until that is known
 * @param calls of the model so far
 * @param largestBatch rows of the largest batch
 * @param executors at work, as far as they say
 * @param driver who writes this
 * @param failure why it ended; null if it did not fail
 */
public record RunProgress(
    String runId,
    String phase,
    String startedAt,
    String renewedAt,
    long rows,
    long rowsDone,
    Rows committed,
    int shards,
    int shardsDone,
    @Nullable Speed pace,
    Counts.Calls calls,
    int largestBatch,
    int executors,
    Driver driver,
    @Nullable Failure failure) {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /**
   * What became of the rows of committed shards.
   *
   * @param read how many there were
   * @param attributed explained
   * @param rejected not explained
   */
  public record Rows(long read, long attributed, long rejected) {}

  /**
   * How fast a run goes.
   *
   * @param rowsPerSecond over the last half minute
   * @param callsPerSecond of the model, over the last half minute
   * @param left seconds that the rest may take
   */
  public record Speed(double rowsPerSecond, double callsPerSecond, Range left) {}

  /**
   * Why a run ended.
   *
   * @param code what went wrong
   * @param message for people
   */
  public record Failure(String code, String message) {}

  /** Returns this as JSON. */
  public String toJson() {
    return GSON.toJson(this);
  }

  /** Reads what {@link #toJson} wrote; nothing comes of half of it. */
  public static Optional<RunProgress> fromJson(String json) {
    try {
      return Optional.ofNullable(GSON.fromJson(json, RunProgress.class))
          .filter(read -> read.renewedAt != null && read.committed != null && read.driver != null);
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  static RunProgress of(Standing now, String phase, String startedAt, String renewedAt) {
    boolean isPaced = now.rowsPerSecond() > 0 && now.left().isKnown();
    return new RunProgress(
        now.runId(),
        phase,
        startedAt,
        renewedAt,
        now.rows(),
        now.counts().read(),
        new Rows(now.committed().read(), now.committed().attributed(), now.committed().rejected()),
        now.shards(),
        now.shardsDone(),
        isPaced ? new Speed(now.rowsPerSecond(), now.callsPerSecond(), now.left()) : null,
        now.counts().calls(),
        now.counts().largestBatch(),
        now.executors(),
        Driver.self(),
        null);
  }

  RunProgress failed(String code, String message) {
    return new RunProgress(
        runId,
        phase,
        startedAt,
        renewedAt,
        rows,
        rowsDone,
        committed,
        shards,
        shardsDone,
        pace,
        calls,
        largestBatch,
        executors,
        driver,
        new Failure(code, message));
  }
}
