package io.assay.spark.metrics;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.assay.spark.metrics.RunProgress.Failure;
import io.assay.spark.metrics.RunProgress.Speed;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands, as its files tell.
 *
 * @param run its id
 * @param output the folder of all runs
 * @param state what it is
 * @param phase what it was doing last
 * @param startedAt when it was begun, ISO-8601; empty if nobody knows
 * @param lastSign when its driver last gave a sign of life, ISO-8601; empty if nobody knows
 * @param rows in all; 0 until they are known
 * @param rowsDone in shards that are committed, or under way while it runs
 * @param attributed rows explained, in committed shards
 * @param rejected rows rejected, in committed shards
 * @param shards in all
 * @param shardsDone committed
 * @param executors at work
 * @param speed how fast it goes; null unless it runs
 * @param failure why it failed; null unless it did
 * @param next what to do now
 */
public record RunStatus(
    String run,
    String output,
    State state,
    String phase,
    String startedAt,
    String lastSign,
    long rows,
    long rowsDone,
    long attributed,
    long rejected,
    int shards,
    int shardsDone,
    int executors,
    @Nullable Speed speed,
    @Nullable Failure failure,
    String next) {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeAdapter(
              State.class,
              (com.google.gson.JsonSerializer<State>)
                  (state, type, context) -> new com.google.gson.JsonPrimitive(state.toString()))
          .create();

  /** What a run is. */
  public enum State {
    /** A driver works on it. */
    RUNNING,
    /** Its driver is gone, or has given no sign of life for a minute. */
    INTERRUPTED,
    /** Its driver gave it up, and said why. */
    FAILED,
    /** It has a manifest. */
    COMPLETE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the share of the rows that are done, 0 to 1; 0 if nobody knows how many there are. */
  public double share() {
    return rows == 0 ? 0 : Math.min(1, (double) rowsDone / rows);
  }

  /** Returns what is known as lines for people, each a name and what is known. */
  public List<Line> lines() {
    return StatusLines.of(this);
  }

  /**
   * A line for people.
   *
   * @param name what it is about
   * @param text what is known of it
   */
  public record Line(String name, String text) {}

  /** Returns this as JSON. */
  public String toJson() {
    return GSON.toJson(this);
  }

  /** Returns several as a JSON array. */
  public static String toJson(List<RunStatus> all) {
    return GSON.toJson(all);
  }
}
