package io.assay.report;

import static io.assay.ErrorCode.INPUT_UNREADABLE;

import com.google.gson.JsonParseException;
import io.assay.AssayException;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's numbers come from and what they cost: the run's {@code manifest.json}. It is
 * written last, so that a run with a manifest is a whole run.
 *
 * @param runId names the run; the partition key of every table
 * @param job the job's name
 * @param startedAt when the run began, ISO-8601
 * @param finishedAt when it ended, ISO-8601
 * @param status how it ended, such as {@code succeeded}
 * @param confidence the confidence of all intervals, 0.5 to 0.9999
 * @param resolvedJob the job file with its defaults filled in, YAML
 * @param model what was explained
 * @param input what was read
 * @param features the feature groups, in the order of the tables' columns
 * @param baseline what "feature absent" meant
 * @param counts what became of the rows
 * @param earlier what the run went on from; null if it explained all rows of its input
 * @param shards how the work was cut
 * @param methods what each method was asked and what it cost
 * @param timings seconds of wall time by phase, in the order of the phases
 * @param versions versions by what they are of, such as {@code assay} or {@code spark}
 * @param prediction what the rows were going to cost; null if there was nothing left to explain
 * @param actual what they cost; null if there was nothing left to explain
 * @param global what each global method was asked and what it cost
 */
public record Manifest(
    String runId,
    String job,
    String startedAt,
    String finishedAt,
    String status,
    double confidence,
    String resolvedJob,
    Model model,
    Input input,
    List<Feature> features,
    BaselineUsed baseline,
    Counts counts,
    @Nullable Earlier earlier,
    Shards shards,
    List<MethodRun> methods,
    Map<String, Double> timings,
    Map<String, String> versions,
    @Nullable Prediction prediction,
    @Nullable Actual actual,
    List<GlobalMethodRun> global) {
  /** Copies the lists and maps. */
  public Manifest {
    features = List.copyOf(features);
    methods = List.copyOf(methods);
    timings = inOrder(timings);
    versions = inOrder(versions);
    global = global == null ? List.of() : List.copyOf(global); // null in earlier manifests
  }

  /** Returns this manifest with what the rows were going to cost, and what they cost. */
  public Manifest withCost(@Nullable Prediction predicted, @Nullable Actual spent) {
    return new Manifest(
        runId,
        job,
        startedAt,
        finishedAt,
        status,
        confidence,
        resolvedJob,
        model,
        input,
        features,
        baseline,
        counts,
        earlier,
        shards,
        methods,
        timings,
        versions,
        predicted,
        spent,
        global);
  }

  /**
   * What the rows were going to cost. Of a run that was resumed it is of the rows that the last
   * attempt explained.
   *
   * @param rows to be explained
   * @param callsAtMost calls of the model a row at most, by the plan
   * @param seenRows rows from which the rest was foretold; 0 if the run was over too soon, and then
   *     what follows is no number
   * @param callsPerRow calls of the model a row
   * @param secondsLow wall time from the first to the last row, at least
   * @param secondsHigh at most
   * @param methodSeconds time in the methods, summed over the tasks
   */
  public record Prediction(
      long rows,
      long callsAtMost,
      long seenRows,
      double callsPerRow,
      double secondsLow,
      double secondsHigh,
      double methodSeconds) {
    /** Returns whether more was foretold than what the plan knows. */
    public boolean isForetold() {
      return seenRows > 0;
    }
  }

  /**
   * What the rows cost, those of the prediction.
   *
   * @param rows explained or rejected
   * @param calls of the model
   * @param seconds wall time from the first to the last row
   * @param methodSeconds time in the methods, summed over the tasks
   * @param slots tasks that could run side by side, as Spark said
   */
  public record Actual(long rows, long calls, double seconds, double methodSeconds, int slots) {
    /** Returns rows a second of wall time. */
    public double rowsPerSecond() {
      return rows / seconds;
    }
  }

  /**
   * The model file and what can be asked of it.
   *
   * @param path where it was read
   * @param sha256 its digest, 64 hex digits
   * @param bytes its size
   * @param inputShape the shape of a row, without the batch
   * @param outputs names of the outputs, in order
   * @param unit what an output value is, such as {@code logit}
   * @param calls how many rows one call of it took; null of a run of an earlier version
   */
  public record Model(
      String path,
      String sha256,
      long bytes,
      List<Integer> inputShape,
      List<String> outputs,
      String unit,
      @Nullable Calls calls) {
    /** Copies the lists. */
    public Model {
      inputShape = List.copyOf(inputShape);
      outputs = List.copyOf(outputs);
    }

    /** A model of whose calls nothing is known. */
    public Model(
        String path,
        String sha256,
        long bytes,
        List<Integer> inputShape,
        List<String> outputs,
        String unit) {
      this(path, sha256, bytes, inputShape, outputs, unit, null);
    }
  }

  /**
   * How many rows one call of the model took, and where that number came from.
   *
   * @param rows in one call at most
   * @param source {@code job}, {@code standard}, {@code measured}, or {@code run} and the id of an
   *     earlier run
   * @param device what it was measured on, such as {@code cpu}; empty if it was not measured
   * @param measured what was measured, in the order of the sizes
   */
  public record Calls(int rows, String source, String device, List<Speed> measured)
      implements Serializable {
    /** Copies the list. */
    public Calls {
      measured = List.copyOf(measured);
    }

    /** A number that nobody measured. */
    public static Calls of(int rows, String source) {
      return new Calls(rows, source, "", List.of());
    }
  }

  /**
   * How fast a model answered.
   *
   * @param rows in one call
   * @param callsPerSecond rows, steps and coalitions that were answered a second, on one core or
   *     device, with all that the methods do around them
   */
  public record Speed(int rows, double callsPerSecond) implements Serializable {}

  /**
   * The rows that were read.
   *
   * @param format how they are stored
   * @param path where
   * @param rowIdSource the column of the row ids, or how ids were derived
   * @param files the files read; empty for a catalog table that names none
   * @param sample the sample that was explained; null if all rows were
   */
  public record Input(
      String format,
      String path,
      String rowIdSource,
      List<InputFile> files,
      @Nullable SampledInput sample) {
    /** Copies the list. */
    public Input {
      files = List.copyOf(files);
    }

    /** An input of which all rows were explained. */
    public Input(String format, String path, String rowIdSource, List<InputFile> files) {
      this(format, path, rowIdSource, files, null);
    }
  }

  /**
   * A file of the input.
   *
   * @param path where
   * @param bytes its size
   * @param modified when it was last changed, ISO-8601; empty where a catalog does not say
   * @param rows of a data file of a table's snapshot: which of its rows the snapshot has, and under
   *     which columns; the same text for the same rows; null of any other file
   */
  public record InputFile(String path, long bytes, String modified, @Nullable String rows) {
    /** A file all of whose rows are the input's. */
    public InputFile(String path, long bytes, String modified) {
      this(path, bytes, modified, null);
    }
  }

  /**
   * A feature group.
   *
   * @param name its name, a column of the attribution table
   * @param members the model inputs behind it; one, its own name, for a plain feature
   */
  public record Feature(String name, List<String> members) {
    /** Copies the list. */
    public Feature {
      members = List.copyOf(members);
    }
  }

  /**
   * What stood for "feature absent".
   *
   * @param kind the rule, as in a job file
   * @param description the rule in words
   * @param rows how many reference rows stand behind it; 0 where there are none
   * @param note what a reader should know besides; empty if nothing
   */
  public record BaselineUsed(String kind, String description, long rows, String note) {}

  /**
   * What became of the rows: {@code rowsIn = attributed + rejected}.
   *
   * @param rowsIn rows read
   * @param attributed rows explained
   * @param rejected rows that could not be explained
   * @param rejectsByReason rejected rows by reason
   */
  public record Counts(
      long rowsIn, long attributed, long rejected, Map<String, Long> rejectsByReason) {
    /** Copies the map. */
    public Counts {
      rejectsByReason = inOrder(rejectsByReason);
    }
  }

  /**
   * What a run went on from. Importance is that of its rows and of this run's together.
   *
   * @param run the earlier run
   * @param files input files that are as they were then
   * @param rows rows of these files
   * @param attributed rows of them that were explained; the others were rejected
   */
  public record Earlier(String run, int files, long rows, long attributed) {}

  /**
   * How the work was cut.
   *
   * @param count how many shards
   * @param rowsEach rows in a shard, on average
   */
  public record Shards(int count, long rowsEach) {}

  /**
   * What a method was asked and what it cost.
   *
   * @param key its key in the catalogue
   * @param options its options, defaults filled in, by kebab-case key
   * @param forwardCalls forward calls of the model for single rows, over all rows
   * @param gradientCalls gradient calls of the model, over all rows
   * @param sharedCalls forward calls that served whole batches
   * @param completeness whether its values added up; null for a method that does not promise it
   * @param seconds time in the method, summed over the tasks
   * @param pilot how it learnt from pilot rows before, on the driver; null if it did not. Its calls
   *     and its time are in none of the numbers above.
   */
  public record MethodRun(
      String key,
      Map<String, Object> options,
      long forwardCalls,
      long gradientCalls,
      long sharedCalls,
      @Nullable Completeness completeness,
      double seconds,
      @Nullable Pilot pilot) {
    /** Copies the map. */
    public MethodRun {
      options = inOrder(options);
    }

    /** A method that learnt nothing. */
    public MethodRun(
        String key,
        Map<String, Object> options,
        long forwardCalls,
        long gradientCalls,
        long sharedCalls,
        @Nullable Completeness completeness,
        double seconds) {
      this(key, options, forwardCalls, gradientCalls, sharedCalls, completeness, seconds, null);
    }
  }

  /**
   * How a method learnt from pilot rows, once, before any row was explained. What it learnt stands
   * in the run's plan.json.
   *
   * @param rows pilot rows
   * @param calls forward calls of the model
   * @param seconds wall time
   */
  public record Pilot(int rows, long calls, double seconds) {}

  /**
   * Whether a method's values added up to score minus baseline score.
   *
   * @param tolerance the gap that the method allows itself, as a share of the larger of the change
   *     of the score and the length of the row's values
   * @param largestGap the largest |gap| over the rows, as such a share
   * @param rowsOver rows with a |gap| over the tolerance
   */
  public record Completeness(double tolerance, double largestGap, long rowsOver) {}

  /** Returns this manifest as JSON: indented, fields in the order above, no NaN (null instead). */
  public String toJson() {
    return Json.PRETTY.toJson(this) + "\n";
  }

  /**
   * Reads what {@link #toJson} wrote. Fields that this version does not know are passed over.
   *
   * @throws AssayException INPUT_UNREADABLE if the text is not a manifest
   */
  public static Manifest fromJson(String json) {
    try {
      Manifest manifest = Json.PRETTY.fromJson(json, Manifest.class);
      if (manifest == null) {
        throw new JsonParseException("the text is empty");
      }
      return manifest;
    } catch (RuntimeException failure) {
      throw AssayException.causedBy(
          failure,
          INPUT_UNREADABLE,
          "Cannot read the manifest: %s; it must be the manifest.json of a whole run",
          Json.rootOf(failure));
    }
  }

  private static <V> Map<String, V> inOrder(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
